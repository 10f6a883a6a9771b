import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("turnkey-process.ts", import.meta.url));

/** A pretend Turnkey in another process, so that this one's memory is the till's alone. */
export interface TurnkeyBeside extends AsyncDisposable {
  /** Lets it take what lies there and answer what is due, at this time. Throws when it died. */
  step(now: Date): Promise<void>;
}

export async function turnkeyBeside(folder: string): Promise<TurnkeyBeside> {
  const child = fork(program, [folder], { execArgv: ["--import", "tsx"] });
  const gone = once(child, "exit");
  const heard = () =>
    Promise.race([
      once(child, "message"),
      gone.then(([code]) => {
        throw new Error(`the pretend Turnkey ended with ${code}`);
      }),
    ]);
  await heard();
  return {
    async step(now) {
      const done = heard();
      child.send(now.getTime());
      await done;
    },
    async [Symbol.asyncDispose]() {
      child.kill();
      await gone;
    },
  };
}
