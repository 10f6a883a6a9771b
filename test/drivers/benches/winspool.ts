import { readFile } from "node:fs/promises";
import { winspoolOver } from "../../../src/drivers/winspool.ts";
import type { RunProgram } from "../../../src/drivers/wire/program.ts";
import type { WireOnBench } from "./wire.ts";

/** Plays PowerShell: understands the scripts by what they call, as far as the wire can tell. */
export class PretendWindows {
  readonly jobs: Buffer[] = [];
  readonly withdrawn: number[] = [];
  readonly scripts: string[] = [];
  readonly words: string[][] = [];
  /** How the next script of a kind ends, if not well. */
  trouble: Partial<Record<"submit" | "settle", { code: number; stdout: string }>> = {};
  /** The job stays in the queue. */
  stuck = false;

  run: RunProgram = async (words, { signal } = {}) => {
    this.words.push([...words]);
    const script = Buffer.from(words.at(-1) ?? "", "base64").toString("utf16le");
    this.scripts.push(script);
    const [printer = "", file = ""] = [...script.matchAll(/Text '([^']*)'/g)].map(([, code]) =>
      Buffer.from(code ?? "", "base64").toString("utf16le"),
    );
    if (printer !== "EPSON TM-T82III 收據") return end(3, "no such printer\r\n");
    if (script.includes("[Spool]::StartDocPrinterW($")) return await this.#submit(file);
    if (script.includes("[Spool]::GetJobW($")) return await this.#settle(signal);
    if (script.includes("[Spool]::SetJobW($")) this.withdrawn.push(Number(/SetJobW\(\$printer, (\d+)/.exec(script)?.[1]));
    return end(0, "");
  };

  async #submit(file: string) {
    const { submit } = this.trouble;
    if (submit) return end(submit.code, submit.stdout);
    this.jobs.push(await readFile(file));
    return end(0, `job ${this.jobs.length}\r\n`);
  }

  async #settle(signal: AbortSignal | undefined) {
    const { settle } = this.trouble;
    if (settle) return end(settle.code, settle.stdout);
    while (this.stuck && !signal?.aborted) await new Promise((resolve) => setTimeout(resolve, 5));
    return end(0, "");
  }
}

export const windowsAddress = new URL("winspool:///EPSON%20TM-T82III%20%E6%94%B6%E6%93%9A");

export const winspoolBench: WireOnBench = {
  name: "winspool, on a pretend Windows",
  butNot: "not on Windows",
  async bench() {
    const windows = new PretendWindows();
    return {
      driver: winspoolOver({ platform: "win32", run: windows.run }),
      address: windowsAddress,
      deadAddress: new URL("winspool:///No%20such%20printer"),
      received: () => Buffer.concat(windows.jobs),
      finish: true,
      close: async () => {},
    };
  },
  deviations: {
    stall: "bytes are collected, so a write never waits; a job that stays in the queue is given up by `finish`",
    breakOff: "a queue is no connection; it refuses a job at `finish`",
    say: "a spooler tells nothing of the printer",
  },
};

function end(code: number, stdout: string) {
  return { code, stdout, stderr: "" };
}
