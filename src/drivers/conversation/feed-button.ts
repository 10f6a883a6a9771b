import { faultsOf, type PrinterStatus, pressesFeed } from "../status.ts";

/** People press FEED while they load paper: presses count only this long after the cover was closed or paper was put in. */
const steadyMs = 3_000;
/** One press is an ordinary feed; two within this time ask for something. */
const doubleMs = 1_000;
/** Afterwards nothing counts for a while, so that an impatient third and fourth press ask for nothing. */
const coolDownMs = 5_000;

/** Hears two quick presses of FEED in what an idle, healthy printer says of itself (spec/escpos.md 5). */
export class FeedButton {
  #before: PrinterStatus | undefined;
  #steadySinceMs = Number.POSITIVE_INFINITY;
  #pressedAtMs = Number.NEGATIVE_INFINITY;
  #coolUntilMs = 0;

  /** Takes in a status. True when it completes two presses; during a job they are meant for something else. */
  see(status: PrinterStatus, atMs: number, idle = true): boolean {
    const before = this.#before;
    this.#before = status;
    // The first word on a connection tells how things are, not that they changed: a printer just switched on is no steady one.
    const changed = !before || status.coverOpen !== before.coverOpen || status.paperEnd !== before.paperEnd;
    if (changed || faultsOf(status).length > 0) this.#steadySinceMs = atMs;
    if (!before || this.#steadySinceMs === atMs || !idle) {
      this.#pressedAtMs = Number.NEGATIVE_INFINITY;
      return false;
    }
    if (!pressesFeed(status) || pressesFeed(before)) return false;
    if (atMs - this.#steadySinceMs < steadyMs || atMs < this.#coolUntilMs) return false;
    const second = atMs - this.#pressedAtMs <= doubleMs;
    this.#pressedAtMs = second ? Number.NEGATIVE_INFINITY : atMs;
    if (second) this.#coolUntilMs = atMs + coolDownMs;
    return second;
  }

  /** What was pressed on a connection that is gone counts no more. */
  forget(): void {
    this.#before = undefined;
    this.#pressedAtMs = Number.NEGATIVE_INFINITY;
  }
}
