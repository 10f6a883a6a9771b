import type { Clock } from "./clock.ts";
import { Problem } from "./problem.ts";

/** What one bounded piece of work says of itself: there may be more, there was nothing to do, or the outside world failed. */
export type Step = "worked" | "idle" | "faulted";

export interface Pace {
  /** How long to rest when there was nothing to do, unless woken. */
  readonly idleMs: number;
  /** First pause after a fault; doubles up to `longestPauseMs`. A wake-up does not shorten it. */
  readonly faultPauseMs: number;
  readonly longestPauseMs: number;
}

/** The only place that sleeps, wakes, backs off and stops. A step does one bounded thing; tests call the step directly. */
export class Loop {
  readonly #step: (signal: AbortSignal) => Promise<Step>;
  readonly #clock: Clock;
  readonly #pace: Pace;
  readonly #stopping = new AbortController();
  #rest = new AbortController();
  #woken = false;
  #running: Promise<void> | undefined;

  constructor(step: (signal: AbortSignal) => Promise<Step>, clock: Clock, pace: Pace) {
    this.#step = step;
    this.#clock = clock;
    this.#pace = pace;
  }

  /** Starts running. A step that throws is our own mistake: the promise of `stopped` rejects and the process should end. */
  start(): void {
    this.#running ??= this.#run();
  }

  /** Ends the present rest, so that new work is seen at once. */
  wake(): void {
    this.#woken = true;
    this.#rest.abort();
  }

  /** Resolves when the loop has ended, rejects when a step threw. */
  get stopped(): Promise<void> {
    return this.#running ?? Promise.resolve();
  }

  /** Tells the running step to finish and waits for it. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#rest.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const signal = this.#stopping.signal;
    let pauseMs = this.#pace.faultPauseMs;
    while (!signal.aborted) {
      this.#woken = false;
      const step = await this.#take(signal);
      if (step === "worked") {
        pauseMs = this.#pace.faultPauseMs;
        continue;
      }
      if (step === "idle") {
        if (!this.#woken) await this.#sleep(this.#pace.idleMs);
        continue;
      }
      await this.#clock.sleep(pauseMs, signal);
      pauseMs = Math.min(pauseMs * 2, this.#pace.longestPauseMs);
    }
  }

  /** A step refused with a time to try again, as a full disk refuses it, has met the outside world. Anything else thrown is our mistake. */
  async #take(signal: AbortSignal): Promise<Step> {
    try {
      return await this.#step(signal);
    } catch (error) {
      if (error instanceof Problem && error.detail.retryAfterSeconds !== undefined) return "faulted";
      throw error;
    }
  }

  async #sleep(ms: number): Promise<void> {
    this.#rest = new AbortController();
    if (this.#stopping.signal.aborted) return;
    await this.#clock.sleep(ms, this.#rest.signal);
  }
}
