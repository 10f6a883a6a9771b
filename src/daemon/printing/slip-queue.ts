import type { SlipRow } from "../../../db/till/books/paper/slips.ts";
import type { SlipEvent } from "../../invoice/paper/slip.ts";
import { announceSlips } from "../operations/paper/announce-slips.ts";
import { isObsolete } from "../operations/paper/obsolete-paper.ts";
import { type Shop, secondsNow } from "../shop.ts";

/** What a printer's loop needs of the ledger. Every move is on disk when its promise resolves. */
export interface SlipQueue {
  next(printer: string): SlipRow | undefined;
  /** The same, passing over slips that wait until the printer holds nothing of earlier tries. */
  nextUnhindered(printer: string): SlipRow | undefined;
  /** Bytes are about to leave. Null when the slip was dropped meanwhile: then none may. */
  start(slip: SlipRow): Promise<SlipRow | null>;
  finish(slip: SlipRow, event: SlipEvent, note?: { mark?: string; reason?: string }): Promise<void>;
  /** No byte left: the slip waits again, unless what it shows was undone meanwhile. */
  again(slip: SlipRow, reason: string): Promise<void>;
  /** The id of an uncertain slip came after all. */
  confirmLate(slipId: number): Promise<void>;
  /** The printer holds nothing of earlier tries any more. */
  cleared(printer: string): Promise<void>;
}

/** The ledger's slips as a queue, telling the feed of each move. */
export function slipQueue(shop: Shop): SlipQueue {
  const { ledger } = shop;

  const move = (slip: SlipRow, event: SlipEvent, note: { mark?: string; reason?: string } = {}) =>
    ledger.slips.move(slip, event, { at: secondsNow(shop), ...note });

  async function advance(slip: SlipRow, event: SlipEvent, note: { mark?: string; reason?: string }): Promise<void> {
    const moved = await ledger.write(() => move(slip, event, note));
    if (!moved) throw new Error(`slip ${slip.id} is no longer ${slip.state}`);
    announceSlips(shop, [moved]);
  }

  return {
    next: (printer) => ledger.slips.nextWaiting(printer, 1),
    nextUnhindered: (printer) => ledger.slips.nextWaiting(printer, 0),
    async start(slip) {
      const sending = await ledger.write(() => move(slip, "start"));
      if (sending) announceSlips(shop, [sending]);
      return sending;
    },
    async finish(slip, event, note = {}) {
      await advance(slip, event, note);
    },
    async again(slip, reason) {
      const moved = await ledger.write(() => {
        const failed = move(slip, "never-started", { reason })!;
        return move(failed, isObsolete(shop, slip) ? "drop" : "retry")!;
      });
      announceSlips(shop, [moved]);
    },
    async confirmLate(slipId) {
      const slip = ledger.slips.find(slipId);
      if (slip?.state === "uncertain") await advance(slip, "late-id", { mark: "process-id", reason: "confirmed late" });
    },
    cleared: (printer) => ledger.write(() => ledger.slips.cleared(printer)),
  };
}
