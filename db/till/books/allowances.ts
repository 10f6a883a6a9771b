import { and, asc, count, eq, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { AllowanceCancelRecord, AllowanceRecord } from "../../../src/invoice/record.ts";
import type { Drizzle } from "../file/drizzle.ts";
import { allowanceCancels, allowances, invoices, journal } from "../schema.ts";

export type AllowanceRow = typeof allowances.$inferSelect;

/** An allowance with what was sealed of it, and of its cancellation where it was taken back. */
export interface StoredAllowance {
  readonly row: AllowanceRow;
  readonly record: AllowanceRecord;
  readonly cancel: { readonly journalSeq: number; readonly at: number; readonly record: AllowanceCancelRecord } | null;
}

const cancelEntry = alias(journal, "cancel_entry");

/** Money given back on invoices. Records live in the journal; the rows are for finding, and for their constraints. */
export function allowancesBook(db: Drizzle) {
  const stored = () =>
    db
      .select({ row: allowances, doc: journal.doc, cancel: allowanceCancels, cancelDoc: cancelEntry.doc })
      .from(allowances)
      .innerJoin(journal, eq(journal.seq, allowances.journalSeq))
      .leftJoin(allowanceCancels, eq(allowanceCancels.allowanceId, allowances.id))
      .leftJoin(cancelEntry, eq(cancelEntry.seq, allowanceCancels.journalSeq));
  const byInvoice = stored()
    .where(eq(allowances.invoiceId, sql.placeholder("invoiceId")))
    .orderBy(asc(allowances.id))
    .prepare();
  const byNumber = stored()
    .where(eq(allowances.number, sql.placeholder("number")))
    .prepare();
  return {
    add(row: Omit<AllowanceRow, "id">): void {
      db.insert(allowances).values(row).run();
    },
    cancel(row: typeof allowanceCancels.$inferInsert): void {
      db.insert(allowanceCancels).values(row).run();
    },
    /** Oldest first, cancelled ones included. */
    ofInvoice: (invoiceId: number): StoredAllowance[] => byInvoice.all({ invoiceId }).map(read),
    find(number: string): StoredAllowance | undefined {
      const found = byNumber.get({ number });
      return found && read(found);
    },
    /** How many an invoice number ever had, over all its revisions, cancelled ones included. */
    countOf: (period: string, number: string): number =>
      db
        .select({ given: count() })
        .from(allowances)
        .innerJoin(invoices, eq(invoices.id, allowances.invoiceId))
        .where(and(eq(invoices.period, period), eq(invoices.number, number)))
        .get()?.given ?? 0,
  };
}

interface Found {
  readonly row: AllowanceRow;
  readonly doc: string;
  readonly cancel: typeof allowanceCancels.$inferSelect | null;
  readonly cancelDoc: string | null;
}

function read({ row, doc, cancel, cancelDoc }: Found): StoredAllowance {
  return {
    row,
    record: JSON.parse(doc) as AllowanceRecord,
    cancel: cancel && {
      journalSeq: cancel.journalSeq,
      at: cancel.at,
      record: JSON.parse(cancelDoc!) as AllowanceCancelRecord,
    },
  };
}
