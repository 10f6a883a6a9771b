import { and, asc, eq, gte, lte, sql } from "drizzle-orm";
import type { UnaccountedState } from "../../../../src/invoice/track-range.ts";
import type { Drizzle } from "../../file/drizzle.ts";
import { ranges, unaccounted } from "../../schema.ts";

export type UnaccountedRow = typeof unaccounted.$inferSelect;

/** Numbers in doubt, with the range they are of. */
export interface DoubtfulSpan extends Pick<UnaccountedRow, "id" | "rangeId" | "first" | "last" | "state" | "evidence"> {
  readonly seller: string;
  readonly headOffice: string | null;
  readonly invoiceType: string;
  readonly period: string;
  readonly track: string;
}

export interface Settled {
  readonly first: number;
  readonly last: number;
  readonly as: Exclude<UnaccountedState, "unaccounted">;
  readonly evidence: string;
  readonly journalSeq: number;
}

/** Numbers that may have been issued after the copy this home was restored from, and what became known of them. */
export function unaccountedBook(db: Drizzle) {
  const { id, rangeId, first, last, state, evidence } = unaccounted;
  const { seller, headOffice, invoiceType, period, track } = ranges;
  const spans = () =>
    db
      .select({ id, rangeId, first, last, state, evidence, seller, headOffice, invoiceType, period, track })
      .from(unaccounted)
      .innerJoin(ranges, eq(ranges.id, rangeId));
  // A home that is only looked at may be of an older schema, which knows of no doubt.
  const isKnown = () =>
    db.$client.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'unaccounted'").get() !== undefined;
  const order = [asc(period), asc(track), asc(first)] as const;
  return {
    add(row: Pick<UnaccountedRow, "rangeId" | "first" | "last" | "journalSeq">): void {
      db.insert(unaccounted)
        .values({ ...row, state: "unaccounted" })
        .run();
    },
    /** All of them, or those of one period, settled ones included, in rising order. */
    list: (of?: string): DoubtfulSpan[] =>
      isKnown()
        ? spans()
            .where(of === undefined ? undefined : eq(period, of))
            .orderBy(...order)
            .all()
        : [],
    /** Those not settled yet that share a number with this span. */
    touching: (span: { readonly period: string; readonly track: string; readonly first: number; readonly last: number }) =>
      spans()
        .where(
          and(
            eq(state, "unaccounted"),
            eq(period, span.period),
            eq(track, span.track),
            lte(first, span.last),
            gte(last, span.first),
          ),
        )
        .orderBy(...order)
        .all(),
    /** A part of a span is settled; what lies around it stays in doubt. */
    settle(span: Pick<UnaccountedRow, "id" | "rangeId" | "first" | "last">, part: Settled): void {
      const opened = db.select({ journalSeq: unaccounted.journalSeq }).from(unaccounted).where(eq(id, span.id)).get()!.journalSeq;
      db.update(unaccounted)
        .set({ first: part.first, last: part.last, state: part.as, evidence: part.evidence, journalSeq: part.journalSeq })
        .where(eq(id, span.id))
        .run();
      const around = [
        { first: span.first, last: part.first - 1 },
        { first: part.last + 1, last: span.last },
      ].filter((rest) => rest.first <= rest.last);
      for (const rest of around) this.add({ rangeId: span.rangeId, ...rest, journalSeq: opened });
    },
    /** How many numbers are not settled yet. */
    open: (): number =>
      isKnown()
        ? (db
            .select({ numbers: sql<number>`coalesce(sum(${last} - ${first} + 1), 0)` })
            .from(unaccounted)
            .where(eq(state, "unaccounted"))
            .get()?.numbers ?? 0)
        : 0,
  };
}
