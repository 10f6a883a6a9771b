import { and, asc, count, desc, eq, inArray, isNotNull, isNull, lt, lte, sql } from "drizzle-orm";
import type { Drizzle } from "../file/drizzle.ts";
import { type AlertChannel, type AlertEvent, alertPosts, alerts } from "../schema.ts";

export type AlertRow = typeof alerts.$inferSelect;
export type AlertPostRow = typeof alertPosts.$inferSelect;

/** What is told of an alert at one moment. */
export interface Telling {
  readonly alert: AlertRow;
  readonly event: AlertEvent;
}

/** A message with the alert it is about. */
export interface StoredPost {
  readonly post: AlertPostRow;
  readonly alert: AlertRow;
}

/** So many messages of one channel wait at most; beyond, the oldest are dropped, since the newest say how things are. */
const mostWaiting = 1000;

/** What somebody should look at, and what waits to be sent of it. */
export function alertsBook(db: Drizzle) {
  const change = (id: number, note: Partial<AlertRow>): AlertRow =>
    db.update(alerts).set(note).where(eq(alerts.id, id)).returning().all()[0]!;
  return {
    ...postsOf(db),
    /** In the order in which they were raised, whatever the clock said meanwhile. */
    open: (): AlertRow[] =>
      db
        .select()
        .from(alerts)
        .where(isNull(alerts.closedAt))
        .orderBy(asc(alerts.raisedAt))
        .all()
        .toSorted((one, other) => one.id - other.id),
    /** Whether it was ever told of, open or not. */
    wasRaised: (kind: string, key: string): boolean =>
      db
        .select({ id: alerts.id })
        .from(alerts)
        .where(and(eq(alerts.kind, kind), eq(alerts.key, key)))
        .limit(1)
        .get() !== undefined,
    /** Newest first, a page at a time. */
    list: (before: number | undefined, limit: number): AlertRow[] =>
      db
        .select()
        .from(alerts)
        .where(before === undefined ? undefined : lt(alerts.id, before))
        .orderBy(desc(alerts.id))
        .limit(limit)
        .all(),
    raise: (alert: Pick<AlertRow, "kind" | "key" | "level" | "facts">, at: number): AlertRow =>
      db
        .insert(alerts)
        .values({ ...alert, worst: alert.level, told: 1, raisedAt: at, changedAt: at })
        .returning()
        .all()[0]!,
    /** Nothing that must be told: it is less bad than it was, or its figures changed. */
    note: ({ id }: AlertRow, now: Pick<AlertRow, "level" | "facts">): AlertRow => change(id, now),
    worsen: ({ id, told }: AlertRow, now: Pick<AlertRow, "level" | "facts">, at: number): AlertRow =>
      change(id, { ...now, worst: now.level, told: told + 1, changedAt: at }),
    close: ({ id, told }: AlertRow, at: number): AlertRow => change(id, { told: told + 1, changedAt: at, closedAt: at }),
    /** Forgets what was closed, or sent, before these moments. */
    prune(closedBefore: number, endedBefore: number): void {
      db.delete(alertPosts)
        .where(and(isNotNull(alertPosts.endedAt), lt(alertPosts.endedAt, endedBefore)))
        .run();
      const waits = sql`EXISTS (SELECT 1 FROM ${alertPosts} WHERE ${alertPosts.alertId} = ${alerts.id})`;
      db.delete(alerts)
        .where(and(isNotNull(alerts.closedAt), lt(alerts.closedAt, closedBefore), sql`NOT ${waits}`))
        .run();
    },
    /** The day of the newest paper that listed open alerts; null before the first. */
    attentionDay: (): string | null =>
      db.$client
        .prepare<[], { day: string }>(
          "SELECT json_extract(doc, '$.day') AS day FROM journal WHERE kind = 'attention' ORDER BY seq DESC LIMIT 1",
        )
        .get()?.day ?? null,
  };
}

function postsOf(db: Drizzle) {
  const waiting = (channel: AlertChannel) => and(eq(alertPosts.channel, channel), isNull(alertPosts.endedAt));
  const stored = () =>
    db.select({ post: alertPosts, alert: alerts }).from(alertPosts).innerJoin(alerts, eq(alerts.id, alertPosts.alertId));
  const waitingCount = (channel: AlertChannel): number =>
    db.select({ waiting: count() }).from(alertPosts).where(waiting(channel)).get()?.waiting ?? 0;
  return {
    waitingCount,
    /** Queues a message on each channel; a channel that is full loses its oldest. */
    post({ alert, event }: Telling, channels: readonly AlertChannel[], at: number): void {
      const { id: alertId, told: nth, level, facts } = alert;
      for (const channel of channels) {
        const over = waitingCount(channel) + 1 - mostWaiting;
        if (over > 0) dropOldest(db, { channel, over, at });
        db.insert(alertPosts).values({ alertId, nth, channel, event, level, facts, at, dueAt: at, tries: 0 }).run();
      }
    },
    /** The oldest that waits, due or not: messages keep their order. */
    firstWaiting: (channel: AlertChannel): StoredPost | undefined =>
      stored().where(waiting(channel)).orderBy(asc(alertPosts.id)).limit(1).get(),
    waiting: (channel: AlertChannel, limit: number): StoredPost[] =>
      stored().where(waiting(channel)).orderBy(asc(alertPosts.id)).limit(limit).all(),
    /** What goes, or went, in one mail, as long as it is not sent. */
    inBatch: (batch: number): StoredPost[] =>
      stored()
        .where(and(waiting("mail"), eq(alertPosts.batch, batch)))
        .orderBy(asc(alertPosts.id))
        .all(),
    putInBatch(posts: readonly AlertPostRow[], batch: number): void {
      db.update(alertPosts)
        .set({ batch })
        .where(inArray(alertPosts.id, idsOf(posts)))
        .run();
    },
    /** When the last one of a channel left; null before the first. */
    lastSentAt: (channel: AlertChannel): number | null =>
      db
        .select({ at: sql<number | null>`max(${alertPosts.endedAt})` })
        .from(alertPosts)
        .where(and(eq(alertPosts.channel, channel), isNotNull(alertPosts.endedAt), eq(alertPosts.outcome, "sent")))
        .get()?.at ?? null,
    tryLater(posts: readonly AlertPostRow[], dueAt: number): void {
      db.update(alertPosts)
        .set({ dueAt, tries: sql`${alertPosts.tries} + 1` })
        .where(and(inArray(alertPosts.id, idsOf(posts)), isNull(alertPosts.endedAt)))
        .run();
    },
    end(posts: readonly AlertPostRow[], outcome: "sent" | "given-up", at: number): void {
      db.update(alertPosts)
        .set({ outcome, endedAt: at })
        .where(and(inArray(alertPosts.id, idsOf(posts)), isNull(alertPosts.endedAt)))
        .run();
    },
  };
}

function idsOf(posts: readonly AlertPostRow[]): number[] {
  return posts.map(({ id }) => id);
}

function dropOldest(db: Drizzle, { channel, over, at }: { channel: AlertChannel; over: number; at: number }): void {
  const oldest = db
    .select({ id: alertPosts.id })
    .from(alertPosts)
    .where(and(eq(alertPosts.channel, channel), isNull(alertPosts.endedAt), isNull(alertPosts.batch), lte(alertPosts.at, at)))
    .orderBy(asc(alertPosts.id))
    .limit(over);
  db.update(alertPosts).set({ outcome: "dropped", endedAt: at }).where(inArray(alertPosts.id, oldest)).run();
}
