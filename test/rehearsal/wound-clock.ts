import type { Clock } from "../../src/base/clock.ts";

interface Sleeper {
  readonly dueMs: number;
  wake(): void;
}

/** Time that passes only when a test winds it on. */
export class WoundClock implements Clock {
  #ms = 0;
  #sleepers: Sleeper[] = [];

  now(): Date {
    return new Date(Date.UTC(2026, 10, 22) + this.#ms);
  }

  uptimeMs(): number {
    return this.#ms;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const wake = () => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        signal?.removeEventListener("abort", wake);
        resolve();
      };
      const sleeper = { dueMs: this.#ms + ms, wake };
      this.#sleepers.push(sleeper);
      signal?.addEventListener("abort", wake);
    });
  }

  /** Lets `ms` pass, waking every sleeper at its moment; whatever each does is done before the next wakes. */
  async wind(ms: number): Promise<void> {
    const untilMs = this.#ms + ms;
    await settled();
    while (true) {
      const next = this.#sleepers.toSorted((a, b) => a.dueMs - b.dueMs)[0];
      if (!next || next.dueMs > untilMs) break;
      this.#ms = next.dueMs;
      next.wake();
      await settled();
    }
    this.#ms = untilMs;
  }
}

function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
