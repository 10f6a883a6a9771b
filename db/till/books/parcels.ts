import { asc, eq, sql } from "drizzle-orm";
import type { Drizzle } from "../file/drizzle.ts";
import { parcels } from "../schema.ts";

export type ParcelRow = typeof parcels.$inferSelect;

/** Documents waiting to go upstream. */
export function parcelsBook(db: Drizzle) {
  const insert = db
    .insert(parcels)
    .values({
      invoiceId: sql.placeholder("invoiceId"),
      message: sql.placeholder("message"),
      state: sql.placeholder("state"),
      reason: sql.placeholder("reason"),
      deadline: sql.placeholder("deadline"),
      createdAt: sql.placeholder("createdAt"),
    })
    .prepare();
  const byInvoice = db
    .select()
    .from(parcels)
    .where(eq(parcels.invoiceId, sql.placeholder("invoiceId")))
    .orderBy(asc(parcels.id))
    .prepare();
  return {
    add(parcel: Omit<ParcelRow, "id">): void {
      insert.run({ ...parcel });
    },
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
