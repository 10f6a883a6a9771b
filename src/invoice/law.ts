import type { Fault } from "../base/problem.ts";
import type {
  Allotment,
  AllowanceAsk,
  AllowanceLine,
  AllowanceRecord,
  Codes,
  InvoiceAmounts,
  InvoiceRecord,
  Seller,
} from "./record.ts";
import type { Buyer, Sale } from "./sale.ts";

/** What the room of invoices needs to know of a country's law. Pure: values in, values out. */
export interface Law {
  readonly region: string;
  /** ISO 4217, and how many digits its minor unit has. */
  readonly currency: string;
  readonly minorDigits: number;
  /** The period an issue time falls in. */
  period(atSeconds: number): string;
  /** Local time with offset, as it stands in the record and on paper. */
  localTime(atSeconds: number): string;
  /** Which kind of range a sale draws its number from: `07` or `08` in Taiwan. */
  invoiceType(sale: Sale): string;
  /** Everything wrong with the sale, not just the first fault. */
  faults(sale: Sale): Fault[];
  amounts(sale: Sale): InvoiceAmounts;
  /** Whether the sale is due on paper, and whether a details slip goes with it. Assumes a lawful sale. */
  papers(sale: Sale): { readonly proof: boolean; readonly details: boolean };
  /** What machines read off the slip. Needs the amounts already worked out. */
  codes(parts: { allotment: Allotment; atSeconds: number; seller: Seller; sale: Sale; amounts: InvoiceAmounts }): Codes;
  /** The message an act goes upstream as, and by when at the latest (seconds since 1970). */
  upload(act: Act, atSeconds: number, buyer: Buyer | null): { readonly message: string; readonly deadline: number };
  readonly undo: UndoLaw;
}

/** What happens to an invoice and must be told upstream. */
export type Act = "issue" | "cancel" | "withdraw" | "allow" | "cancel-allowance";

/** How far an invoice's period has gone: it runs, it is over, or its return is filed. */
export type PeriodStage = "running" | "over" | "filed";

/** The rules of undoing. */
export interface UndoLaw {
  /** How far the period of an issue time has gone at another moment, both in seconds since 1970. */
  stage(issuedAt: number, atSeconds: number): PeriodStage;
  /** Whether this can be the tax office's approval number at all. */
  isApproval(text: string): boolean;
  /** The number of an invoice's next allowance, the counter from 1; null where no more can be numbered. */
  allowanceNumber(invoice: { readonly period: string; readonly number: string }, counter: number): string | null;
  /** Everything in which the asks go beyond what earlier allowances left of the invoice. */
  allowanceFaults(invoice: InvoiceRecord, earlier: readonly AllowanceLine[], asks: readonly AllowanceAsk[]): Fault[];
  /** The figures of an allowance. Assumes asks without faults. */
  allowance(
    invoice: InvoiceRecord,
    earlier: readonly AllowanceLine[],
    asks: readonly AllowanceAsk[],
  ): Pick<AllowanceRecord, "lines" | "tax" | "amount" | "total">;
}
