import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NothingTaken, type PrinterDriver } from "./driver.ts";
import { noSuchAddress, onlySettings, pathOf } from "./wire/address.ts";
import { asError, unlessAborted } from "./wire/giving-up.ts";
import { jobPort, type Spooler } from "./wire/job-port.ts";
import { type RunProgram, runProgram } from "./wire/program.ts";
import {
  inTroubleCode,
  lookScript,
  nothingTakenCode,
  powerShell,
  settleScript,
  submitScript,
  withdrawScript,
} from "./wire/windows-script.ts";

const hint = "Write winspool:///Name%20with%20blanks, the name being the one in Windows' list of printers.";

/** PowerShell alone takes a second or two to start on a till. */
const connectMs = 20_000;

/** A job is followed as long as somebody waits for it; this only ends what was forgotten. */
const longestFollowMs = 3_600_000;

/** A printer of Windows, past its own drawing: `winspool:///EPSON%20TM-T82III`. Nothing comes back. */
export const winspool: PrinterDriver = winspoolOver({ platform: process.platform, run: runProgram });

/** The same on any system and with any way to run PowerShell. */
export function winspoolOver({ platform, run }: { platform: string; run: RunProgram }): PrinterDriver {
  const printerIn = (address: URL) => {
    if (platform !== "win32") {
      throw noSuchAddress(
        "Only Windows has a Windows print queue.",
        "Here it may be cups:///name, file:///dev/usb/lp0 or tcp://.",
      );
    }
    onlySettings(address, [], hint);
    return pathOf(address, hint);
  };
  return {
    connectMs,
    check: (address) => void printerIn(address),
    async open(address, clock, signal) {
      const printer = printerIn(address);
      signal.throwIfAborted();
      const { code, stdout, stderr } = await unlessAborted(run(powerShell(lookScript, { printer })), signal);
      if (code === nothingTakenCode) throw noSuchAddress(`Windows has no printer "${printer}".`, hint);
      if (code !== 0) throw new Error(`Windows' print queue cannot be used: ${firstLine(stderr || stdout)}`);
      return jobPort(queueOf(printer, run), clock);
    },
  };
}

function queueOf(printer: string, run: RunProgram): Spooler {
  return {
    submit: (job) =>
      inPrivateFile(job, async (file) => {
        const { code, stdout, stderr } = await run(powerShell(submitScript, { printer, file })).catch((error: unknown) => {
          throw asError(error).message.includes("ENOENT") ? new NothingTaken("PowerShell is not there") : error;
        });
        const [, id] = /^job (\d+)\s*$/m.exec(stdout) ?? [];
        if (code === 0 && id !== undefined) return id;
        const why = firstLine(stdout || stderr);
        throw code === nothingTakenCode ? new NothingTaken(why) : new Error(`Windows' print queue took a part: ${why}`);
      }),
    async settled(job, signal) {
      const words = powerShell(settleScript, { printer, job: Number(job) });
      const { code, stdout, stderr } = await run(words, { signal, limitMs: longestFollowMs });
      if (code === inTroubleCode) throw new Error(`the print queue is in trouble: ${firstLine(stdout)}`);
      if (code !== 0) throw new Error(`the job cannot be followed: ${firstLine(stdout || stderr)}`);
    },
    async withdraw(job) {
      await run(powerShell(withdrawScript, { printer, job: Number(job) }));
    },
  };
}

/** Bytes on standard input could be read by PowerShell itself; a file in a folder of our own cannot. */
async function inPrivateFile<T>(bytes: Uint8Array, act: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "tillseal-"));
  try {
    const path = join(folder, "job.bin");
    await writeFile(path, bytes, { mode: 0o600 });
    return await act(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function firstLine(text: string): string {
  return text.trim().split(/\r?\n/)[0] ?? "";
}
