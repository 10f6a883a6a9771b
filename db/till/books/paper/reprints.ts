import { and, desc, eq, gte, lt, lte } from "drizzle-orm";
import type { Drizzle } from "../../file/drizzle.ts";
import { invoices, reprints, slips } from "../../schema.ts";

export type ReprintRow = typeof reprints.$inferSelect;

/** A reprint with its slip, whose state is what came of it. */
export interface StoredReprint {
  readonly row: ReprintRow;
  readonly slip: typeof slips.$inferSelect;
  readonly period: string;
  readonly number: string;
}

export interface ReprintFilter {
  readonly invoiceId?: number;
  /** Seconds since 1970, both ends included. */
  readonly from?: number;
  readonly to?: number;
  readonly by?: string;
  /** Only rows before this one. */
  readonly before?: number;
}

/** The log of reprints: who, why, when, and the slip that says what became of the paper. */
export function reprintsBook(db: Drizzle) {
  return {
    add: (reprint: Omit<ReprintRow, "id">): ReprintRow => db.insert(reprints).values(reprint).returning().get(),
    /** Newest first. */
    list: ({ invoiceId, from, to, by, before }: ReprintFilter, limit: number): StoredReprint[] =>
      db
        .select({ row: reprints, slip: slips, period: invoices.period, number: invoices.number })
        .from(reprints)
        .innerJoin(slips, eq(slips.id, reprints.slipId))
        .innerJoin(invoices, eq(invoices.id, reprints.invoiceId))
        .where(
          and(
            invoiceId === undefined ? undefined : eq(reprints.invoiceId, invoiceId),
            from === undefined ? undefined : gte(reprints.at, from),
            to === undefined ? undefined : lte(reprints.at, to),
            by === undefined ? undefined : eq(reprints.by, by),
            before === undefined ? undefined : lt(reprints.id, before),
          ),
        )
        .orderBy(desc(reprints.id))
        .limit(limit)
        .all(),
  };
}
