import type { Fault } from "../base/problem.ts";
import type { RangeState } from "../invoice/track-range.ts";

/** Numbers of one track in one period, first and last included. (period, number) is unique, whatever the kind. */
export interface Span {
  readonly period: string;
  /** The letters before the number. */
  readonly track: string;
  readonly first: number;
  readonly last: number;
}

/** Numbers an authority or a provider gave to a seller. */
export interface Grant extends Span {
  /** Where it stands in its file, from 1. */
  readonly row: number;
  /** The seller it was granted to. */
  readonly businessId: string;
  /** The kind of invoice it is for. */
  readonly invoiceType: string;
}

/** A number that came with its own random code and cipher, which must then be used. */
export interface BoundNumber {
  readonly number: string;
  readonly randomCode: string;
  readonly cipher: string;
}

/** What a range file holds, or everything wrong with it. `slots` is empty where numbers come as plain ranges. */
export type RangeFileRead =
  | { readonly result: "read"; readonly grants: readonly Grant[]; readonly slots: readonly BoundNumber[] }
  | { readonly result: "refused"; readonly faults: readonly Fault[] };

/** Numbers that were lent to a seller, perhaps each bound to its code and cipher. */
export interface LentNumbers extends Span {
  readonly businessId: string;
  readonly invoiceType: string;
  /** What the lender calls the lease. */
  readonly lease: string;
  readonly slots?: readonly BoundNumber[];
}

/** The shop that wants a file's numbers. */
export interface Grantee {
  /** What it sells under: its branch's own where it is a branch. No branch uses another's numbers (self-check 9(3)). */
  readonly businessId: string;
  /** The period of today. */
  readonly period: string;
  /** What it holds already, used up or not. */
  readonly held: readonly Span[];
}

/** The k-th of n parts of a file, both from 1. */
export interface Share {
  readonly k: number;
  readonly n: number;
}

/** Whose numbers they are. A shop without branches is its own head office. */
export interface Holder {
  readonly branchId: string;
  readonly headOfficeId: string;
}

/** A range a till held, and how far it was used. */
export interface HeldRange extends Span, Holder {
  readonly invoiceType: string;
  /** The first number that was not issued; `last + 1` when none was left. */
  readonly next: number;
}

/** A range of this till. */
export interface RangeUse extends HeldRange {
  readonly state: RangeState;
}

/** Numbers of one branch, kind, period and track that were never issued: in rising order, none touching the next. */
export interface UnusedNumbers extends Holder {
  readonly invoiceType: string;
  readonly period: string;
  readonly track: string;
  readonly items: readonly { readonly first: number; readonly last: number }[];
}

export type UnusedOutcome =
  | { readonly result: "joined"; readonly reports: readonly UnusedNumbers[] }
  | { readonly result: "refused"; readonly faults: readonly Fault[] };

/** What one till says of a past period. */
export interface TillPart {
  /** What the shop calls it. */
  readonly till: string;
  /** Where it stands in the request, for faults. */
  readonly path: string;
  readonly ranges: readonly HeldRange[];
  readonly reports: readonly UnusedNumbers[];
  /** Numbers past a range's `next` that were issued all the same, by a till that was lost. */
  readonly taken?: readonly Span[];
}

/** A range file as it was granted, and the share of it this till took. */
export interface GrantedFile {
  readonly name: string;
  readonly grants: readonly Grant[];
  readonly share: Share;
}

/** All tills of a shop, to be made one report. */
export interface ShopParts {
  readonly period: string;
  readonly holder: Holder;
  readonly parts: readonly TillPart[];
  readonly files: readonly GrantedFile[];
  /** Shares whose till cannot say any more what it issued. */
  readonly missing: readonly Share[];
}

/** What a forecast is made from. Times are seconds since 1970. */
export interface Stock {
  readonly nowSeconds: number;
  readonly left: number;
  readonly periodEndsAt: number;
  /** When the first invoice ever was issued, null before it. */
  readonly firstSaleAt: number | null;
  /** Invoices of the last fifteen days by quarter of an hour, counted since 1970. */
  readonly sold: readonly { readonly quarter: number; readonly count: number }[];
}

/** How bad it is, worst first: none left; gone before the shop closes today; gone before the period ends; few left; enough. */
export type StockLevel = "empty" | "today" | "period" | "few" | "enough";

export interface StockFigures {
  /** Numbers of the period still to be issued, and all that were granted for it. */
  readonly left: number;
  readonly granted: number;
  /** The forecast, in seconds since 1970; null when the numbers outlast the period. */
  readonly lastsUntil: number | null;
  /** When the shop closes today; midnight where it has not said. */
  readonly closesAt: number;
  /** From this many per cent left down, a warning comes whatever the forecast says. The shop's `stockWarnPercent`, 20 by default. */
  readonly warnPercent: number;
}

/** How a country's shops come by their numbers, how long those last, and what is reported of the rest. */
export interface RegionNumbers {
  /** All that a file of any known kind grants this shop, or nothing and every fault. */
  readRangeFile(bytes: Uint8Array, grantee: Grantee): RangeFileRead;
  /** The file by which lent numbers are imported, like any other. */
  fileOfLease(numbers: LentNumbers): Uint8Array;
  /** The kind of invoice that every shop writes. */
  readonly usualKind: string;
  /** What a file granted that was imported before, whatever day it is now. */
  grantsIn(bytes: Uint8Array): readonly Grant[];
  /** Whether a file is delivered once for the whole shop, so that one till alone may take it. */
  comesOnce(bytes: Uint8Array): boolean;
  /** Reads `1/3`; null when it is no share. */
  shareFromText(text: string): Share | null;
  /** One till's part of a file. The parts of all tills are disjoint and leave nothing over. */
  shareOf(grants: readonly Grant[], share: Share): readonly Grant[];
  /** The period people mean, in any of its written forms; null when it is none. */
  periodFromText(text: string): string | null;
  /** The first second after a period. */
  periodEndsAt(period: string): number;
  /** The period after the one of this moment, and from when on its numbers should be here. */
  comingPeriod(atSeconds: number): { readonly period: string; readonly dueAt: number };
  /** The first second after the local day. */
  dayEndsAt(atSeconds: number): number;
  /** What is left over of ranges that can issue no more. `taken` are numbers known as used though no range counted past them. */
  unusedOf(ranges: readonly RangeUse[], taken: readonly Span[]): UnusedOutcome;
  /** One report of all tills' parts, or every reason why they do not fit together. */
  joinTills(shop: ShopParts): UnusedOutcome;
  /** The message that reports unused numbers, and the record it is made of. */
  readonly unusedMessage: string;
  unusedRecord(report: UnusedNumbers): object;
  /** The last second in which unused numbers may be reported. */
  unusedDeadline(period: string): number;
  /** When the last number will be issued at this pace; null when the numbers outlast the period. */
  lastsUntil(stock: Stock): number | null;
  stockLevel(figures: StockFigures): StockLevel;
}
