import { slipsMaybeOnPaper } from "../../../invoice/paper/slip.ts";
import { noPrinter, type Shop } from "../../shop.ts";
import type { InvoiceView } from "../view-invoice.ts";

export interface Note {
  readonly document: "cancel-note" | "withdraw-note" | "allowance";
  /** The sealed entry it shows. */
  readonly journalSeq: number;
  readonly atSeconds: number;
  /** What the caller wants; absent: as the shop needs it. */
  readonly print: boolean | undefined;
}

/**
 * Queues the paper of an act on an invoice. Unless told otherwise a buyer's signature is wanted under every allowance, and a
 * note goes with every proof slip that has to be taken back. Inside a write.
 */
export function queueNote({ ledger, printerFor }: Shop, view: InvoiceView, note: Note): void {
  const { document, journalSeq, atSeconds, print } = note;
  if (!(print ?? (printerFor("proof") !== noPrinter && isDue(view, document)))) return;
  ledger.slips.add({
    invoiceId: view.stored.row.id,
    journalSeq,
    document,
    copy: 0,
    printer: printerFor("receipt"),
    createdAt: atSeconds,
  });
}

function isDue({ slips }: InvoiceView, document: Note["document"]): boolean {
  if (document === "allowance") return true;
  return slips.some((slip) => slip.document === "proof" && slipsMaybeOnPaper.includes(slip.state));
}
