import type { Fault } from "../base/problem.ts";
import type { Law } from "../invoice/law.ts";
import type { SlipDocument } from "../invoice/paper/slip.ts";
import type {
  AllowanceRecord,
  AttentionRecord,
  Environment,
  InvoiceRecord,
  PrinterTestRecord,
  Seller,
  UndoRecord,
} from "../invoice/record.ts";
import type { ClosingRecord } from "../invoice/totals/report.ts";
import type { Block } from "../receipt/blocks.ts";
import type { RegionNumbers } from "./numbers.ts";
import type { RegionReports } from "./reports.ts";
import type { RegionRoad } from "./road.ts";
import type { RegionSecret } from "./secret.ts";
import type { RegionSelfCheck } from "./self-check.ts";
import type { Sheet, SheetOptions } from "./sheet.ts";

/** What the shop adds of its own around the legal slip. */
export interface ShopPaper {
  /** The shop's mark above the title; the seller's name where it is empty. */
  readonly logoLine: string;
  /** Lines below the codes. */
  readonly footer: readonly string[];
}

export interface PaperOptions {
  /** 0 is the original; any other number marks a copy. */
  readonly copy: number;
  readonly shopPaper: ShopPaper;
  readonly environment: Environment;
  readonly seller: Seller;
  /** The invoice that the paper is about, where its own record does not say enough of it. */
  readonly invoice: InvoiceRecord | null;
}

/** The record each kind of paper shows. */
export interface PaperRecords extends Record<SlipDocument, unknown> {
  readonly proof: InvoiceRecord;
  readonly details: InvoiceRecord;
  readonly "cancel-note": UndoRecord;
  readonly "withdraw-note": UndoRecord;
  readonly allowance: AllowanceRecord;
  readonly closing: ClosingRecord;
  readonly attention: AttentionRecord;
  readonly test: PrinterTestRecord;
}

/** Every paper of a stored record. Long ones are made while they are drawn. */
export type Papers = {
  readonly [document in SlipDocument]: (record: PaperRecords[document], options: PaperOptions) => Iterable<Block>;
};

/** What a code of the authority means, and whose turn it is. */
export interface CodeMeaning {
  readonly code: string;
  /** The official text. */
  readonly text: string;
  readonly english: string;
  readonly handling: string;
}

/** What was read of a file somebody else wrote. */
export type Reading<T> =
  | { readonly result: "read"; readonly content: T }
  | { readonly result: "unreadable"; readonly reason: string };

/** What goes to the authority and comes back from it, as text. */
export interface RegionMessages {
  /** The XML of a sealed record. The record is what a parcel of that message points at. */
  xml(message: string, record: unknown): string;
  /** Everything the authority would refuse in it, asked before a number is used. */
  faults(message: string, record: unknown, atSeconds: number): Fault[];
  /** Readers of the files that come back, by their kind. */
  readonly readers: Readonly<Record<string, (text: string) => Reading<unknown>>>;
  meaning(code: string): CodeMeaning | undefined;
}

/** What a demo home of this region is born with. Its documents can go nowhere real. */
export interface RegionDemo {
  readonly seller: Seller;
  readonly shopPaper: ShopPaper;
  /** A whole track of a period for each kind of invoice. */
  readonly ranges: readonly {
    readonly invoiceType: string;
    readonly track: string;
    readonly first: number;
    readonly last: number;
  }[];
}

/** A country: its law, its paper, its messages. One folder each, with the same file names as its neighbours. */
export interface Region {
  readonly id: string;
  /** The law for one seller. `key` is the region's own secret in hexadecimal; throws when it is malformed. */
  law(key: string): Law;
  /** How many random bytes make a demo key. */
  readonly keyBytes: number;
  readonly secret: RegionSecret;
  readonly road: RegionRoad;
  sellerFaults(seller: Seller): Fault[];
  /** The period an issue time falls in, and the local time with offset, for those who have no law yet. */
  periodOf(atSeconds: number): string;
  localTime(atSeconds: number): string;
  readonly papers: Papers;
  /** What is wrong with the id of a business, said where it stands. */
  businessIdFaults(path: string, text: string): Fault[];
  /** An invoice with its details on A4. Pure: the same record and options give the same sheet. */
  document(record: InvoiceRecord, options: SheetOptions): Sheet;
  readonly messages: RegionMessages;
  readonly numbers: RegionNumbers;
  readonly selfCheck: RegionSelfCheck;
  readonly reports: RegionReports;
  /** A number as people write it. */
  displayNumber(number: string): string;
  readonly demo: RegionDemo;
}
