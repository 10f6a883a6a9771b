import type { SlipRow } from "../../../db/till/books/slips.ts";
import { invoiceId } from "../../invoice/invoice.ts";
import type { SlipEvent } from "../../invoice/slip.ts";
import { type Shop, secondsNow } from "../shop.ts";

/** What a printer's loop needs of the ledger. Every move is on disk when its promise resolves. */
export interface SlipQueue {
  next(printer: string): SlipRow | undefined;
  /** The same, passing over slips that wait until the printer holds nothing of earlier tries. */
  nextUnhindered(printer: string): SlipRow | undefined;
  /** Bytes are about to leave. Rejects when the slip is no longer waiting. */
  start(slip: SlipRow): Promise<SlipRow>;
  finish(slip: SlipRow, event: SlipEvent, note?: { mark?: string; reason?: string }): Promise<void>;
  /** The id of an uncertain slip came after all. */
  confirmLate(slipId: number): Promise<void>;
  /** The printer holds nothing of earlier tries any more. */
  cleared(printer: string): Promise<void>;
}

/** The ledger's slips as a queue, telling the feed of each move. */
export function slipQueue(shop: Shop): SlipQueue {
  const { ledger } = shop;

  async function advance(slip: SlipRow, event: SlipEvent, note: { mark?: string; reason?: string }): Promise<SlipRow> {
    const moved = await ledger.write(() => {
      const moved = ledger.slips.move(slip, event, { at: secondsNow(shop), ...note });
      if (!moved) throw new Error(`slip ${slip.id} is no longer ${slip.state}`);
      return moved;
    });
    announce(shop, moved);
    return moved;
  }

  return {
    next: (printer) => ledger.slips.nextWaiting(printer, 1),
    nextUnhindered: (printer) => ledger.slips.nextWaiting(printer, 0),
    start: (slip) => advance(slip, "start", {}),
    async finish(slip, event, note = {}) {
      await advance(slip, event, note);
    },
    async confirmLate(slipId) {
      const slip = ledger.slips.find(slipId);
      if (slip?.state === "uncertain") await advance(slip, "late-id", { mark: "process-id", reason: "confirmed late" });
    },
    cleared: (printer) => ledger.write(() => ledger.slips.cleared(printer)),
  };
}

function announce({ ledger, feed }: Shop, { id, invoiceId: invoice, state, reason }: SlipRow): void {
  const { record } = ledger.invoices.find(invoice);
  feed.publish({ kind: "slip", client: record.request.client, id: String(id), invoice: invoiceId(record), state, reason });
}
