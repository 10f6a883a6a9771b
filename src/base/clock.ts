import { uptime } from "node:os";

/** The only source of time. Production passes `systemClock`; tests and the simulator pass one they can wind. */
export interface Clock {
  /** Wall-clock time: what a person reads off the wall, and what may jump. */
  now(): Date;
  /** Milliseconds since the machine started, sleep included; never jumps, means nothing across a boot. */
  uptimeMs(): number;
  /** Resolves after `ms`, or as soon as `signal` aborts. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => new Date(),
  // Not the monotonic clock: on Linux it stands still while the machine sleeps, so a till that slept overnight would look as
  // if its wall clock had jumped. This one reads /proc/uptime there.
  uptimeMs: () => uptime() * 1000,
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
