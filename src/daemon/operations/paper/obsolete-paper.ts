import type { SlipRow } from "../../../../db/till/books/paper/slips.ts";
import type { Shop } from "../../shop.ts";

/** Whether what a slip shows was undone since: such paper must not come out any more, and none is due in its place. */
export function isObsolete({ ledger }: Pick<Shop, "ledger">, { invoiceId, journalSeq }: SlipRow): boolean {
  if (invoiceId === null) return false;
  // An allowance and an undoing are entries of their own: what counts is what was done after the entry that the paper shows.
  const allowance = ledger.allowances.ofInvoice(invoiceId).find(({ row }) => row.journalSeq === journalSeq);
  if (allowance?.cancel) return true;
  return ledger.undoings.ofInvoice(invoiceId).some((undoing) => undoing.journalSeq > journalSeq);
}
