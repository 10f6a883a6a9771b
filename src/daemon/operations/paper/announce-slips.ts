import type { SlipRow } from "../../../../db/till/books/paper/slips.ts";
import { invoiceId } from "../../../invoice/invoice.ts";
import type { Shop } from "../../shop.ts";

/** Tells whoever listens how slips stand now. After the write. */
export function announceSlips({ ledger, feed }: Pick<Shop, "ledger" | "feed">, slips: readonly SlipRow[]): void {
  for (const { id, invoiceId: about, document, state, reason } of slips) {
    const { record, row } = about === null ? nothing : ledger.invoices.find(about);
    const invoice = record && invoiceId(record);
    feed.publish({ kind: "slip", client: row?.client ?? null, id: String(id), invoice, document, state, reason });
  }
}

/** A test page is about no invoice and nobody's sale. */
const nothing = { record: null, row: null } as const;
