import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Door } from "./post.ts";

/** A command line of the till: node's own arguments, then the file. */
export type Program = readonly string[];

/** The built one: what is measured and tortured is what a shop runs. */
export const built: Program = [fileURLToPath(new URL("../../dist/src/cli/tillseal.js", import.meta.url))];

/** The same from its source, for tests that must not depend on a fresh build. */
export const fromSource: Program = ["--import", "tsx", fileURLToPath(new URL("../../src/cli/tillseal.ts", import.meta.url))];

/** Nothing listens on the port for discarding, so slips only wait: a till that sells without printing. */
export const noPrinter = "tcp://127.0.0.1:9";

export interface BuiltTillOptions {
  readonly home: string;
  /** Where its one printer is. */
  readonly printer?: string;
  /** Programs and arguments in front of node's, as `strace -o file`. */
  readonly under?: readonly string[];
  /** Arguments for node itself. */
  readonly nodeArgs?: readonly string[];
  /** `built` by default. */
  readonly program?: Program;
  readonly env?: Readonly<Record<string, string>>;
  /** Started on a demo's home that is there already, without the Turnkey that a demo brings along: the caller has one. */
  readonly withoutTurnkey?: boolean;
}

/** The built demo till in a process of its own. */
export interface BuiltTill extends Door, AsyncDisposable {
  readonly home: string;
  /** The daemon's own process, even when another program stands before it. */
  readonly pid: number;
  /** From spawning the process to its first answer. */
  readonly readyMs: number;
  /** Ends it without a word, as a power switch would end a process. */
  kill(): Promise<void>;
  /** Asks it to stop; resolves with its exit code. */
  stop(): Promise<number | null>;
}

const longestStartMs = 20_000;

/** A folder for a home, removed when disposed of. */
export function aFolder(): { readonly path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), "tillseal-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true, maxRetries: 3 }) };
}

/** Starts the built till and waits for its first answer. Throws with what it said when it ends instead, or after 20 s. */
export async function startBuiltTill(options: BuiltTillOptions): Promise<BuiltTill> {
  const { home } = options;
  const running = join(home, "running.json");
  rmSync(running, { force: true });
  const started = performance.now();
  const child = spawnTill(options);
  const gone = once(child, "exit");
  await firstAnswer(child, () => existsSync(running) && existsSync(join(home, "demo-token")) && answers(urlIn(running)));
  const readyMs = performance.now() - started;
  const { pid, url } = JSON.parse(readFileSync(running, "utf8")) as { pid: number; url: string };
  const end = async (signal: NodeJS.Signals) => {
    if (isAlive(child)) process.kill(pid, signal);
    await gone;
  };
  return {
    home,
    url,
    token: readFileSync(join(home, "demo-token"), "latin1").trim(),
    pid,
    readyMs,
    kill: () => end("SIGKILL"),
    async stop() {
      await end("SIGTERM");
      return child.exitCode;
    },
    [Symbol.asyncDispose]: () => end("SIGKILL"),
  };
}

function spawnTill(options: BuiltTillOptions) {
  const { home, printer = noPrinter, under = [], nodeArgs = [], program = built, env = {}, withoutTurnkey = false } = options;
  if (!existsSync(program.at(-1)!)) throw new Error("There is no dist/: run `npm run build` first.");
  const start = ["start", ...(withoutTurnkey ? [] : ["--demo"]), "--home", home, "--port", "0"];
  const [file = "", ...args] = [...under, process.execPath, ...nodeArgs, ...program, ...start];
  return spawn(file, args, {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, TILLSEAL_PRINTERS: JSON.stringify([{ name: "front", url: printer, model: "virtual" }]), ...env },
  });
}

async function firstAnswer(child: ChildProcess, isThere: () => boolean | Promise<boolean>): Promise<void> {
  const complaint = collect(child);
  const latest = performance.now() + longestStartMs;
  while (!(await isThere())) {
    if (!isAlive(child) || performance.now() > latest) {
      child.kill("SIGKILL");
      throw new Error(`The till did not start: ${complaint() || child.signalCode || "no answer"}`);
    }
    await pause(2);
  }
}

function isAlive({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}

function collect(child: ChildProcess): () => string {
  const parts: string[] = [];
  child.stderr?.on("data", (part: Buffer) => parts.push(part.toString()));
  return () => parts.join("").slice(0, 2000);
}

/** The file appears whole, by a rename. */
function urlIn(path: string): string {
  return (JSON.parse(readFileSync(path, "utf8")) as { url: string }).url;
}

function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    request(`${url}/healthz`, (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode === 200));
    })
      .on("error", () => resolve(false))
      .end();
  });
}
