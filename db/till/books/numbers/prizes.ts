import { and, desc, eq, sql } from "drizzle-orm";
import type { Drizzle } from "../../file/drizzle.ts";
import { prizes } from "../../schema.ts";

export type PrizeRow = typeof prizes.$inferSelect;

/** What was won with the shop's invoices. */
export function prizesBook(db: Drizzle) {
  const byInvoice = db
    .select()
    .from(prizes)
    .where(eq(prizes.invoiceId, sql.placeholder("invoiceId")))
    .orderBy(desc(prizes.amount))
    .prepare();
  return {
    /** The largest first; nearly always there is none, and never more than a few. */
    ofInvoice: (invoiceId: number): PrizeRow[] => byInvoice.all({ invoiceId }),
    has: ({ invoiceId, listType, prizeType }: Pick<PrizeRow, "invoiceId" | "listType" | "prizeType">): boolean =>
      db
        .select({ id: prizes.id })
        .from(prizes)
        .where(and(eq(prizes.invoiceId, invoiceId), eq(prizes.listType, listType), eq(prizes.prizeType, prizeType)))
        .get() !== undefined,
    add(prize: Omit<PrizeRow, "id">): void {
      db.insert(prizes).values(prize).run();
    },
  };
}
