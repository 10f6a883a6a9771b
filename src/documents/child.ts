import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath, pathToFileURL } from "node:url";

/** What a child may use up before it is killed. */
export interface ChildLimits {
  readonly ms: number;
  readonly heapMb: number;
  readonly outputBytes: number;
}

/** What became of a child: its output, or why there is none, without a word of what it was about. */
export type ChildEnd =
  | { readonly result: "done"; readonly output: Uint8Array }
  | { readonly result: "failed"; readonly reason: string; readonly trace: string };

const traceBytes = 4096;

/** Starts a child that reads lines over stdin and writes its output to stdout, and waits until it has ended. None outlives this. */
export async function runChild(lines: Iterable<string>, limits: ChildLimits, signal: AbortSignal): Promise<ChildEnd> {
  const child = spawn(process.execPath, [...childArguments(), `--max-old-space-size=${limits.heapMb}`, entry, font], {
    stdio: ["pipe", "pipe", "pipe"],
    timeout: limits.ms,
    killSignal: "SIGKILL",
    windowsHide: true,
    signal,
  });
  let broken: string | undefined;
  child.on(
    "error",
    ({ name, code }: NodeJS.ErrnoException) => (broken ??= name === "AbortError" ? "it was stopped" : String(code)),
  );
  const ended = new Promise<{ code: number | null; killed: NodeJS.Signals | null }>((resolve) =>
    child.on("close", (code, killed) => resolve({ code, killed })),
  );
  // A child that dies early leaves a broken pipe; why it died is said by its end.
  const fed = pipeline(Readable.from(lines), child.stdin!).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE" || error.code === "ERR_STREAM_PREMATURE_CLOSE") return;
    broken ??= "its lines could not be made";
    child.kill("SIGKILL");
  });
  const output = collect(child, limits.outputBytes);
  const trace = traceOf(child);
  const { code, killed } = await ended;
  await fed;
  if (code === 0 && output.whole) return { result: "done", output: Buffer.concat(output.chunks) };
  const reason = broken ?? (output.whole ? endOf(code, killed, limits) : `it wrote more than ${limits.outputBytes} bytes`);
  return { result: "failed", reason, trace: trace.text };
}

function endOf(code: number | null, killed: NodeJS.Signals | null, { ms }: ChildLimits): string {
  if (killed === "SIGKILL") return `it took longer than ${ms} ms`;
  return killed ? `it was ended by ${killed}` : `it ended with code ${code}`;
}

function collect(child: ChildProcess, mostBytes: number): { chunks: Buffer[]; whole: boolean } {
  const output = { chunks: [] as Buffer[], whole: true };
  let bytes = 0;
  child.stdout!.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= mostBytes) output.chunks.push(chunk);
    else {
      output.whole = false;
      output.chunks.length = 0;
      child.kill("SIGKILL");
    }
  });
  return output;
}

function traceOf(child: ChildProcess): { text: string } {
  const trace = { text: "" };
  child.stderr!.on("data", (chunk: Buffer) => {
    trace.text = (trace.text + chunk.toString("utf8")).slice(0, traceBytes);
  });
  return trace;
}

const here = fileURLToPath(import.meta.url);
const fromSource = here.endsWith(".ts");
const entry = join(dirname(here), fromSource ? "draw.ts" : "draw.js");
const font = fontAbove(dirname(here));

/** Run from source, the child needs what reads TypeScript; a built child needs nothing. */
function childArguments(): string[] {
  return fromSource ? ["--import", pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href] : [];
}

/** The shipped font, from wherever in the package this runs. */
function fontAbove(folder: string): string {
  const path = join(folder, "assets", "fonts", "NotoSansTC-Medium.ttf");
  return existsSync(path) || dirname(folder) === folder ? path : fontAbove(dirname(folder));
}
