import { announceSlips } from "../operations/paper/announce-slips.ts";
import { announceTicket } from "../operations/paper/announce-ticket.ts";
import { type Shop, secondsNow } from "../shop.ts";
import { jobOf } from "./job-id.ts";
import { type SlipDrawing, slipTurn } from "./slip-turn.ts";
import { ticketTurn } from "./ticket-turn.ts";
import type { Turn } from "./turn.ts";

/** What a printer's loop needs of the ledger. */
export interface PrintQueue {
  /** The oldest thing that waits. */
  next(): Turn | undefined;
  /** The same, passing over slips that wait until the printer holds nothing of earlier tries. */
  nextUnhindered(): Turn | undefined;
  /** The id of something uncertain came after all. */
  confirmLate(jobId: string): Promise<void>;
  /** The printer holds nothing of earlier tries any more. */
  cleared(): Promise<void>;
}

/** One printer's slips and tickets as one queue, in the order in which they were asked for. */
export function printQueue(shop: Shop, printer: string, draw: SlipDrawing): PrintQueue {
  const { ledger } = shop;

  function next(mayHold: 0 | 1): Turn | undefined {
    const slip = ledger.slips.nextWaiting(printer, mayHold);
    const ticket = ledger.tickets.nextWaiting(printer);
    if (ticket && (!slip || slip.id > ticket.afterSlip)) return ticketTurn(shop, ticket);
    return slip && slipTurn(shop, slip, draw);
  }

  return {
    next: () => next(1),
    nextUnhindered: () => next(0),
    async confirmLate(jobId) {
      const { kind, id } = jobOf(jobId);
      await (kind === "slip" ? confirmSlip(shop, id) : confirmTicket(shop, id));
    },
    cleared: () => ledger.write(() => ledger.slips.cleared(printer)),
  };
}

const mark = { mark: "process-id", reason: "confirmed late" } as const;

async function confirmSlip(shop: Shop, id: number): Promise<void> {
  const { ledger } = shop;
  const slip = ledger.slips.find(id);
  if (slip?.state !== "uncertain") return;
  const moved = await ledger.write(() => ledger.slips.move(slip, "late-id", { at: secondsNow(shop), ...mark }));
  if (moved) announceSlips(shop, [moved]);
}

async function confirmTicket(shop: Shop, id: number): Promise<void> {
  const { ledger } = shop;
  const ticket = ledger.tickets.find(id);
  if (ticket?.state !== "uncertain") return;
  const moved = await ledger.write(() => ledger.tickets.move(ticket, "late-id", { at: secondsNow(shop), ...mark }));
  if (moved) announceTicket(shop, moved);
}
