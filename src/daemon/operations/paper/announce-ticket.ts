import type { TicketRow } from "../../../../db/till/books/paper/tickets.ts";
import type { Shop } from "../../shop.ts";

/** Tells whoever listens how a ticket stands now. After the write. */
export function announceTicket({ feed }: Pick<Shop, "feed">, { id, client, printer, state, reason }: TicketRow): void {
  feed.publish({ kind: "ticket", client, id: String(id), printer, state, reason });
}
