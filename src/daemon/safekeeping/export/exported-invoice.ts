import type { InvoiceRow } from "../../../../db/till/books/invoices.ts";
import type { InvoiceRecord } from "../../../invoice/record.ts";
import { type InvoiceStatus, statusOf } from "../../../invoice/undoing.ts";
import { rest } from "../../reports/report-heading.ts";
import type { Shop } from "../../shop.ts";

/** An invoice of the period as it stood at the export's head. */
export interface ExportedInvoice {
  readonly row: InvoiceRow;
  readonly record: InvoiceRecord;
  readonly hash: string;
  readonly status: InvoiceStatus;
  /** Every sealed entry about it that is a message to the authority. */
  readonly documents: readonly { readonly seq: number; readonly message: string }[];
}

/** Invoices in the order of their issue times, revisions of a number oldest first. */
export async function* invoicesOf(shop: Shop, period: string, upTo: number): AsyncGenerator<ExportedInvoice> {
  const { ledger, region } = shop;
  const span = { from: region.reports.periodStartsAt(period), to: region.numbers.periodEndsAt(period), upTo };
  for (const ids of ledger.safekeeping.invoiceIds(span)) {
    for (const id of ids) {
      const { row, record, seal } = ledger.invoices.find(id);
      const acts = ledger.undoings.ofInvoice(id).filter(({ journalSeq }) => journalSeq <= upTo);
      const documents = ledger.parcels
        .ofInvoice(id, ledger.invoices.threadOf(row))
        .filter(({ journalSeq }) => journalSeq <= upTo)
        .map(({ journalSeq: seq, message }) => ({ seq, message }));
      yield { row, record, hash: seal.hash, status: statusOf(acts.map(({ act }) => act)), documents };
    }
    await rest(shop);
  }
}
