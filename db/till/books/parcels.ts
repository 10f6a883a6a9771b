import { and, asc, count, desc, eq, gt, gte, lt, lte, sql } from "drizzle-orm";
import { move } from "../../../src/invoice/moves.ts";
import { type ParcelEvent, type ParcelState, parcelMoves } from "../../../src/invoice/parcel.ts";
import type { Drizzle } from "../file/drizzle.ts";
import { endedParcels, parcels } from "../schema.ts";
import { isOpen, parcelStatements } from "./parcel-statements.ts";

export type ParcelRow = typeof parcels.$inferSelect;

export type NewParcel = Pick<
  ParcelRow,
  "thread" | "journalSeq" | "invoiceId" | "message" | "state" | "reason" | "deadline" | "createdAt"
>;

/** A parcel with the sealed entry that its message is made of. */
export interface StoredParcel {
  readonly row: ParcelRow;
  readonly entry: { readonly seq: number; readonly kind: string; readonly doc: string; readonly hash: Buffer };
}

/** What is known when a parcel moves. */
export type ParcelNote = Partial<Pick<ParcelRow, "reason" | "code" | "dueAt" | "tries" | "sentAt" | "endedAt" | "deadline">>;

/** Documents on their way upstream, in threads within which order is kept. */
export function parcelsBook(db: Drizzle) {
  const { insert, byThread, byJournalSeq, oneRow, stored, due, unanswered, rested, update } = parcelStatements(db);
  return {
    add(parcel: NewParcel): ParcelRow {
      insert(parcel);
      return { ...parcel, dueAt: parcel.createdAt, code: null, tries: 0, sentAt: null, endedAt: null };
    },
    /** Oldest first. A revision's parcels lie in the thread of its number's first invoice. */
    ofInvoice: (invoiceId: number, thread = invoiceId): ParcelRow[] =>
      byThread.all({ thread }).filter((parcel) => parcel.invoiceId === invoiceId),
    /** What waits and may go now, most pressing first: never a parcel whose thread has an earlier one under way. */
    due: (at: number, limit: number): StoredParcel[] => due.all({ at, limit }),
    /** What was sent and should be asked about now. */
    unanswered: (at: number, limit: number): StoredParcel[] => unanswered.all({ at, limit }),
    /** What waits for the document it refers to, and may be tried once more now. */
    rested: (at: number, limit: number): ParcelRow[] => rested.all({ at, limit }),
    /** The first of its thread that is not there yet, where a parcel has to wait for one before it. */
    firstBefore: ({ thread, journalSeq }: ParcelRow): ParcelRow | undefined =>
      byThread.all({ thread }).find((parcel) => parcel.journalSeq < journalSeq && !isEnd(parcel.state)),
    /** Without its entry, which may be long. */
    row: (journalSeq: number): ParcelRow | undefined => oneRow({ journalSeq }),
    find: (journalSeq: number): StoredParcel | undefined => byJournalSeq.get({ journalSeq }),
    /** Newest thread first, and in it the newest parcel; a page at a time. */
    list(state: ParcelState | undefined, before: number | undefined, limit: number): StoredParcel[] {
      const last = before === undefined ? undefined : (oneRow({ journalSeq: before })?.thread ?? before);
      return stored()
        .where(
          and(
            state && eq(parcels.state, state),
            state && !isEnd(state) ? isOpen : undefined,
            before === undefined ? undefined : sql`(${parcels.thread}, ${parcels.journalSeq}) < (${last}, ${before})`,
          ),
        )
        .orderBy(desc(parcels.thread), desc(parcels.journalSeq))
        .limit(limit)
        .all();
    },
    /** A copy took this till's place: what waited in it may have arrived since, so it is asked about before it is sent. */
    doubtAll: (at: number): number =>
      db
        .update(parcels)
        .set({ state: move(parcelMoves, "waiting", "send"), sentAt: at, dueAt: at, tries: sql`${parcels.tries} + 1` })
        .where(and(sql`${parcels.state} = 'waiting'`, isOpen))
        .run().changes,
    /** When the first parcel accepted was made, from this moment on; null where there is none. */
    firstAcceptedFrom: (at: number): number | null =>
      db
        .select({ at: sql<number | null>`min(${parcels.createdAt})` })
        .from(parcels)
        .where(and(isAccepted, gte(parcels.createdAt, at)))
        .get()?.at ?? null,
    /** How many were accepted of a span of time, and sums that tell two sets of the same size apart. */
    acceptedSums: ({ from, until }: TimeSpan): { count: number; idSum: number; mixedSum: number } =>
      db
        .select({
          count: count(),
          idSum: sql<number>`coalesce(sum(${parcels.journalSeq}), 0)`,
          mixedSum: sql<number>`coalesce(sum(${mixed}), 0)`,
        })
        .from(parcels)
        .where(and(isAccepted, gte(parcels.createdAt, from), lt(parcels.createdAt, until)))
        .get()!,
    /** Those of a span of time after one of them, a page at a time. */
    acceptedIn: ({ from, until }: TimeSpan, after: { createdAt: number; id: number } | null, limit: number): StoredParcel[] =>
      stored()
        .where(
          and(
            isAccepted,
            gte(parcels.createdAt, from),
            lt(parcels.createdAt, until),
            after ? sql`(${parcels.createdAt}, ${parcels.journalSeq}) > (${after.createdAt}, ${after.id})` : undefined,
          ),
        )
        .orderBy(asc(parcels.createdAt), asc(parcels.journalSeq))
        .limit(limit)
        .all(),
    firstAccepted: (): ParcelRow | undefined => db.select().from(parcels).where(eq(parcels.state, "accepted")).limit(1).get(),
    /** Makes one move of the table from a row just read; null when it was no longer in that state, so that each move happens once. */
    move(row: ParcelRow, event: ParcelEvent, note: ParcelNote): ParcelRow | null {
      const moved = { ...row, state: move(parcelMoves, row.state, event), ...note };
      return update({ ...moved, before: row.state }).changes === 1 ? moved : null;
    },
    /** Nothing new is known of a row just read: when to look again. */
    put(row: ParcelRow, note: ParcelNote): void {
      update({ ...row, ...note, before: row.state });
    },
    /** What waits only because upstream could not be spoken to may go, or be asked about, now. Returns how many. */
    hasten(at: number, limit: number): number {
      const paused = db
        .select({ thread: parcels.thread, journalSeq: parcels.journalSeq })
        .from(parcels)
        .where(and(isOpen, sql`${parcels.state} IN ('waiting', 'sent')`, isCutOff, gt(parcels.dueAt, at)))
        .limit(limit);
      const isPaused = sql`(${parcels.thread}, ${parcels.journalSeq}) IN ${paused}`;
      return db.update(parcels).set({ dueAt: at }).where(isPaused).run().changes;
    },
    /** Open parcels whose deadline comes before this moment, hour by hour: how many, and the first. */
    pressing: (before: number): { count: number; first: number }[] =>
      db
        .select({ count: count(), first: sql<number>`min(${parcels.deadline})` })
        .from(parcels)
        .where(and(isOpen, sql`${parcels.state} IN (${openStates})`, lte(parcels.deadline, before)))
        .groupBy(sql`${parcels.deadline} / 3600`)
        .orderBy(sql`2`)
        .all(),
    /** What upstream refused and nobody settled, by what it said. */
    refused: (): { state: ParcelState; message: string; code: string | null; count: number; first: number }[] =>
      db
        .select({
          state: parcels.state,
          message: parcels.message,
          code: parcels.code,
          count: count(),
          first: sql<number>`min(${parcels.journalSeq})`,
        })
        .from(parcels)
        .where(and(isOpen, sql`${parcels.state} IN ('rejected', 'conflict')`))
        .groupBy(parcels.state, parcels.message, parcels.code)
        .all(),
    /** The oldest that was sent or tried and is not there yet. */
    oldestUnderWay: (): ParcelRow | undefined =>
      db
        .select()
        .from(parcels)
        .where(and(isOpen, sql`${parcels.state} IN ('held', 'waiting', 'sent')`, gt(parcels.tries, 0)))
        .orderBy(asc(parcels.createdAt))
        .limit(1)
        .get(),
    /** How many are in each state, for the status page. */
    counts(): Record<string, number> {
      const open = db.select({ state: parcels.state, count: count() }).from(parcels).where(isOpen).groupBy(parcels.state).all();
      const ended = db.select().from(endedParcels).where(gt(endedParcels.count, 0)).all();
      return Object.fromEntries([...open, ...ended].map(({ state, count }) => [state, count]));
    },
    /** The nearest deadline of what is still open. */
    nearestDeadline: (): number | null =>
      db
        .select({ deadline: sql<number | null>`min(${parcels.deadline})` })
        .from(parcels)
        .where(and(isOpen, sql`${parcels.state} IN (${openStates})`))
        .get()?.deadline ?? null,
    /** All that waited for an upstream may go now that there is one. Returns how many. */
    releaseHeld: (reason: string, at: number): number =>
      db
        .update(parcels)
        .set({ state: move(parcelMoves, "held", "release"), reason: null, dueAt: at })
        .where(and(sql`${parcels.state} = 'held'`, isOpen, eq(parcels.reason, reason)))
        .run().changes,
  };
}

const isEnd = (state: ParcelState) => state === "accepted" || state === "resolved";
const openStates = sql.raw("'held', 'waiting', 'sent', 'rejected', 'conflict'");

/** Only the wire gave a reason, not upstream, which gives a code with it. */
const isCutOff = sql`${parcels.reason} IS NOT NULL AND ${parcels.code} IS NULL`;

/** Spelled as in the index `parcel_accepted`. */
const isAccepted = sql`${parcels.state} = 'accepted'`;

/** As the protocol's `mixed`. */
const mixed = sql.raw("((journal_seq % 1000003) * (journal_seq % 1000003)) % 1000003");

interface TimeSpan {
  readonly from: number;
  readonly until: number;
}
