import type { ParcelRow } from "../../../../db/till/books/parcels.ts";
import { invoiceId } from "../../../invoice/invoice.ts";
import type { Shop } from "../../shop.ts";

/** Tells whoever listens where documents stand on their way. After the write. */
export function announceUploads({ ledger, feed }: Pick<Shop, "ledger" | "feed">, parcels: readonly ParcelRow[]): void {
  if (feed.listeners === 0) return;
  for (const { journalSeq, invoiceId: about, message, state, code, reason } of parcels) {
    const stored = about === null ? null : ledger.invoices.find(about);
    feed.publish({
      kind: "upload",
      client: stored?.row.client ?? null,
      id: String(journalSeq),
      invoice: stored && invoiceId(stored.record),
      message,
      state,
      code,
      reason,
    });
  }
}
