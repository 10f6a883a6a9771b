import { and, asc, eq, gt, lte, or, type SQL, sql } from "drizzle-orm";
import { longestPause } from "../../../src/sync/pace.ts";
import type { Drizzle } from "../file/drizzle.ts";
import { hotGet, hotRun } from "../file/hot.ts";
import { journal, parcels } from "../schema.ts";

/** Spelled as in the index `parcel_open`, so that SQLite sees that the index will do. */
export const isOpen = sql`${parcels.state} NOT IN ('accepted', 'resolved')`;

/** What is asked of the outbox every few seconds, for every document and at every sale: prepared once. */
export function parcelStatements(db: Drizzle) {
  const insert = hotRun(
    db,
    db.insert(parcels).values({
      thread: sql.placeholder("thread"),
      journalSeq: sql.placeholder("journalSeq"),
      invoiceId: sql.placeholder("invoiceId"),
      message: sql.placeholder("message"),
      state: sql.placeholder("state"),
      reason: sql.placeholder("reason"),
      deadline: sql.placeholder("deadline"),
      createdAt: sql.placeholder("createdAt"),
      dueAt: sql.placeholder("createdAt"),
    }),
  );
  const byThread = db
    .select()
    .from(parcels)
    .where(eq(parcels.thread, sql.placeholder("thread")))
    .orderBy(asc(parcels.journalSeq))
    .prepare();
  const entry = { seq: journal.seq, kind: journal.kind, doc: journal.doc, hash: journal.hash };
  const stored = () => db.select({ row: parcels, entry }).from(parcels).innerJoin(journal, eq(journal.seq, parcels.journalSeq));
  const seq = sql.placeholder("journalSeq");
  const isOfEntry = sql`${parcels.journalSeq} = ${seq} AND (${parcels.thread} = ${seq} OR ${parcels.thread} <> ${parcels.journalSeq})`;
  const byJournalSeq = stored().where(isOfEntry).prepare();
  const oneRow = hotGet(db, db.select().from(parcels).where(isOfEntry));
  // Nothing is put off so far: whatever is was put off by a clock that was wrong.
  const isAstray = gt(parcels.dueAt, sql`${sql.placeholder("at")} + ${longestPause}`);
  const dueBy = or(lte(parcels.dueAt, sql.placeholder("at")), isAstray);
  const most = sql.placeholder("limit");
  const inState = (state: SQL) =>
    stored()
      .where(and(state, isOpen, dueBy))
      .orderBy(asc(parcels.deadline), asc(parcels.journalSeq))
      .limit(most)
      .prepare();
  const due = inState(sql`${parcels.state} = 'waiting' AND ${isFirst}`);
  const unanswered = inState(sql`${parcels.state} = 'sent'`);
  const rested = db
    .select()
    .from(parcels)
    .where(and(sql`${parcels.state} = 'held'`, isOpen, sql`${parcels.code} IS NOT NULL`, dueBy))
    .limit(most)
    .prepare();
  const update = hotRun(
    db,
    db
      .update(parcels)
      .set({
        state: sql`${sql.placeholder("state")}`,
        reason: sql`${sql.placeholder("reason")}`,
        code: sql`${sql.placeholder("code")}`,
        deadline: sql`${sql.placeholder("deadline")}`,
        dueAt: sql`${sql.placeholder("dueAt")}`,
        tries: sql`${sql.placeholder("tries")}`,
        sentAt: sql`${sql.placeholder("sentAt")}`,
        endedAt: sql`${sql.placeholder("endedAt")}`,
      })
      .where(
        and(
          eq(parcels.thread, sql.placeholder("thread")),
          eq(parcels.journalSeq, seq),
          eq(parcels.state, sql.placeholder("before")),
        ),
      ),
  );
  return { insert, byThread, byJournalSeq, oneRow, stored, due, unanswered, rested, update };
}

const earlier = sql.raw("earlier");
const isFirst = sql`NOT EXISTS (SELECT 1 FROM ${parcels} ${earlier} WHERE ${earlier}.thread = ${parcels.thread}
  AND ${earlier}.journal_seq < ${parcels.journalSeq} AND ${earlier}.state NOT IN ('accepted', 'resolved'))`;
