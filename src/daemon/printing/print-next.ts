import type { SlipRow } from "../../../db/till/books/paper/slips.ts";
import type { Step } from "../../base/loop.ts";
import type { Conversation, PrintJob, PrintOutcome } from "../../drivers/conversation.ts";
import { jobId } from "./job-id.ts";
import type { SlipQueue } from "./slip-queue.ts";

export interface PrintDesk {
  readonly printer: string;
  readonly queue: SlipQueue;
  /** Whether a person stopped it: its slips wait, and the line is only tended. */
  paused(): boolean;
  readonly conversation: Pick<Conversation, "print" | "tend" | "clearBuffer">;
  /** The slip's bytes, made from when its turn comes. */
  job(slip: SlipRow): Pick<PrintJob, "pieces" | "paperMm">;
}

/**
 * Prints the oldest waiting slip of one printer, or tends the line when there is none. `sending` is committed before the
 * first byte leaves, so that a death in between leaves doubt and never a second original.
 */
export async function printNext(desk: PrintDesk, signal: AbortSignal): Promise<Step> {
  const { printer, queue, conversation } = desk;
  const first = desk.paused() ? undefined : queue.next(printer);
  if (!first) return conversation.tend(signal);
  // A slip that must wait for an empty printer holds up nobody behind it.
  const hindered = first.afterClear === 1 && !(await makeSureNothingIsLeft(desk, signal));
  const slip = hindered ? queue.nextUnhindered(printer) : first;
  return slip ? printSlip(desk, slip, signal) : "faulted";
}

/** A new original after doubtful paper waits until the printer says that it holds nothing of the old one. */
async function makeSureNothingIsLeft({ printer, queue, conversation }: PrintDesk, signal: AbortSignal): Promise<boolean> {
  if (!(await conversation.clearBuffer(signal))) return false;
  await queue.cleared(printer);
  return true;
}

async function printSlip({ queue, conversation, job }: PrintDesk, slip: SlipRow, signal: AbortSignal): Promise<Step> {
  let sending: SlipRow | null = null;
  const dropped = new Error(`slip ${slip.id} was dropped meanwhile`);
  const outcome = await conversation
    .print(
      { id: jobId(slip.id), ...job(slip) },
      {
        beforeFirstByte: async () => {
          sending = await queue.start(slip);
          if (!sending) throw dropped;
        },
      },
      signal,
    )
    .catch((error: unknown) => {
      if (error === dropped) return null;
      throw error;
    });
  if (!outcome) return "worked";
  return sending ? conclude(queue, sending, outcome) : "faulted";
}

async function conclude(queue: SlipQueue, slip: SlipRow, outcome: PrintOutcome): Promise<Step> {
  switch (outcome.result) {
    case "printed":
      await queue.finish(slip, "confirmed", { mark: outcome.mark });
      return "worked";
    case "sent":
      await queue.finish(slip, "unanswerable");
      return "worked";
    case "uncertain":
      await queue.finish(slip, "broke", { reason: outcome.reason });
      return "worked";
    case "not-started":
      // The wire went away after `sending` was written and before a byte was: a machine may try again.
      await queue.again(slip, outcome.fault);
      return "faulted";
  }
}
