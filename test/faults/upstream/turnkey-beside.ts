import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("turnkey-process.ts", import.meta.url));

/** A pretend Turnkey in another process, so that this one's memory is the till's alone. */
export interface TurnkeyBeside extends AsyncDisposable {
  /** Lets it take what lies there and answer what is due, at this time. Throws when it died. */
  step(now: Date): Promise<void>;
}

export async function turnkeyBeside(folder: string): Promise<TurnkeyBeside> {
  const child = await forked(folder, "told", "7");
  return {
    async step(now) {
      const done = heard(child);
      child.send(now.getTime());
      await done;
    },
    [Symbol.asyncDispose]: () => shot(child),
  };
}

/** One that runs by its own clock until it is killed. */
export interface FreeTurnkey {
  kill(): Promise<void>;
}

export async function freeTurnkey(folder: string, seed: number): Promise<FreeTurnkey> {
  const child = await forked(folder, "free", String(seed));
  return { kill: () => shot(child) };
}

async function forked(...args: readonly string[]): Promise<ChildProcess> {
  const child = fork(program, args, { execArgv: ["--import", "tsx"] });
  await heard(child);
  return child;
}

async function heard(child: ChildProcess): Promise<void> {
  const [what] = await Promise.race([
    once(child, "message"),
    once(child, "exit").then(([code]) => [code ?? "a signal"] as const),
  ]);
  if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the pretend Turnkey ended with ${what}`);
}

async function shot(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}
