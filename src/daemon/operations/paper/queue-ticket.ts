import type { NewTicket, TicketRow } from "../../../../db/till/books/paper/tickets.ts";
import { refuse } from "../../../invoice/problems.ts";
import { type Shop, secondsNow } from "../../shop.ts";

/** More than a busy kitchen prints in an hour: a till must not fill up because nobody looks after a printer. */
const mostOpen = 1000;
const keptSeconds = 7 * 86_400;

/** Puts a ticket behind all that waits, and lets go of what ended a week ago. Throws `tickets-full`. Inside a write. */
export function queueTicket(shop: Shop, ticket: Omit<NewTicket, "createdAt">): TicketRow {
  const { tickets } = shop.ledger;
  const createdAt = secondsNow(shop);
  tickets.forget(createdAt - keptSeconds);
  if (isQueueFull(shop))
    throw refuse("tickets-full", `${mostOpen} tickets wait already; nothing was added.`, {
      hint: "Mend the printer they wait for: GET /v1/printers names its fault.",
      retryAfterSeconds: 30,
    });
  return tickets.add({ ...ticket, createdAt });
}

export function isQueueFull({ ledger }: Pick<Shop, "ledger">): boolean {
  return ledger.tickets.openCount() >= mostOpen;
}

/** A ticket asked for before, as it stands. Throws `not-found` when it ended so long ago that it was let go. */
export function earlierTicket(shop: Shop, id: string): TicketRow {
  const ticket = shop.ledger.tickets.find(Number(id));
  if (ticket) return ticket;
  throw refuse("not-found", `Ticket ${id} ended more than a week ago and is no longer kept.`, {
    hint: "To print it again, send it under another Idempotency-Key.",
  });
}
