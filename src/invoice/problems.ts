import { type ProblemTable, problemsOf } from "../base/problem.ts";

/** Every way the making of an invoice can fail, and who can mend it. */
export const invoiceProblems = {
  "sale-invalid": { mendedBy: "caller" },
  "sale-late": { mendedBy: "caller" },
  "request-reused": { mendedBy: "caller" },
  "request-abandoned": { mendedBy: "caller" },
  "not-live": { mendedBy: "operator" },
  "numbers-exhausted": { mendedBy: "operator" },
  "clock-jumped": { mendedBy: "time" },
  "home-moved": { mendedBy: "operator" },
  "home-missing": { mendedBy: "operator" },
  "home-there": { mendedBy: "operator" },
  "home-kind": { mendedBy: "operator" },
  "journal-damaged": { mendedBy: "operator" },
  "not-found": { mendedBy: "caller" },
  "slip-not-uncertain": { mendedBy: "caller" },
  "slip-not-held": { mendedBy: "caller" },
  "invoice-undone": { mendedBy: "caller" },
  "invoice-not-withdrawn": { mendedBy: "caller" },
  "period-filed": { mendedBy: "operator" },
  "allowance-open": { mendedBy: "caller" },
  "allowance-invalid": { mendedBy: "caller" },
  "allowance-cancelled": { mendedBy: "caller" },
  "allowances-exhausted": { mendedBy: "operator" },
  "original-missing": { mendedBy: "caller" },
  "original-pending": { mendedBy: "operator" },
  "reprint-late": { mendedBy: "operator" },
  "copies-exhausted": { mendedBy: "operator" },
  "road-refused": { mendedBy: "caller" },
  "key-unproven": { mendedBy: "operator" },
  "key-invalid": { mendedBy: "operator" },
  "operator-there": { mendedBy: "caller" },
  "pin-wrong": { mendedBy: "caller" },
  "pin-locked": { mendedBy: "time" },
  "pin-weak": { mendedBy: "caller" },
  "parcel-not-stuck": { mendedBy: "caller" },
  "printer-unsettled": { mendedBy: "operator" },
  "range-file-refused": { mendedBy: "caller" },
  "period-running": { mendedBy: "time" },
  "unused-refused": { mendedBy: "operator" },
  "day-not-begun": { mendedBy: "time" },
} as const satisfies ProblemTable;

export type InvoiceProblem = keyof typeof invoiceProblems;

export const refuse = problemsOf(invoiceProblems);
