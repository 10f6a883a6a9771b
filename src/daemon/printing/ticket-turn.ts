import type { TicketRow } from "../../../db/till/books/paper/tickets.ts";
import { drawerPatienceSeconds, type TicketEvent } from "../../invoice/paper/ticket.ts";
import { drawerPulse } from "../../receipt/ticket/commands.ts";
import { announceTicket } from "../operations/paper/announce-ticket.ts";
import { type Shop, secondsNow } from "../shop.ts";
import { ticketJobId } from "./job-id.ts";
import type { Turn } from "./turn.ts";

/** A ticket or a drawer's pulse whose turn it is. */
export function ticketTurn(shop: Shop, waiting: TicketRow): Turn {
  const { ledger } = shop;
  let ticket = waiting;

  async function advance(...events: readonly (readonly [TicketEvent, { mark?: string; reason?: string }])[]): Promise<boolean> {
    const moved = await ledger.write(() => {
      let row: TicketRow | null = ticket;
      for (const [event, note] of events) row = row && ledger.tickets.move(row, event, { at: secondsNow(shop), ...note });
      return row;
    });
    if (!moved) return false;
    ticket = moved;
    announceTicket(shop, ticket);
    return true;
  }

  return {
    name: `ticket ${ticket.id}`,
    jobId: ticketJobId(ticket.id),
    afterClear: false,
    job: () => ({ pieces: piecesOf(shop, ticket), paperMm: ticket.paperMm }),
    async start() {
      if (ticket.bytes.length > 0 || isPulseDue(shop, ticket)) return advance(["start", {}]);
      await advance(["drop", { reason: tooLate }]);
      return false;
    },
    async finish(event, note = {}) {
      if (!(await advance([event, note]))) throw new Error(`ticket ${ticket.id} is no longer ${ticket.state}`);
    },
    async again(reason) {
      await advance(["never-started", { reason }], ["retry", {}]);
    },
  };
}

const tooLate = `the printer was away for more than ${drawerPatienceSeconds} seconds`;

/** The pulse goes first, and only in time: asked for at the moment the bytes leave, not when the ticket was queued. */
function* piecesOf(shop: Shop, ticket: TicketRow): Generator<Uint8Array> {
  const pulse = ticket.drawerPin !== null && isPulseDue(shop, ticket) ? drawerPulse(ticket.drawerPin) : new Uint8Array();
  yield Buffer.concat([pulse, ticket.bytes]);
}

/** A clock that was set back tells nothing of how long it waited: then the drawer stays shut too. */
function isPulseDue(shop: Shop, { createdAt }: TicketRow): boolean {
  const age = secondsNow(shop) - createdAt;
  return age >= 0 && age <= drawerPatienceSeconds;
}
