import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** The till as it is installed. */
export const program = fileURLToPath(new URL("../../dist/src/cli/tillseal.js", import.meta.url));

/** What a command said, and with which code it ended. */
export interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs `tillseal …` as it is installed, to its end. */
export async function tillseal(args: readonly string[], environment: Record<string, string> = {}, input = ""): Promise<Said> {
  const child = begin(args, environment, "pipe");
  child.stdin!.end(input);
  let [out, err] = ["", ""];
  child.stdout!.on("data", (text) => {
    out += text;
  });
  child.stderr!.on("data", (text) => {
    err += text;
  });
  const [code] = await once(child, "close");
  return { code, out, err };
}

/** Starts a demo till in a folder and waits until it serves. */
export function startDemo(folder: string): Promise<ChildProcess> {
  return start(folder, ["--demo"]);
}

interface Beginning {
  /** Hears what it logs. */
  readonly hear?: (text: string) => void;
  readonly environment?: Record<string, string>;
}

/** Starts a till, of whatever kind its home is, and waits until it serves. */
export async function start(
  folder: string,
  flags: readonly string[] = [],
  { hear = () => {}, environment = {} }: Beginning = {},
): Promise<ChildProcess> {
  const child = begin(["start", ...flags, "--home", folder, "--port", "0"], { TILLSEAL_CLOCK_SERVER: "", ...environment });
  child.stdout!.on("data", (text) => hear(String(text)));
  child.stderr!.resume();
  for (let waited = 0; !existsSync(join(folder, "running.json")); waited += 50) {
    if (child.exitCode !== null || waited > 20_000) throw new Error("the till did not start");
    await setTimeout(50);
  }
  return child;
}

export async function end(child: ChildProcess, signal: "SIGTERM" | "SIGKILL" | "SIGINT"): Promise<number | null> {
  child.kill(signal);
  const [code] = await once(child, "exit");
  return code;
}

function begin(
  args: readonly string[],
  environment: Record<string, string> = {},
  stdin: "ignore" | "pipe" = "ignore",
): ChildProcess {
  // What a till remembers of homes outside of them is no business of this user's.
  const state = { XDG_STATE_HOME: join(tmpdir(), "tillseal-state") };
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...state, ...environment };
  return spawn(process.execPath, [program, ...args], { env, stdio: [stdin, "pipe", "pipe"] });
}
