import { and, asc, eq, gt, lt, sql } from "drizzle-orm";
import type { TrackRange } from "../../../../src/invoice/track-range.ts";
import type { Drizzle } from "../../file/drizzle.ts";
import { hotGet, hotRun } from "../../file/hot.ts";
import { ranges, slots } from "../../schema.ts";

export type RangeRow = typeof ranges.$inferSelect;

/** Which ranges a sale may draw from: one seller's, of one period and kind of invoice. A branch is a seller of its own (self-check 9(3)). */
export interface RangeKey {
  readonly seller: string;
  readonly period: string;
  readonly invoiceType: string;
}

export interface NewRange extends RangeKey {
  readonly track: string;
  readonly first: number;
  readonly last: number;
  /** Where it came from: `demo`, a file's name, a hub's lease. */
  readonly source: string;
  /** The head office that allots to this seller; none where it is its own. */
  readonly headOffice?: string;
}

/** A number with the random code and cipher a provider bound to it beforehand (spec/taiwan.md 2.6). */
export interface Slot {
  readonly number: number;
  readonly randomCode: string;
  readonly cipher: string;
}

/** The numbers this till holds. */
export function rangesBook(db: Drizzle) {
  const inKey = and(
    eq(ranges.seller, sql.placeholder("seller")),
    eq(ranges.period, sql.placeholder("period")),
    eq(ranges.invoiceType, sql.placeholder("invoiceType")),
  );
  // 'open' is spelled out: as a bound value the partial index over it would have SQLite plan the statement anew each time.
  const open = hotGet(
    db,
    db
      .select()
      .from(ranges)
      .where(and(inKey, sql`${ranges.state} = 'open'`)),
  );
  const standby = db
    .select()
    .from(ranges)
    .where(and(inKey, eq(ranges.state, "standby")))
    .orderBy(asc(ranges.id))
    .prepare();
  const any = db.select({ id: ranges.id }).from(ranges).where(inKey).limit(1).prepare();
  const next = sql`${sql.placeholder("next")}`;
  const lastIssuedAt = sql`${sql.placeholder("lastIssuedAt")}`;
  const state = sql`${sql.placeholder("state")}`;
  const inState = and(eq(ranges.id, sql.placeholder("id")), eq(ranges.state, sql.placeholder("state")));
  const advance = hotRun(db, db.update(ranges).set({ next, lastIssuedAt }).where(inState));
  const change = db
    .update(ranges)
    .set({ next, lastIssuedAt, state })
    .where(eq(ranges.id, sql.placeholder("id")))
    .prepare();
  const left = hotGet(
    db,
    db
      .select({ numbers: sql<number>`coalesce(sum(${ranges.last} - ${ranges.next} + 1), 0)`.as("numbers") })
      .from(ranges)
      .where(and(inKey, sql`${ranges.state} IN ('open', 'standby')`)),
  );

  return {
    ...slotStatements(db),
    open: (key: RangeKey): TrackRange | undefined => open({ ...key }),
    /** Ranges waiting for their turn, in the order they came. */
    standby: (key: RangeKey): TrackRange[] => standby.all({ ...key }),
    /** Whether any range of this kind was ever here, spent ones included. */
    has: (key: RangeKey): boolean => any.get({ ...key }) !== undefined,
    /** A state that stays is not written again, so that a sale does not touch the index over it. */
    save({ id, next, state, lastIssuedAt }: TrackRange): void {
      const range = { id, next, state, lastIssuedAt };
      if (advance(range).changes === 0) change.run(range);
    },
    add(range: NewRange): TrackRange {
      return db
        .insert(ranges)
        .values({ ...range, next: range.first, state: "standby" })
        .returning()
        .get();
    },
    left: (key: RangeKey): number => left({ ...key })?.numbers ?? 0,
    list: () => db.select().from(ranges).orderBy(asc(ranges.period), asc(ranges.id)).all(),
    keyOf(id: number): RangeKey {
      const { seller, period, invoiceType } = ranges;
      const key = db.select({ seller, period, invoiceType }).from(ranges).where(eq(ranges.id, id)).get();
      if (!key) throw new Error(`range ${id} is gone`);
      return key;
    },
    /** Open ranges that issued after this moment wait until the clock has passed it. Returns how many. */
    standBy(at: number): number {
      return db
        .update(ranges)
        .set({ state: "standby" })
        .where(and(eq(ranges.state, "open"), gt(ranges.lastIssuedAt, at)))
        .run().changes;
    },
    /** Ranges of earlier periods can never issue again. */
    closeBefore(period: string): number {
      return db
        .update(ranges)
        .set({ state: "closed" })
        .where(and(lt(ranges.period, period), sql`${ranges.state} IN ('open', 'standby')`))
        .run().changes;
    },
    /** Every range that could still issue is closed. Returns those it was, as they were. */
    closeAll(): RangeRow[] {
      const alive = sql`${ranges.state} IN ('open', 'standby')`;
      const rows = db.select().from(ranges).where(alive).orderBy(asc(ranges.id)).all();
      db.update(ranges).set({ state: "closed" }).where(alive).run();
      return rows;
    },
    /** A lease that was given back is done with. */
    reportOne(id: number): void {
      db.update(ranges)
        .set({ state: "reported" })
        .where(and(eq(ranges.id, id), sql`${ranges.state} IN ('spent', 'closed')`))
        .run();
    },
    /** What was reported of a past period is done with. Returns how many ranges it was. */
    report(period: string): number {
      return db
        .update(ranges)
        .set({ state: "reported" })
        .where(and(eq(ranges.period, period), sql`${ranges.state} IN ('spent', 'closed')`))
        .run().changes;
    },
  };
}

function slotStatements(db: Drizzle) {
  const insert = db
    .insert(slots)
    .values({
      rangeId: sql.placeholder("rangeId"),
      number: sql.placeholder("number"),
      randomCode: sql.placeholder("randomCode"),
      cipher: sql.placeholder("cipher"),
    })
    .prepare();
  const find = db
    .select({ randomCode: slots.randomCode, cipher: slots.cipher })
    .from(slots)
    .where(and(eq(slots.rangeId, sql.placeholder("id")), eq(slots.number, sql.placeholder("number"))))
    .prepare();
  return {
    addSlots(rangeId: number, list: readonly Slot[]): void {
      for (const one of list) insert.run({ rangeId, ...one });
    },
    slot: (id: number, number: number) => find.get({ id, number }),
  };
}
