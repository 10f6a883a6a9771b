import type { DocumentJob, DocumentPrintEnd } from "../../../../db/till/books/documents/document-prints.ts";
import { type Shop, secondsNow } from "../../shop.ts";

/** Journals what became of a document that was handed to a system printer. Once: the first word stays. */
export function endPrint(
  shop: Shop,
  { id, print }: DocumentJob,
  end: Pick<DocumentPrintEnd, "state" | "reasons" | "taken">,
): Promise<DocumentJob> {
  const { ledger } = shop;
  return ledger.write(() => {
    const job = ledger.documentPrints.find(id)!;
    if (job.end) return job;
    const doc: DocumentPrintEnd = { job: id, invoice: print.invoice, ...end };
    ledger.journal.append({ kind: "document-print-end", doc, at: secondsNow(shop) }, shop.key);
    return ledger.documentPrints.find(id)!;
  });
}
