import type { Law } from "../invoice/law.ts";
import type { Environment, InvoiceRecord, Seller } from "../invoice/record.ts";
import type { Sale } from "../invoice/sale.ts";
import type { TrackRange } from "../invoice/track-range.ts";

/** The same said twice: in the language of the authority's form, and in English. */
export interface Words {
  readonly local: string;
  readonly english: string;
}

/** `by-hand`: the till cannot know it, or not all of it; a person confirms it. */
export type CheckMark = "passed" | "failed" | "by-hand";

/** One line of the authority's list, and what came of it. */
export interface CheckedItem {
  /** As the list counts: `8(7)`. */
  readonly item: string;
  readonly asks: Words;
  readonly mark: CheckMark;
  /** How it was looked at just now. */
  readonly how: Words;
  /** What was seen, values included. */
  readonly seen: readonly Words[];
  /** What a person has to do; null where nothing is left. */
  readonly todo: Words | null;
}

/** A range as the till holds it. */
export type HeldRange = Omit<TrackRange, "id"> & {
  readonly seller: string;
  readonly invoiceType: string;
  readonly source: string;
};

/** A file numbers came from, as it was kept. */
export interface KeptFile {
  readonly name: string;
  readonly share: string;
  readonly operator: string;
  /** Local time with offset. */
  readonly importedAt: string;
  readonly content: Uint8Array;
  /** The SHA-256 written down at the import, and that of the content kept, in lower-case hexadecimal. */
  readonly sha256: string;
  readonly sha256Now: string;
}

/** A slip drawn as for the printer, and read back off its dots. */
export interface ReadSlip {
  readonly record: InvoiceRecord;
  /** The upload message of the same record. */
  readonly xml: string;
  /** Every line of text set on it, top to bottom. */
  readonly texts: readonly string[];
  readonly bars: readonly string[];
  /** The square codes' texts, the left one first. */
  readonly squares: readonly string[];
  /** The cipher that came with the number, where a provider bound one to it. */
  readonly bound: string | null;
}

/** What the books say of themselves. */
export interface BooksSeen {
  readonly invoices: number;
  readonly journalMode: string;
  /** What a connection for writing has: 2 is FULL. */
  readonly synchronous: number;
  /** Each guard tried on a copy of this database's own rules, by what it must refuse. */
  readonly guards: Readonly<Record<string, boolean>>;
  /** Numbers given to two sales of a period, the first few. */
  readonly repeated: readonly string[];
  /** Numbers that do not stand in the range they were taken from, the first few. */
  readonly astray: readonly string[];
  /** Of each period, its first and last issue time. */
  readonly periods: readonly { readonly period: string; readonly firstAt: number; readonly lastAt: number }[];
  /** The newest invoice's number, random code and left code; null before the first. */
  readonly newest: Pick<InvoiceRecord, "number" | "randomCode" | "codes" | "issuedAt"> | null;
  /** True when the newest number came with a cipher of its own. */
  readonly newestBound: boolean;
}

export interface OutboxSeen {
  readonly upstream: boolean;
  readonly counts: Readonly<Record<string, number>>;
  /** Documents not accepted although their deadline has passed. */
  readonly overdue: number;
  /** Invoices without any document for the authority. */
  readonly without: number;
}

/** What is known of copies of the till's data. */
export interface CopiesSeen {
  /** The newest one, however it was made; null before the first. Local time with offset. */
  readonly last: { readonly file: string; readonly at: string; readonly sha256: string; readonly headSeq: number } | null;
  readonly fresh: boolean;
  /** How often the till makes one by itself; null where it does not. */
  readonly everyHours: number | null;
}

/** Everything the check looks at, gathered on one till and at one moment. */
export interface SelfCheckFacts {
  readonly nowSeconds: number;
  readonly environment: Environment;
  readonly seller: Seller;
  readonly law: Law;
  /** The region's own secret, in hexadecimal, as it lies in the home. */
  readonly key: string;
  readonly ranges: readonly HeldRange[];
  /** The range the next number comes from; null when there is none. */
  readonly next: HeldRange | null;
  readonly files: readonly KeptFile[];
  readonly clock: {
    /** Whether wall clock, boot clock and journal agree, in words. */
    readonly believed: boolean;
    readonly says: string;
    /** Whether the system keeps the clock by a time server; null when it does not say. */
    readonly synchronised: boolean | null;
    readonly timeZone: string;
  };
  /** Codes drawn just now by the till's own source. */
  readonly randomCodes: readonly string[];
  readonly slips: readonly ReadSlip[];
  /** Why there are no slips. */
  readonly slipFault: string | null;
  readonly books: BooksSeen;
  readonly outbox: OutboxSeen;
  readonly copies: CopiesSeen;
}

/** The authority's list of what a shop checks before it may issue. */
export interface RegionSelfCheck {
  readonly title: Words;
  /** What the form must say of itself. */
  readonly note: Words;
  readonly labels: Readonly<
    Record<"item" | "asks" | "mark" | "evidence" | "shop" | "date" | "program" | "printer" | "slip" | "signature" | "demo", Words>
  >;
  readonly marks: Readonly<Record<CheckMark, Words>>;
  /** Sales whose slips are drawn and read back: one of each kind that looks different. */
  readonly sales: readonly Sale[];
  /** Every item of the list, in its order. Pure. */
  judge(facts: SelfCheckFacts): readonly CheckedItem[];
}
