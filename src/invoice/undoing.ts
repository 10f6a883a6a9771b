import type { Law } from "./law.ts";
import { refuse } from "./problems.ts";
import type { AllowanceAsk, AllowanceCancelRecord, AllowanceLine, AllowanceRecord, InvoiceRecord, UndoRecord } from "./record.ts";

/** How an invoice stands now. A withdrawn one may have come again as a later revision. */
export type InvoiceStatus = "issued" | "cancelled" | "withdrawn";

/** What an invoice's undoings make of it: a withdrawal weighs more than the cancellation before it. */
export function statusOf(acts: readonly UndoRecord["act"][]): InvoiceStatus {
  if (acts.includes("withdraw")) return "withdrawn";
  return acts.includes("cancel") ? "cancelled" : "issued";
}

export interface Undoing extends Pick<UndoRecord, "act" | "reason" | "approvalNumber"> {
  readonly atSeconds: number;
}

/** The record of an invoice undone. Assumes that the law allows it. */
export function undo(invoice: InvoiceRecord, { atSeconds, ...said }: Undoing, law: Law): UndoRecord {
  const { number, period, revision, issuedAt, seller, buyer } = invoice;
  return { format: 1, ...said, number, period, revision, issuedAt, undoneAt: law.localTime(atSeconds), seller, buyer };
}

export interface Allowing {
  readonly allowanceNumber: string;
  readonly asks: readonly AllowanceAsk[];
  /** The lines of the open allowances on this invoice. */
  readonly earlier: readonly AllowanceLine[];
  readonly atSeconds: number;
  readonly reason: string;
}

/** The record of an allowance. Throws `allowance-invalid` naming everything that asks for more than is left. */
export function allow(invoice: InvoiceRecord, allowing: Allowing, law: Law): AllowanceRecord {
  const { asks, earlier } = allowing;
  const faults = law.undo.allowanceFaults(invoice, earlier, asks);
  if (faults.length > 0)
    throw refuse("allowance-invalid", faults.length === 1 ? faults[0]!.message : `The allowance has ${faults.length} faults.`, {
      faults,
      hint: "GET /v1/invoices/:id shows the lines and the allowances so far.",
    });
  const { number, period, issuedAt, seller, buyer } = invoice;
  return {
    format: 1,
    allowanceNumber: allowing.allowanceNumber,
    invoice: { number, period, issuedAt },
    allowedAt: law.localTime(allowing.atSeconds),
    seller,
    buyer,
    ...law.undo.allowance(invoice, earlier, asks),
    reason: allowing.reason,
  };
}

/** The record of an allowance taken back. */
export function takeBack(
  allowance: AllowanceRecord,
  { atSeconds, reason }: { readonly atSeconds: number; readonly reason: string },
  law: Law,
): AllowanceCancelRecord {
  const { allowanceNumber, allowedAt, seller, buyer } = allowance;
  return { format: 1, allowanceNumber, allowedAt, cancelledAt: law.localTime(atSeconds), seller, buyer, reason };
}
