import type { Clock } from "../src/base/clock.ts";

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/**
 * A clock that stands still until it is wound. Sleepers wake in the order of their time, each with everything it does
 * before the next, so that a run repeats exactly.
 */
export class WoundClock implements Clock {
  /** Wall-clock milliseconds; may be set to anything, as a person or a bad battery would. */
  wallMs: number;
  #uptimeMs = 1_000_000;
  #sleepers: Sleeper[] = [];

  constructor(start = Date.parse("2026-11-22T14:03:05+08:00")) {
    this.wallMs = start;
  }

  now(): Date {
    return new Date(this.wallMs);
  }

  uptimeMs(): number {
    return this.#uptimeMs;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const wake = () => {
        this.#sleepers = this.#sleepers.filter((one) => one !== sleeper);
        signal?.removeEventListener("abort", wake);
        resolve();
      };
      const sleeper = { at: this.#uptimeMs + ms, wake };
      this.#sleepers.push(sleeper);
      signal?.addEventListener("abort", wake);
    });
  }

  /** When the next sleeper wakes, in milliseconds from now; null when nobody sleeps. */
  get nextWakeMs(): number | null {
    return this.#sleepers.length === 0 ? null : Math.max(0, Math.min(...this.#sleepers.map(({ at }) => at)) - this.#uptimeMs);
  }

  /** How many wait for their time: what leaks timers grows here. */
  get sleeping(): number {
    return this.#sleepers.length;
  }

  /** Lets time pass for wall and boot clock alike, waking everyone whose time comes. */
  async wind(ms: number): Promise<void> {
    const end = this.#uptimeMs + ms;
    await settled();
    for (;;) {
      const next = this.#sleepers.filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)[0];
      if (!next) break;
      this.#pass(next.at - this.#uptimeMs);
      next.wake();
      await settled();
    }
    this.#pass(end - this.#uptimeMs);
    await settled();
  }

  /** Moves only the wall clock: what NTP, a person or a bad battery does. */
  jump(ms: number): void {
    this.wallMs += ms;
  }

  #pass(ms: number): void {
    this.#uptimeMs += Math.max(0, ms);
    this.wallMs += Math.max(0, ms);
  }
}

/** Everything that could run without time passing has run: promises, and callbacks deferred until after them. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}
