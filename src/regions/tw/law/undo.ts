import type { PeriodStage, UndoLaw } from "../../../invoice/law.ts";
import { periodOf, taipei, taipeiMidnight } from "../calendar.ts";
import { allowanceFaults, allowanceOf } from "./allowance.ts";

/** The return is filed until the 15th; cancelling is safe until the 14th (spec/taiwan.md 8.2 and 12, `cancelUntil`). */
const filedFromDay = 15;

/** Two digits count an invoice's allowances (spec/taiwan.md 12, AllowanceNumber). */
const mostAllowances = 99;

/** Taiwan's rules of undoing an invoice: 作廢, 註銷 and 折讓 (spec/taiwan.md 5.3, 5.4, 8.2). */
export const undo: UndoLaw = { stage, isApproval, allowanceNumber, allowanceFaults, allowance: allowanceOf };

function stage(issuedAt: number, atSeconds: number): PeriodStage {
  if (atSeconds >= filedFrom(issuedAt)) return "filed";
  return periodOf(atSeconds) === periodOf(issuedAt) ? "running" : "over";
}

/** Midnight in Taipei before the 15th of the odd month that follows the period. */
function filedFrom(issuedAt: number): number {
  const { year, month } = taipei(issuedAt);
  return taipeiMidnight({ year, month: month + (month % 2) + 1, day: filedFromDay });
}

/** Tax offices do not take placeholders such as `1` (spec/taiwan.md 5.3): more than a few characters, with a number in it. */
function isApproval(text: string): boolean {
  return /^(?!(.)\1*$)(?=.*[1-9]).{4,60}$/u.test(text);
}

/** Last four digits of the period, invoice number, counter: 16 characters, unique though invoice numbers recur. */
function allowanceNumber({ period, number }: { period: string; number: string }, counter: number): string | null {
  return counter > mostAllowances ? null : `${period.slice(-4)}${number}${String(counter).padStart(2, "0")}`;
}
