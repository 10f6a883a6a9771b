import type { Clock } from "../../base/clock.ts";
import type { PrinterPort } from "../driver.ts";
import { unlessAborted } from "./giving-up.ts";

/** A print queue of the system: it takes whole jobs, and prints them when it can. */
export interface Spooler {
  /** Hands a whole job over, and tells the name it got. Rejects with `NothingTaken` when the spooler provably has nothing of it. */
  submit(job: Uint8Array): Promise<string>;
  /** Resolves when the job has left the queue for its printer, rejects when it is in trouble there or `signal` aborts. */
  settled(job: string, signal: AbortSignal): Promise<void>;
  /** Takes a job out of the queue again. */
  withdraw(job: string): Promise<void>;
}

/** How long a closing wire may take to withdraw a job that was given up. */
const graceMs = 3_000;

/** A wire that carries jobs: bytes are collected, and `finish` hands them over in one piece. */
export function jobPort(spooler: Spooler, clock: Clock): PrinterPort {
  const closed = new AbortController();
  let pieces: Uint8Array[] = [];
  let withdrawing: Promise<void> = Promise.resolve();
  return {
    closed: closed.signal,
    async write(bytes, signal) {
      closed.signal.throwIfAborted();
      signal.throwIfAborted();
      pieces.push(Uint8Array.from(bytes));
    },
    async finish(signal) {
      closed.signal.throwIfAborted();
      signal.throwIfAborted();
      const submitted = spooler.submit(Buffer.concat(pieces));
      pieces = [];
      try {
        await unlessAborted(
          submitted.then((job) => spooler.settled(job, signal)),
          signal,
        );
      } catch (error) {
        // A job in doubt must not come out of the queue, or come out again, after a person has decided about it.
        withdrawing = submitted.then((job) => spooler.withdraw(job)).catch(() => {});
        throw error;
      }
    },
    async [Symbol.asyncDispose]() {
      pieces = [];
      if (!closed.signal.aborted) closed.abort(new Error("the queue was let go"));
      const over = new AbortController();
      await Promise.race([withdrawing, clock.sleep(graceMs, over.signal)]);
      over.abort();
    },
  };
}
