import { asc, eq, sql } from "drizzle-orm";
import type { Drizzle } from "../file/drizzle.ts";
import { hotRun } from "../file/hot.ts";
import { parcels } from "../schema.ts";

export type ParcelRow = typeof parcels.$inferSelect;

/** Documents waiting to go upstream. */
export function parcelsBook(db: Drizzle) {
  const insert = hotRun(
    db,
    db.insert(parcels).values({
      invoiceId: sql.placeholder("invoiceId"),
      journalSeq: sql.placeholder("journalSeq"),
      message: sql.placeholder("message"),
      state: sql.placeholder("state"),
      reason: sql.placeholder("reason"),
      deadline: sql.placeholder("deadline"),
      createdAt: sql.placeholder("createdAt"),
    }),
  );
  const byInvoice = db
    .select()
    .from(parcels)
    .where(eq(parcels.invoiceId, sql.placeholder("invoiceId")))
    .orderBy(asc(parcels.journalSeq))
    .prepare();
  return {
    add(parcel: ParcelRow): ParcelRow {
      insert(parcel);
      return parcel;
    },
    /** Oldest first. */
    ofInvoice: (invoiceId: number): ParcelRow[] => byInvoice.all({ invoiceId }),
    /** How many are in each state, for the status page. */
    counts: (): Record<string, number> =>
      Object.fromEntries(
        db
          .select({ state: parcels.state, count: sql<number>`count(*)` })
          .from(parcels)
          .groupBy(parcels.state)
          .all()
          .map(({ state, count }) => [state, count]),
      ),
  };
}
