import type { DocumentPrintEnd } from "../../../db/till/books/documents/document-prints.ts";
import type { HandOver, JobNews, Wire } from "../../drivers/document/document-driver.ts";

/** What is known of a job for good, for the journal. */
export type JobEnd = Pick<DocumentPrintEnd, "state" | "reasons" | "taken">;

const firstPauseMs = 500;
const longestPauseMs = 10_000;
/** After that the printer has it and may print it yet; somebody who waits for paper has looked long ago. */
const patienceMs = 10 * 60_000;

/** What can be said of a job right after the hand-over; null while its printer can still be asked. */
export function endAtOnce(handed: HandOver): JobEnd | null {
  if (handed.result === "accepted") return handed.ask ? null : { state: "sent", reasons: [], taken: true };
  const taken = handed.result === "broke";
  return { state: taken ? "unknown" : "failed", reasons: handed.reasons, taken };
}

/** Asks after an accepted job until it has ended, or for as long as there is any use in it. */
export async function followJob(
  ask: (wire: Wire) => Promise<JobNews>,
  wire: Wire,
  onReasons: (reasons: readonly string[]) => void,
): Promise<JobEnd> {
  const { clock, signal } = wire;
  const started = clock.uptimeMs();
  let reasons: readonly string[] = [];
  for (let pauseMs = firstPauseMs; clock.uptimeMs() - started < patienceMs; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    await clock.sleep(pauseMs, signal);
    if (signal.aborted) return { state: "sent", reasons: ["the till stopped before the end was known"], taken: true };
    const news = await ask(wire);
    if (news.state === "completed" || news.state === "failed") return { state: news.state, reasons: news.reasons, taken: true };
    if (news.state === "forgotten") return { state: "sent", reasons: ["the printer no longer knows the job"], taken: true };
    reasons = news.reasons;
    onReasons(reasons);
  }
  return { state: "sent", reasons, taken: true };
}
