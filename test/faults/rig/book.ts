import { join } from "node:path";
import { Database } from "../../../db/till/file/sqlite.ts";

export interface BookedInvoice {
  readonly id: number;
  readonly period: string;
  readonly number: string;
  readonly randomCode: string;
  readonly barCode: string;
  readonly hash: string;
  readonly requestId: string;
}

export interface BookedSlip {
  readonly id: number;
  readonly invoiceId: number;
  readonly copy: number;
  readonly state: string;
  readonly reason: string | null;
}

export interface BookedRange {
  readonly period: string;
  readonly track: string;
  readonly first: number;
  readonly next: number;
}

/** What a till's database says, read past all of the till's own code. */
export interface Book {
  readonly invoices: readonly BookedInvoice[];
  readonly slips: readonly BookedSlip[];
  readonly ranges: readonly BookedRange[];
  /** What SQLite itself found wrong with the file. */
  readonly damage: readonly string[];
}

export function readBook(home: string): Book {
  const sqlite = new Database(join(home, "till.db"));
  try {
    const rows = <T>(query: string) => sqlite.prepare(query).all() as T[];
    return {
      invoices: rows(
        `SELECT i.id, i.period, i.number, i.random_code AS randomCode, lower(hex(j.hash)) AS hash, r.request_id AS requestId,
           json_extract(j.doc, '$.codes.barcode') AS barCode
         FROM invoices i JOIN journal j ON j.seq = i.id LEFT JOIN requests r ON r.invoice_id = i.id ORDER BY i.id`,
      ),
      slips: rows("SELECT id, invoice_id AS invoiceId, copy, state, reason FROM slips ORDER BY id"),
      ranges: rows("SELECT period, track, first, next FROM ranges"),
      damage: rows<{ integrity_check: string }>("PRAGMA integrity_check")
        .map((row) => row.integrity_check)
        .filter((line) => line !== "ok"),
    };
  } finally {
    sqlite.close();
  }
}
