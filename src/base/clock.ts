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
      // What had arrived by then is heard first: after a commit that blocked the loop, timers would come before sockets.
      const timer = setTimeout(() => setImmediate(done), ms);
      signal?.addEventListener("abort", done, { once: true });
    }),
};

/** Runs `act` with a signal that aborts when `signal` does or after `ms`, whichever comes first. */
export async function withTimeLimit<T>(
  limit: { clock: Clock; ms: number; signal: AbortSignal },
  act: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limited = new AbortController();
  const done = new AbortController();
  const stop = () => limited.abort(limit.signal.reason);
  if (limit.signal.aborted) stop();
  limit.signal.addEventListener("abort", stop, { once: true });
  void limit.clock.sleep(limit.ms, done.signal).then(() => limited.abort(new Error(`gave up after ${limit.ms} ms`)));
  try {
    return await act(limited.signal);
  } finally {
    limit.signal.removeEventListener("abort", stop);
    done.abort();
  }
}
