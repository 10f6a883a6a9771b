import { readFileSync } from "node:fs";
import { hrtime } from "node:process";

/** The only source of time. Production passes `systemClock`; tests and the simulator pass one they can wind. */
export interface Clock {
  /** Wall-clock time: what a person reads off the wall, and what may jump. */
  now(): Date;
  /** Milliseconds since the machine started, sleep included; never jumps, means nothing across a boot. */
  uptimeMs(): number;
  /** Resolves after `ms`, or as soon as `signal` aborts. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/**
 * Linux counts sleep in /proc/uptime but not in the monotonic clock, so a till that slept overnight would look as if its
 * wall clock had jumped; elsewhere the monotonic clock is the best there is.
 */
function uptimeMs(): number {
  try {
    return Number.parseFloat(readFileSync("/proc/uptime", "latin1")) * 1000;
  } catch {
    return Number(hrtime.bigint() / 1_000_000n);
  }
}

export const systemClock: Clock = {
  now: () => new Date(),
  uptimeMs,
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal?.addEventListener("abort", done, { once: true });
    }),
};
