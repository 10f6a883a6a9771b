import type { Decimal } from "./money.ts";
import type { Buyer, Carrier, Export, Payment, TaxType } from "./sale.ts";

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

/** One line's money. */
export interface LineAmounts {
  /** Major units, exact, as the customer sees it: tax included for consumers, whatever the POS sent. */
  readonly unitPrice: Decimal;
  /** Minor units, whole; on the same footing as the unit price. */
  readonly amount: number;
  /** A company's line without tax, exact decimals in major units as the upload has them; absent for consumers. */
  readonly untaxed?: { readonly unitPrice: Decimal; readonly amount: Decimal };
}

/** How the whole invoice is taxed: its lines' common type, or `mixed`. */
export type InvoiceTaxType = TaxType | "mixed";

/** All sums in minor units, whole. total = sales + zeroRated + exempt + tax. */
export interface InvoiceAmounts {
  readonly lines: readonly LineAmounts[];
  readonly taxType: InvoiceTaxType;
  /** `0.05`, `0`, or the special rate. */
  readonly taxRate: Decimal;
  /** The taxable part: with tax for consumers, without for companies. */
  readonly sales: number;
  readonly zeroRated: number;
  readonly exempt: number;
  readonly tax: number;
  readonly total: number;
}

/** What machines read off the slip: Code 39 text and the two QR texts. */
export interface Codes {
  readonly barcode: string;
  readonly qrLeft: string;
  readonly qrRight: string;
}

export interface InvoiceLine extends LineAmounts {
  readonly name: string;
  readonly quantity: string;
  readonly unit?: string;
  readonly unitPrice: string;
  readonly taxType: TaxType;
  readonly remark?: string;
}

/** The sealed record: what paper, query and upload are all made from, and never anything else. JSON without floats. */
export interface InvoiceRecord extends Omit<InvoiceAmounts, "lines"> {
  readonly format: 1;
  readonly region: string;
  readonly environment: Environment;
  readonly number: string;
  readonly period: string;
  readonly revision: number;
  readonly invoiceType: string;
  readonly randomCode: string;
  /** Local time with offset. */
  readonly issuedAt: string;
  /** When a revision was made; its issue time stays the first one's. */
  readonly revisedAt?: string;
  readonly seller: Seller;
  readonly buyer: Buyer | null;
  readonly buyerRemark?: string;
  readonly carrier: Carrier | null;
  readonly donation: string | null;
  readonly export: Export | null;
  /** Whether paper is due: the upload's PrintMark. */
  readonly onPaper: boolean;
  readonly pricesIncludeTax: boolean;
  readonly lines: readonly InvoiceLine[];
  readonly currency: string;
  readonly payments: readonly Payment[];
  readonly codes: Codes;
  readonly request: { readonly client: string; readonly id: string };
  readonly terminal?: string;
  readonly cashier?: string;
  readonly orderId?: string;
  readonly soldAt?: string;
}

/** The record of an invoice cancelled (the sale is undone) or withdrawn (the message is taken back, the number comes again). */
export interface UndoRecord {
  readonly format: 1;
  readonly act: "cancel" | "withdraw";
  readonly number: string;
  readonly period: string;
  readonly revision: number;
  /** The original's issue time, and the act's, local with offset. */
  readonly issuedAt: string;
  readonly undoneAt: string;
  readonly seller: Seller;
  readonly buyer: Buyer | null;
  readonly reason: string;
  /** The tax office's approval of a cancellation after filing. */
  readonly approvalNumber?: string;
}

/** A part of one line to give back: so many of it, so much of it in minor units, or all that is left of it. */
export interface AllowanceAsk {
  /** From 1. */
  readonly line: number;
  readonly quantity?: Decimal;
  readonly amount?: number;
}

export interface AllowanceLine {
  /** Which line of the invoice, from 1. */
  readonly line: number;
  readonly name: string;
  readonly quantity: Decimal;
  readonly unit: string;
  /** Without tax, major units, exact. */
  readonly unitPrice: Decimal;
  readonly amount: Decimal;
  /** Minor units, whole. */
  readonly tax: number;
  readonly taxType: TaxType;
  /** Minor units off the invoice line's own amount, on that amount's footing: with tax where the invoice shows it. */
  readonly given: number;
}

/** The record of an allowance: a part of an invoice's money goes back. */
export interface AllowanceRecord {
  readonly format: 1;
  readonly allowanceNumber: string;
  readonly invoice: { readonly number: string; readonly period: string; readonly issuedAt: string };
  /** Local with offset. */
  readonly allowedAt: string;
  readonly seller: Seller;
  readonly buyer: Buyer | null;
  readonly lines: readonly AllowanceLine[];
  /** Σ tax, minor units; Σ amount without tax, exact. */
  readonly tax: number;
  readonly amount: Decimal;
  /** What the buyer gets back, with tax, minor units. */
  readonly total: number;
  readonly reason: string;
}

/** The record of an allowance taken back. */
export interface AllowanceCancelRecord {
  readonly format: 1;
  readonly allowanceNumber: string;
  readonly allowedAt: string;
  readonly cancelledAt: string;
  readonly seller: Seller;
  readonly buyer: Buyer | null;
  readonly reason: string;
}

/** The record of a printer's test page. */
export interface PrinterTestRecord {
  readonly format: 1;
  readonly printer: string;
  readonly model: string;
  /** Local with offset. */
  readonly testedAt: string;
}

/** The record of a paper that lists what somebody should look at, as a day begins. Nothing in it is about a buyer. */
export interface AttentionRecord {
  readonly format: 1;
  /** The local day it is for: `2026-11-26`. */
  readonly day: string;
  readonly madeAt: string;
  /** The worst first, in the region's own language. */
  readonly alerts: readonly {
    readonly code: string;
    readonly severity: string;
    readonly what: string;
    readonly next: string;
  }[];
  /** How many more there are. */
  readonly more: number;
}
