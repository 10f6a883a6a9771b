import type { DocumentJob, DocumentPrint } from "../../../../db/till/books/documents/document-prints.ts";
import { type Shop, secondsNow } from "../../shop.ts";
import { askedBefore, keepRequest } from "../first-time.ts";
import { assertWholeJournal } from "../whole-journal.ts";

export interface PrintOrder extends Omit<DocumentPrint, "copy"> {
  readonly key: string | undefined;
}

/** What a caller asked for, and the job that came of it when it was asked before. A read. */
export function earlierPrint(shop: Shop, order: PrintOrder): DocumentJob | null {
  const subject = askedBefore(shop, keyed(order))?.subject;
  return subject ? shop.ledger.documentPrints.find(Number(subject))! : null;
}

/** How many printings of a revision have gone out, or may have. */
export function copiesOut(
  { ledger }: Pick<Shop, "ledger">,
  { invoice, revision }: Pick<PrintOrder, "invoice" | "revision">,
): number {
  return ledger.documentPrints.ofInvoice(invoice).filter(({ print, end }) => print.revision === revision && end?.taken !== false)
    .length;
}

/**
 * Journals that a document is about to be handed over. Null when another printing of it was begun since `copy` was counted: then the
 * document at hand bears the wrong mark.
 */
export function beginPrint(shop: Shop, order: PrintOrder, copy: number): Promise<{ job: DocumentJob; isNew: boolean } | null> {
  const { ledger } = shop;
  return ledger.write(() => {
    const earlier = earlierPrint(shop, order);
    if (earlier) return { job: earlier, isNew: false };
    if (copiesOut(shop, order) !== copy) return null;
    assertWholeJournal(shop);
    const { key: _, ...doc } = order;
    const { seq } = ledger.journal.append({ kind: "document-print", doc: { ...doc, copy }, at: secondsNow(shop) }, shop.key);
    keepRequest(shop, keyed(order), { subject: String(seq) });
    return { job: ledger.documentPrints.find(seq)!, isNew: true };
  });
}

function keyed({ key, by, ...content }: PrintOrder) {
  return { client: by, key, operation: "document-print", content } as const;
}
