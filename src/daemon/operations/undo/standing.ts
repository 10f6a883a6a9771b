import { invoiceId } from "../../../invoice/invoice.ts";
import { refuse } from "../../../invoice/problems.ts";
import { statusOf } from "../../../invoice/undoing.ts";
import type { InvoiceView } from "../view-invoice.ts";

/** Throws `invoice-undone` where the invoice was cancelled or withdrawn: nothing of it is left to undo. */
export function assertStanding({ stored, undoings }: InvoiceView): void {
  const status = statusOf(undoings.map(({ act }) => act));
  if (status === "issued") return;
  throw refuse("invoice-undone", `Invoice ${invoiceId(stored.record)} is ${status} already.`, {
    hint:
      status === "cancelled"
        ? "To revive it, withdraw it and issue it again."
        : "POST …/reissue gives its number a corrected revision.",
  });
}
