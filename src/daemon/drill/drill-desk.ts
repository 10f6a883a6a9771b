import type { Log } from "../../base/log.ts";
import type { DrillReport, Rehearse } from "./drill-report.ts";
import { refuse } from "./problems.ts";

interface Asked {
  readonly key: string | undefined;
  readonly report: Promise<DrillReport>;
}

/** One drill at a time: two would be in each other's way on a small computer. Nothing of it is kept in the books. */
export class DrillDesk {
  readonly #rehearse: Rehearse;
  readonly #log: Log;
  #running = false;
  #last: Asked | null = null;

  constructor(rehearse: Rehearse, log: Log) {
    this.#rehearse = rehearse;
    this.#log = log;
  }

  /** The same key again gets the report of the drill it asked for, running or done. */
  run(cutSeconds: number, key: string | undefined): Promise<DrillReport> {
    if (key !== undefined && this.#last?.key === key) return this.#last.report;
    if (this.#running)
      throw refuse("drill-busy", "A drill is under way.", {
        hint: "It takes a few minutes: ask again then.",
        retryAfterSeconds: 60,
      });
    this.#running = true;
    const report = this.#rehearse({ cutSeconds })
      .then(({ ok, ...rest }) => {
        this.#log.info("drill", { ok, seconds: rest.seconds, failed: rest.lines.filter((line) => !line.ok).map(({ id }) => id) });
        return { ok, ...rest };
      })
      .finally(() => {
        this.#running = false;
      });
    const asked = { key, report };
    this.#last = asked;
    report.catch(() => {
      if (this.#last === asked) this.#last = null; // the same key may try again
    });
    return report;
  }
}
