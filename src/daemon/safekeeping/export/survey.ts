import type { InvoiceStatus } from "../../../invoice/undoing.ts";
import type { Shop } from "../../shop.ts";
import { invoicesOf } from "./exported-invoice.ts";
import { sheetBytes } from "./invoice-sheet.ts";

export interface Sum {
  readonly count: number;
  readonly total: number;
}

/** What an export holds, counted before it is written. */
export interface Survey {
  /** The newest entry that counts. */
  readonly upTo: number;
  /** The entries among which all of it lies, late seals included. */
  readonly slice: { readonly first: number; readonly last: number };
  readonly counts: { readonly invoices: number; readonly documents: number };
  readonly sums: Readonly<Record<InvoiceStatus, Sum>>;
  readonly csvBytes: number;
}

/** Goes through a period's invoices once, in pieces, while sales go on. */
export async function survey(shop: Shop, period: string, upTo: number): Promise<Survey> {
  const sums: Record<InvoiceStatus, Sum> = { issued: none, cancelled: none, withdrawn: none };
  let [first, last, invoices, documents, csvBytes] = [Number.POSITIVE_INFINITY, 0, 0, 0, sheetBytes(null)];
  for await (const invoice of invoicesOf(shop, period, upTo)) {
    const { status, record, row } = invoice;
    sums[status] = { count: sums[status].count + 1, total: sums[status].total + record.total };
    first = Math.min(first, row.id);
    last = Math.max(last, row.id, ...invoice.documents.map(({ seq }) => seq));
    invoices++;
    documents += invoice.documents.length;
    csvBytes += sheetBytes(invoice);
  }
  return { upTo, slice: { first, last: withSeals(shop, first, last) }, counts: { invoices, documents }, sums, csvBytes };
}

const none: Sum = { count: 0, total: 0 };

/** Far enough that every entry of the slice has its seal in it, as far as there is one yet. */
function withSeals({ ledger }: Shop, first: number, last: number): number {
  for (let end = last; ; ) {
    const sealed = ledger.safekeeping.lastSealOf(first, end);
    if (sealed <= end) return end;
    end = sealed;
  }
}
