import { execFile } from "node:child_process";

export interface ProgramEnd {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program of the system with its words as they are: there is no shell that could read anything into them. Resolves with
 * whatever it ended with; rejects when it could not be started, was killed, or took longer than `limitMs`.
 */
export type RunProgram = (
  words: readonly [program: string, ...words: string[]],
  options?: { readonly input?: Uint8Array; readonly limitMs?: number; readonly signal?: AbortSignal },
) => Promise<ProgramEnd>;

/** A spooler's program answers at once, or its server is gone. */
const usualLimitMs = 30_000;

export const runProgram: RunProgram = ([program, ...words], { input, limitMs = usualLimitMs, signal } = {}) =>
  new Promise((resolve, reject) => {
    const options = { encoding: "utf8", timeout: limitMs, maxBuffer: 8 << 20, windowsHide: true } as const;
    const child = execFile(program, words, { ...options, ...(signal ? { signal } : {}) }, (error, stdout, stderr) => {
      if (error && typeof error.code !== "number") reject(error);
      else resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
    // A program that ends before it has read everything says why by its code.
    child.stdin?.on("error", () => {});
    child.stdin?.end(input);
  });
