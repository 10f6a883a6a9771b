import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Case } from "./cases.ts";
import type { Outcome } from "./cell.ts";
import type { Bug } from "./planted.ts";

/** One case to run, with the bug to plant below its till. */
export interface Task {
  readonly one: Case;
  readonly slipBytes: number;
  readonly bug?: Bug;
}

/** What came of a task; `error` where the harness itself failed. */
export interface Report {
  readonly outcome?: Outcome;
  readonly error?: string;
}

export interface CrewOptions {
  /** Processes, and cases each runs side by side: most of a case is waiting. */
  readonly hands: number;
  readonly each: number;
  onReport(task: Task, report: Report): void;
}

/** Runs every task in processes of their own, each task in a shop of its own. */
export async function runAll(tasks: readonly Task[], { hands, each, onReport }: CrewOptions): Promise<void> {
  const left = [...tasks];
  // A draining line holds one of a process's few threads for as long as it drains.
  const env = { ...process.env, UV_THREADPOOL_SIZE: "64" };
  const children = Array.from({ length: hands }, () =>
    fork(fileURLToPath(import.meta.url), ["serve"], { execArgv: ["--import", "tsx"], env }),
  );
  await Promise.all(children.map((child) => once(child, "message")));
  const lanes = children.flatMap((child) => Array.from({ length: each }, () => child));
  await Promise.all(
    lanes.map(async (child) => {
      for (let task = left.shift(); task; task = left.shift()) onReport(task, await ask(child, task));
    }),
  );
  for (const child of children) child.kill();
}

let asked = 0;

function ask(child: ChildProcess, task: Task): Promise<Report> {
  const number = ++asked;
  return new Promise((resolve) => {
    const hear = (message: { number: number; report: Report }) => {
      if (message.number === number) settle(message.report);
    };
    const die = () => settle({ error: "the process that ran it is gone" });
    const settle = (report: Report) => {
      child.off("message", hear).off("exit", die);
      resolve(report);
    };
    child.setMaxListeners(200).on("message", hear).on("exit", die);
    if (child.connected) child.send({ number, task });
    else die();
  });
}

if (process.argv[2] === "serve" && process.send) {
  const { runCase } = await import("./cell.ts");
  process.on("message", ({ number, task: { one, ...how } }: { number: number; task: Task }) => {
    runCase(one, how).then(
      (outcome) => process.send?.({ number, report: { outcome } }),
      (error: Error) => process.send?.({ number, report: { error: String(error.stack ?? error) } }),
    );
  });
  process.on("disconnect", () => process.exit());
  process.send("ready");
}
