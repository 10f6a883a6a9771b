import { and, asc, count, eq, isNull, lt, sql } from "drizzle-orm";
import { move } from "../../../../src/invoice/moves.ts";
import { type TicketEvent, ticketEnds, ticketMoves } from "../../../../src/invoice/paper/ticket.ts";
import type { Drizzle } from "../../file/drizzle.ts";
import { slips, tickets } from "../../schema.ts";
import type { MoveNote } from "./slips.ts";

export type TicketRow = typeof tickets.$inferSelect;
export type NewTicket = Pick<TicketRow, "printer" | "bytes" | "paperMm" | "drawerPin" | "client" | "requestId" | "createdAt">;

/** What POS software asked to have printed, and drawers to be opened: a queue beside the slips' own, in one order with it. */
export function ticketsBook(db: Drizzle) {
  const next = db
    .select()
    .from(tickets)
    .where(and(eq(tickets.printer, sql.placeholder("printer")), isNull(tickets.endedAt), eq(tickets.state, "waiting")))
    .orderBy(asc(tickets.id))
    .limit(1)
    .prepare();
  return {
    /** Behind every slip there is now. */
    add(ticket: NewTicket): TicketRow {
      const newestSlip = db
        .select({ id: sql<number>`coalesce(max(${slips.id}), 0)` })
        .from(slips)
        .get();
      return db
        .insert(tickets)
        .values({ ...ticket, state: "waiting", afterSlip: newestSlip?.id ?? 0 })
        .returning()
        .get();
    },
    find: (id: number): TicketRow | undefined => db.select().from(tickets).where(eq(tickets.id, id)).get(),
    nextWaiting: (printer: string): TicketRow | undefined => next.get({ printer }),
    /** How many have not ended, on every printer. */
    openCount: (): number => db.select({ open: count() }).from(tickets).where(isNull(tickets.endedAt)).get()?.open ?? 0,
    waitingCount: (printer: string): number =>
      db
        .select({ open: count() })
        .from(tickets)
        .where(and(eq(tickets.printer, printer), isNull(tickets.endedAt)))
        .get()?.open ?? 0,
    /** Makes one move of the table. Returns null when the ticket was no longer in that state, so each move happens once. */
    move(ticket: Pick<TicketRow, "id" | "state">, event: TicketEvent, { at, mark, reason }: MoveNote): TicketRow | null {
      const state = move(ticketMoves, ticket.state, event);
      const moved = db
        .update(tickets)
        .set({
          state,
          ...(mark !== undefined && { mark }),
          ...(reason !== undefined && { reason }),
          ...(event === "start" && { startedAt: at }),
          ...(ticketEnds.includes(state) && { endedAt: at }),
        })
        .where(and(eq(tickets.id, ticket.id), eq(tickets.state, ticket.state)))
        .returning()
        .all();
      return moved[0] ?? null;
    },
    /** What was on the wire when we died may be paper; what had failed before a byte left waits again. */
    recover(at: number): void {
      db.update(tickets)
        .set({ state: "uncertain", reason: "the till stopped while this ticket was being printed", endedAt: at })
        .where(and(eq(tickets.state, "sending"), isNull(tickets.endedAt)))
        .run();
      db.update(tickets)
        .set({ state: "waiting" })
        .where(and(eq(tickets.state, "failed"), isNull(tickets.endedAt)))
        .run();
    },
    /** Lets go of what ended before that moment. */
    forget(before: number): void {
      db.delete(tickets)
        .where(and(lt(tickets.endedAt, before), sql`${tickets.id} < (SELECT max(id) FROM tickets)`))
        .run();
    },
  };
}
