/**
 * The few calls of Windows by which bytes reach a printer as they are; no program that Windows brings does it. PowerShell compiles
 * them when it is started, so nothing of ours is native.
 */
const calls = `
$ErrorActionPreference = 'Stop'
Add-Type -TypeDefinition @'
using System;
using System.Runtime.InteropServices;
public static class Spool {
  [StructLayout(LayoutKind.Sequential, CharSet = CharSet.Unicode)]
  public struct Doc { public string Name; public string Output; public string Type; }
  const string Dll = "winspool.drv";
  [DllImport(Dll, CharSet = CharSet.Unicode, SetLastError = true)] public static extern bool OpenPrinterW(string name, out IntPtr printer, IntPtr defaults);
  [DllImport(Dll, SetLastError = true)] public static extern bool ClosePrinter(IntPtr printer);
  [DllImport(Dll, CharSet = CharSet.Unicode, SetLastError = true)] public static extern int StartDocPrinterW(IntPtr printer, int level, ref Doc doc);
  [DllImport(Dll, SetLastError = true)] public static extern bool EndDocPrinter(IntPtr printer);
  [DllImport(Dll, SetLastError = true)] public static extern bool AbortPrinter(IntPtr printer);
  [DllImport(Dll, SetLastError = true)] public static extern bool WritePrinter(IntPtr printer, byte[] bytes, int count, out int written);
  [DllImport(Dll, SetLastError = true)] public static extern bool SetJobW(IntPtr printer, int job, int level, IntPtr data, int command);
  [DllImport(Dll, SetLastError = true)] public static extern bool GetJobW(IntPtr printer, int job, int level, IntPtr data, int size, out int needed);
}
'@
function Say($words) { [Console]::Out.WriteLine($words) }
function Text($code) { [Text.Encoding]::Unicode.GetString([Convert]::FromBase64String($code)) }
$printer = [IntPtr]::Zero
if (-not [Spool]::OpenPrinterW((Text '@PRINTER@'), [ref]$printer, [IntPtr]::Zero)) { Say 'no such printer'; exit 3 }
`;

/** Ends a script: nothing of the job is in the queue. */
export const nothingTakenCode = 3;

/** Ends a script: the queue says that the job or its printer is in trouble, or the job was thrown out of it. */
export const inTroubleCode = 5;

/** Finds the printer, and does nothing. */
export const lookScript = `${calls}
[void][Spool]::ClosePrinter($printer)
exit 0
`;

/** Hands a file over as one job, and says its number. Closing the document is what makes it a job; before, it can be dropped whole. */
export const submitScript = `${calls}
$bytes = [IO.File]::ReadAllBytes((Text '@FILE@'))
$doc = New-Object Spool+Doc
$doc.Name = 'Tillseal'; $doc.Type = 'RAW'
$job = [Spool]::StartDocPrinterW($printer, 1, [ref]$doc)
if ($job -le 0) { Say 'the queue took no document'; exit 3 }
$written = 0
$taken = [Spool]::WritePrinter($printer, $bytes, $bytes.Length, [ref]$written)
if (-not $taken -or $written -ne $bytes.Length) { [void][Spool]::AbortPrinter($printer); Say "the queue took $written bytes"; exit 4 }
if (-not [Spool]::EndDocPrinter($printer)) { Say 'the document could not be ended'; exit 4 }
[void][Spool]::ClosePrinter($printer)
Say "job $job"
exit 0
`;

/**
 * Waits until a job has left the queue, or stays there as printed (80, 1000). Its status stands behind its number and six texts;
 * error is 2, offline 20, paper 40, deleted 100.
 */
export const settleScript = `${calls}
$size = 65536
$data = [Runtime.InteropServices.Marshal]::AllocHGlobal($size)
while ($true) {
  $needed = 0
  if (-not [Spool]::GetJobW($printer, @JOB@, 1, $data, $size, [ref]$needed)) { exit 0 }
  $status = [Runtime.InteropServices.Marshal]::ReadInt32($data, 7 * [IntPtr]::Size)
  if ($status -band 0x1080) { exit 0 }
  if ($status -band 0x162) { Say ('the queue says 0x{0:x}' -f $status); exit 5 }
  Start-Sleep -Milliseconds 250
}
`;

/** Takes a job out of the queue. */
export const withdrawScript = `${calls}
if (-not [Spool]::SetJobW($printer, @JOB@, 0, [IntPtr]::Zero, 5)) { exit 4 }
exit 0
`;

/**
 * The words that run a script. What comes from outside goes in as base64 or as a number, so no name can become a command;
 * the whole is handed over encoded, so no quoting of Windows has a say.
 */
export function powerShell(
  script: string,
  { printer, file, job }: { printer: string; file?: string; job?: number },
): [string, ...string[]] {
  const filled = script
    .replace("@PRINTER@", () => base64(printer))
    .replace("@FILE@", () => base64(file ?? ""))
    .replace("@JOB@", () => String(job));
  return ["powershell.exe", "-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-EncodedCommand", base64(filled)];
}

function base64(text: string): string {
  return Buffer.from(text, "utf16le").toString("base64");
}
