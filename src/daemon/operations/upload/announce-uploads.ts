import type { ParcelRow } from "../../../../db/till/books/parcels.ts";
import { invoiceId } from "../../../invoice/invoice.ts";
import type { Shop } from "../../shop.ts";

/** Tells whoever listens where documents stand on their way. After the write. */
export function announceUploads(
  { ledger, feed, region }: Pick<Shop, "ledger" | "feed" | "region">,
  parcels: readonly ParcelRow[],
): void {
  if (feed.listeners === 0) return;
  for (const row of parcels) {
    const { journalSeq, invoiceId: about, message, state, code } = row;
    const stored = about === null ? null : ledger.invoices.find(about);
    feed.publish({
      kind: "upload",
      client: stored?.row.client ?? null,
      id: String(journalSeq),
      invoice: stored && invoiceId(stored.record),
      message,
      state,
      code,
      reason: reasonInGeneral(region, row),
    });
  }
}

/**
 * What upstream wrote beside its code, and what a person wrote who settled a document, may name a buyer: an event says what the
 * code means in general, and `/v1/outbox` has the rest.
 */
function reasonInGeneral({ messages }: Shop["region"], { state, code, reason }: ParcelRow): string | null {
  if (state === "resolved") return null;
  return code === null ? reason : (messages.meaning(code)?.text ?? null);
}
