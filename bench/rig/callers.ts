import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { type Door, keptAlive, postSale } from "./post.ts";
import { nextSale } from "./sale.ts";

/** A load: this many callers, each posting its next sale when its last was answered. */
export interface Load {
  readonly door: Door;
  readonly callers: number;
  readonly sales: number;
  /** Each caller rests so long between its sales; 0 by default. */
  readonly restMs?: number;
}

export interface LoadReport {
  readonly salesPerSecond: number;
  /** From sending a sale to having its answer, in milliseconds, in the order of the answers. */
  readonly answerMs: readonly number[];
}

/** Callers in a process of their own, so that their work is not the daemon's or the bench's. */
export interface Callers extends Disposable {
  post(load: Load): Promise<LoadReport>;
}

export async function startCallers(): Promise<Callers> {
  const child = fork(fileURLToPath(import.meta.url), ["serve"], { execArgv: ["--import", "tsx"] });
  await once(child, "message");
  return {
    async post(load) {
      child.send(load);
      const [report] = (await once(child, "message")) as [LoadReport | { error: string }];
      if ("error" in report) throw new Error(report.error);
      return report;
    },
    [Symbol.dispose]: () => child.kill(),
  };
}

/** Posts the load from this process. */
async function postAll({ door, callers, sales, restMs = 0 }: Load): Promise<LoadReport> {
  const agent = keptAlive(callers);
  const answerMs: number[] = [];
  let left = sales;
  const started = performance.now();
  const one = async () => {
    while (left-- > 0) {
      const sent = performance.now();
      const { status } = await postSale(door, agent, nextSale());
      if (status !== 201) throw new Error(`a sale was answered with ${status}`);
      answerMs.push(performance.now() - sent);
      if (restMs > 0) await new Promise((resolve) => setTimeout(resolve, restMs));
    }
  };
  await Promise.all(Array.from({ length: callers }, one));
  agent.destroy();
  return { salesPerSecond: (sales / (performance.now() - started)) * 1000, answerMs };
}

if (process.argv[2] === "serve" && process.send) {
  process.on("message", (load: Load) => {
    postAll(load).then(
      (report) => process.send?.(report),
      (error: Error) => process.send?.({ error: error.message }),
    );
  });
  process.on("disconnect", () => process.exit());
  process.send("ready");
}
