import { sql } from "drizzle-orm";
import type { Since } from "../../../src/invoice/totals/report.ts";
import type { Drizzle } from "../file/drizzle.ts";
import { closings } from "../schema.ts";

export type ClosingRow = typeof closings.$inferSelect;

/** Days that were closed, and what was done between two closings. */
export function closingsBook(db: Drizzle) {
  return {
    add(row: ClosingRow): void {
      db.insert(closings).values(row).run();
    },
    /** The newest one of the whole till (null), or of one terminal. */
    newest: (terminal: string | null): ClosingRow | undefined =>
      db
        .select()
        .from(closings)
        .where(sql`${closings.terminal} IS ${terminal}`)
        .orderBy(sql`${closings.journalSeq} DESC`)
        .limit(1)
        .get(),
    /** What was done from after one entry up to and with another one. */
    since: (span: { readonly after: number; readonly upTo: number; readonly terminal: string | null }): Since => {
      const part = (query: string) => db.$client.prepare<[object], { count: number; total: number }>(query).get(span)!;
      const given = part(sumOf("allowances a CROSS JOIN invoices i ON i.id = a.invoice_id", "a.journal_seq", "a.total"));
      const takenBack = part(
        sumOf(
          "allowance_cancels t CROSS JOIN allowances a ON a.id = t.allowance_id CROSS JOIN invoices i ON i.id = a.invoice_id",
          "t.journal_seq",
          "a.total",
        ),
      );
      const issued = part(sumOf("invoices i", "i.id", "i.total"));
      const undone = part(`${sumOf("undoings u CROSS JOIN invoices i ON i.id = u.invoice_id", "u.journal_seq", "i.total")}
        AND NOT (u.act = 'withdraw' AND EXISTS (SELECT 1 FROM undoings c WHERE c.invoice_id = u.invoice_id AND c.act = 'cancel'))`);
      const allowances = { count: given.count - takenBack.count, total: given.total - takenBack.total };
      return { issued, undone, allowances, net: issued.total - undone.total - allowances.total };
    },
  };
}

function sumOf(tables: string, seq: string, money: string): string {
  return `SELECT count(*) AS count, coalesce(sum(${money}), 0) AS total FROM ${tables}
    WHERE ${seq} > @after AND ${seq} <= @upTo AND (@terminal IS NULL OR i.terminal = @terminal)`;
}
