import { asc, eq, sql } from "drizzle-orm";
import type { UndoRecord } from "../../../src/invoice/record.ts";
import type { Drizzle } from "../file/drizzle.ts";
import { journal, undoings } from "../schema.ts";

export type UndoingRow = typeof undoings.$inferSelect;

export interface StoredUndoing extends UndoingRow {
  readonly record: UndoRecord;
}

/** Invoices cancelled and withdrawn. The record lives in the journal; the row beside it is for finding, and for its constraints. */
export function undoingsBook(db: Drizzle) {
  const byInvoice = db
    .select({ row: undoings, doc: journal.doc })
    .from(undoings)
    .innerJoin(journal, eq(journal.seq, undoings.journalSeq))
    .where(eq(undoings.invoiceId, sql.placeholder("invoiceId")))
    .orderBy(asc(undoings.id))
    .prepare();
  return {
    add(row: Omit<UndoingRow, "id">): void {
      db.insert(undoings).values(row).run();
    },
    /** In the order they happened: at most a cancellation and then a withdrawal. */
    ofInvoice: (invoiceId: number): StoredUndoing[] =>
      byInvoice.all({ invoiceId }).map(({ row, doc }) => ({ ...row, record: JSON.parse(doc) as UndoRecord })),
  };
}
