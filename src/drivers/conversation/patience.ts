import type { PrinterCapabilities } from "../capabilities.ts";

/** How long the conversation waits for what, in milliseconds. Tests pass shorter ones. */
export interface Patience {
  /** For a connection. With one unanswered question behind it, a dead printer is named within 3 s. */
  readonly connectMs: number;
  /** For the answer to one question (spec 6). */
  readonly answerMs: number;
  /** An unanswered question this old was lost, not late, and may be asked again. */
  readonly lostQuestionMs: number;
  /** Between questions to a printer that sends no status by itself; with the answers it fits in the 3 s in which a fault is named. */
  readonly pollMs: number;
  /**
   * Between signs of life on an idle wire. Epson drops a client after 90 s without any (spec 5), and a printer that died
   * without a word is to be named within 3 s, before the next customer stands there: looked at each second, and half a second for the answer.
   */
  readonly keepAliveMs: number;
  /** For a job's mark beyond the time the job should take, before the printer is named as late. */
  readonly lateMs: number;
  /** For a job to be confirmed although its printer shows a fault. */
  readonly faultMs: number;
  /** For a sign of progress, on top of the time the whole job should take. */
  readonly stallMs: number;
  /** For the whole job, on top of four times the time it should take. */
  readonly deadlineMs: number;
  /** For a printer to show that it has got over a broken job, on top of the wire's time. */
  readonly recoveryMs: number;
}

export const usualPatience: Patience = {
  connectMs: 2_000,
  answerMs: 500,
  lostQuestionMs: 5_000,
  pollMs: 1_000,
  keepAliveMs: 1_500,
  lateMs: 700,
  faultMs: 3_000,
  stallMs: 10_000,
  deadlineMs: 30_000,
  recoveryMs: 1_000,
};

/** When to give up a job, counted from the last progress (`stallMs`) and from its first byte (`deadlineMs`). */
export interface JobLimits {
  /** How long the job should take when all is well, once it was handed over. */
  readonly expectedMs: number;
  readonly stallMs: number;
  readonly deadlineMs: number;
}

/**
 * Four times the plain time, because heads slow down for dense bands and starve on slow wires; the constants cover the cut,
 * a pause to cool down, and a slip of an earlier job that still has to come out first.
 */
export function jobLimits(
  size: { byteCount: number; paperMm: number },
  capabilities: PrinterCapabilities,
  patience: Patience,
): JobLimits {
  const expectedMs = (1000 * size.paperMm) / capabilities.mmPerSecond;
  const plainMs = (1000 * size.byteCount) / capabilities.bytesPerSecond + expectedMs;
  return { expectedMs, stallMs: patience.stallMs + plainMs, deadlineMs: patience.deadlineMs + 4 * plainMs };
}
