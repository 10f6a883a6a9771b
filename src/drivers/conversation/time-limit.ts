import type { Clock } from "../../base/clock.ts";

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
