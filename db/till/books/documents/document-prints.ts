import { sql } from "drizzle-orm";
import type { Drizzle } from "../../file/drizzle.ts";
import { journal } from "../../schema.ts";

/** What was asked of a system printer, as it is journalled before the first byte leaves (`document-print`). */
export interface DocumentPrint {
  /** `11512-TS00000007` */
  readonly invoice: string;
  readonly revision: number;
  readonly printer: string;
  /** How many printings of it had gone out before. */
  readonly copy: number;
  readonly copies: number;
  readonly paper: "A4";
  readonly duplex: "off" | "long" | "short";
  /** The token's name. */
  readonly by: string;
}

/** What became of it, as far as it could be known (`document-print-end`). */
export interface DocumentPrintEnd {
  /** The place of the `document-print` in the journal. */
  readonly job: number;
  readonly invoice: string;
  readonly state: "sent" | "completed" | "failed" | "unknown";
  readonly reasons: readonly string[];
  /** Whether the printer took anything, so that something may be on paper. */
  readonly taken: boolean;
}

export interface DocumentJob {
  /** The place of the `document-print` in the journal. */
  readonly id: number;
  readonly at: number;
  readonly print: DocumentPrint;
  /** Null while it is under way, and for ever when the till stopped meanwhile. */
  readonly end: (DocumentPrintEnd & { readonly at: number; readonly seq: number }) | null;
}

/** Documents handed to system printers, read from the journal, which is where they are written down. */
export function documentPrintsBook(db: Drizzle) {
  const withEnd = sql`SELECT begun.seq, begun.at, begun.doc, ended.doc AS "end", ended.seq AS "endSeq" FROM ${journal} begun LEFT JOIN ${journal} ended
    ON ended.kind = 'document-print-end' AND json_extract(ended.doc, '$.job') = begun.seq WHERE begun.kind = 'document-print'`;
  return {
    find: (id: number): DocumentJob | undefined => db.all<Row>(sql`${withEnd} AND begun.seq = ${id}`).map(jobOf)[0],
    /** All of an invoice's, over its revisions, oldest first. */
    ofInvoice: (address: string): DocumentJob[] =>
      db.all<Row>(sql`${withEnd} AND json_extract(begun.doc, '$.invoice') = ${address} ORDER BY begun.seq`).map(jobOf),
  };
}

interface Row {
  readonly seq: number;
  readonly at: number;
  readonly doc: string;
  readonly end: string | null;
  readonly endSeq: number | null;
}

function jobOf({ seq, at, doc, end, endSeq }: Row): DocumentJob {
  return { id: seq, at, print: JSON.parse(doc), end: end === null ? null : { ...JSON.parse(end), seq: endSeq } };
}
