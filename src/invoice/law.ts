import type { Fault } from "../base/problem.ts";
import type { Sale } from "./sale.ts";

/** A home's kind, fixed at birth. Only `live` documents may leave for the real upstream. */
export type Environment = "demo" | "rehearsal" | "live";

/** The numbers an invoice is born with. A pre-bound slot brings its own random code and cipher (spec/taiwan.md 2.6). */
export interface Allotment {
  readonly number: string;
  readonly period: string;
  readonly randomCode: string;
  readonly cipher?: string;
}

export interface Seller {
  /** 統一編號, eight digits in Taiwan. */
  readonly businessId: string;
  readonly name: string;
  readonly address: string;
}

/** All in minor units, whole. */
export interface InvoiceAmounts {
  readonly lines: readonly number[];
  readonly sales: number;
  readonly tax: number;
  readonly total: number;
}

/** What machines read off the slip: Code 39 text and the two QR texts. */
export interface Codes {
  readonly barcode: string;
  readonly qrLeft: string;
  readonly qrRight: string;
}

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
  /** What machines read off the slip. Needs the amounts already worked out. */
  codes(parts: { allotment: Allotment; atSeconds: number; seller: Seller; sale: Sale; amounts: InvoiceAmounts }): Codes;
  /** The message an issued invoice goes upstream as, and by when at the latest (seconds since 1970). */
  upload(atSeconds: number): { readonly message: string; readonly deadline: number };
}
