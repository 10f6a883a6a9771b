import { and, asc, count, desc, eq, inArray, sql } from "drizzle-orm";
import { move } from "../../../../src/invoice/moves.ts";
import { type SettleOutcome, type SlipEvent, type SlipState, slipMoves } from "../../../../src/invoice/paper/slip.ts";
import type { Drizzle } from "../../file/drizzle.ts";
import { hotRun } from "../../file/hot.ts";
import { slips } from "../../schema.ts";

export type SlipRow = typeof slips.$inferSelect;
export type NewSlip = Pick<SlipRow, "invoiceId" | "journalSeq" | "document" | "copy" | "printer" | "createdAt"> & {
  /** `waiting` unless told otherwise. `sent`: the POS prints it itself, which counts as the original. */
  readonly state?: "waiting" | "held" | "sent";
  /** Hold it back until the printer was cleared or switched off and on. */
  readonly afterClear?: boolean;
};

const waitsForClear = "waits until the printer was cleared, or somebody says that it was switched off and on";

/** What is known when a slip moves: by which mark it was confirmed, or why it could not be. */
export interface MoveNote {
  readonly at: number;
  readonly mark?: string;
  readonly reason?: string;
}

/** The durable print queue: every piece of paper that is due, under way, or was. */
export function slipsBook(db: Drizzle) {
  const insert = hotRun(
    db,
    db.insert(slips).values({
      invoiceId: sql.placeholder("invoiceId"),
      journalSeq: sql.placeholder("journalSeq"),
      document: sql.placeholder("document"),
      copy: sql.placeholder("copy"),
      printer: sql.placeholder("printer"),
      state: sql.placeholder("state"),
      afterClear: sql.placeholder("afterClear"),
      reason: sql.placeholder("reason"),
      createdAt: sql.placeholder("createdAt"),
    }),
  );
  const next = db
    .select()
    .from(slips)
    .where(
      and(
        eq(slips.printer, sql.placeholder("printer")),
        eq(slips.state, "waiting"),
        isOpen,
        sql`${slips.afterClear} <= ${sql.placeholder("mayHold")}`,
      ),
    )
    .orderBy(asc(slips.id))
    .limit(1)
    .prepare();

  return {
    ...slipFinders(db),
    add({ afterClear = false, state = "waiting", ...slip }: NewSlip): SlipRow {
      const reason = afterClear ? waitsForClear : null;
      const row = { ...slip, state, afterClear: afterClear ? 1 : 0, reason } as const;
      const { id } = insert(row);
      return { id, ...row, mark: null, outcome: null, startedAt: null, endedAt: null };
    },
    /** The oldest waiting slip; `mayHold` 0 passes over those that wait for a clear. */
    nextWaiting: (printer: string, mayHold: 0 | 1): SlipRow | undefined => next.get({ printer, mayHold }),
    /** Makes one move of the table. Returns null when the slip was no longer in that state, so each move happens once. */
    move(slip: Pick<SlipRow, "id" | "state">, event: SlipEvent, note: MoveNote): SlipRow | null {
      const state = move(slipMoves, slip.state, event);
      const moved = db
        .update(slips)
        .set({
          state,
          ...(note.mark !== undefined && { mark: note.mark }),
          ...(note.reason !== undefined && { reason: note.reason }),
          ...(event === "start" ? { startedAt: note.at } : event === "retry" ? {} : { endedAt: note.at }),
        })
        .where(and(eq(slips.id, slip.id), eq(slips.state, slip.state)))
        .returning()
        .all();
      return moved[0] ?? null;
    },
    settle(slip: SlipRow, outcome: SettleOutcome, at: number): SlipRow | null {
      const moved = db
        .update(slips)
        .set({ state: move(slipMoves, slip.state, "settle"), outcome, endedAt: at })
        .where(and(eq(slips.id, slip.id), eq(slips.state, slip.state)))
        .returning()
        .all();
      return moved[0] ?? null;
    },
    /** What was on the wire when we died can only be judged by a person; what had failed before a byte left waits again. */
    recover(at: number): void {
      db.update(slips)
        .set({ state: "uncertain", reason: "the till stopped while this slip was being printed", endedAt: at })
        .where(and(eq(slips.state, "sending"), isOpen))
        .run();
      db.update(slips)
        .set({ state: "waiting" })
        .where(and(eq(slips.state, "failed"), isOpen))
        .run();
    },
    /** What waits at a printer and never began there; what waits for it to be empty belongs to it. */
    reroutable: (printer: string): SlipRow[] =>
      db
        .select()
        .from(slips)
        .where(and(eq(slips.printer, printer), inArray(slips.state, ["waiting", "failed"]), isOpen, eq(slips.afterClear, 0)))
        .orderBy(asc(slips.id))
        .all(),
    reroute: (slip: SlipRow, printer: string): SlipRow =>
      db.update(slips).set({ printer }).where(eq(slips.id, slip.id)).returning().all()[0]!,
    /** A copy took this till's place: what waited in it may be on paper already, so only a person may say. Returns how many. */
    doubtAll(at: number): number {
      return db
        .update(slips)
        .set({ state: "uncertain", reason: "it waited when the copy was made that this till was restored from", endedAt: at })
        .where(and(inArray(slips.state, ["waiting", "sending", "failed"]), isOpen))
        .run().changes;
    },
    /** The printer is known to hold nothing any more. */
    cleared(printer: string): void {
      db.update(slips)
        .set({ afterClear: 0, reason: null })
        .where(and(eq(slips.printer, printer), eq(slips.afterClear, 1)))
        .run();
    },
  };
}

function slipFinders(db: Drizzle) {
  const invoice = sql.placeholder("invoiceId");
  const byInvoice = db
    .select()
    .from(slips)
    .where(
      sql`${slips.journalSeq} = ${invoice} OR (${slips.invoiceId} = ${invoice} AND ${slips.journalSeq} <> ${slips.invoiceId})`,
    )
    .orderBy(asc(slips.id))
    .prepare();
  const byEntry = db
    .select()
    .from(slips)
    .where(eq(slips.journalSeq, sql.placeholder("journalSeq")))
    .orderBy(asc(slips.id))
    .prepare();
  return {
    /** The newest test page that came out, as far as its printer can tell. */
    newestTest: (): SlipRow | undefined =>
      db
        .select()
        .from(slips)
        .where(and(eq(slips.document, "test"), inArray(slips.state, ["printed", "sent"])))
        .orderBy(desc(slips.id))
        .limit(1)
        .get(),
    find: (id: number): SlipRow | undefined => db.select().from(slips).where(eq(slips.id, id)).get(),
    /** An invoice's own papers, and those of what was done to it since. */
    ofInvoice: (invoiceId: number): SlipRow[] => byInvoice.all({ invoiceId }),
    /** Every piece of paper that shows one journal entry. */
    ofEntry: (journalSeq: number): SlipRow[] => byEntry.all({ journalSeq }),
    /** The slip opened after another one of the same paper, if any. */
    after: ({ id, journalSeq, document }: SlipRow): SlipRow | null =>
      byEntry.all({ journalSeq }).find((slip) => slip.id > id && slip.document === document) ?? null,
    list: (states: readonly SlipState[], limit: number): SlipRow[] =>
      db
        .select()
        .from(slips)
        .where(states.length > 0 ? and(inArray(slips.state, [...states]), states.every(mayMove) ? isOpen : undefined) : undefined)
        .orderBy(desc(slips.id))
        .limit(limit)
        .all(),
    waitingCount: (printer: string): number =>
      db
        .select({ waiting: count() })
        .from(slips)
        .where(and(eq(slips.printer, printer), inArray(slips.state, ["waiting", "failed"]), isOpen))
        .get()?.waiting ?? 0,
    /** The highest copy number of what shows an entry, 0 when only originals exist. */
    highestCopy: (journalSeq: number): number =>
      db
        .select({ highest: sql<number>`coalesce(max(${slips.copy}), 0)` })
        .from(slips)
        .where(eq(slips.journalSeq, journalSeq))
        .get()?.highest ?? 0,
  };
}

/** Spelled as in the index `slip_open`, so that SQLite sees that the index will do: the few slips that may still move. */
const isOpen = sql`${slips.state} NOT IN ('printed', 'sent', 'settled', 'dropped')`;

function mayMove(state: SlipState): boolean {
  return Object.keys(slipMoves[state]).length > 0;
}
