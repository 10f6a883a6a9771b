import type { Step } from "../../base/loop.ts";
import type { Conversation, PrintOutcome } from "../../drivers/conversation.ts";
import type { PrintQueue } from "./print-queue.ts";
import type { Turn } from "./turn.ts";

export interface PrintDesk {
  readonly queue: PrintQueue;
  /** Whether a person stopped it: its paper waits, and the line is only tended. */
  paused(): boolean;
  readonly conversation: Pick<Conversation, "print" | "tend" | "clearBuffer">;
}

/**
 * Prints the oldest waiting slip or ticket of one printer, or tends the line when there is none. `sending` is committed before the
 * first byte leaves, so that a death in between leaves doubt and never a second original.
 */
export async function printNext(desk: PrintDesk, signal: AbortSignal): Promise<Step> {
  const { queue, conversation } = desk;
  const first = desk.paused() ? undefined : queue.next();
  if (!first) return conversation.tend(signal);
  // A slip that must wait for an empty printer holds up nobody behind it.
  const hindered = first.afterClear && !(await makeSureNothingIsLeft(desk, signal));
  const turn = hindered ? queue.nextUnhindered() : first;
  return turn ? print(desk, turn, signal) : "faulted";
}

/** A new original after doubtful paper waits until the printer says that it holds nothing of the old one. */
async function makeSureNothingIsLeft({ queue, conversation }: PrintDesk, signal: AbortSignal): Promise<boolean> {
  if (!(await conversation.clearBuffer(signal))) return false;
  await queue.cleared();
  return true;
}

async function print({ conversation }: PrintDesk, turn: Turn, signal: AbortSignal): Promise<Step> {
  let sending = false;
  const dropped = new Error(`${turn.name} was dropped meanwhile`);
  const outcome = await conversation
    .print(
      { id: turn.jobId, ...turn.job() },
      {
        beforeFirstByte: async () => {
          sending = await turn.start();
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
  return sending ? conclude(turn, outcome) : "faulted";
}

async function conclude(turn: Turn, outcome: PrintOutcome): Promise<Step> {
  switch (outcome.result) {
    case "printed":
      await turn.finish("confirmed", { mark: outcome.mark });
      return "worked";
    case "sent":
      await turn.finish("unanswerable");
      return "worked";
    case "uncertain":
      await turn.finish("broke", { reason: outcome.reason });
      return "worked";
    case "not-started":
      // The wire went away after `sending` was written and before a byte was: a machine may try again.
      await turn.again(outcome.fault);
      return "faulted";
  }
}
