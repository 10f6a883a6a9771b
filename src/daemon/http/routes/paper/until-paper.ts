import { z } from "@hono/zod-openapi";
import type { SlipRow } from "../../../../../db/till/books/paper/slips.ts";
import type { TicketRow } from "../../../../../db/till/books/paper/tickets.ts";
import { slipEnds } from "../../../../invoice/paper/slip.ts";
import { ticketEnds } from "../../../../invoice/paper/ticket.ts";
import type { Shop } from "../../../shop.ts";

/** How a caller asks to be answered only then. */
export const paperWait = z.strictObject({
  wait: z.enum(["paper"]).optional().openapi({ description: "Answer only when the slip has reached an end." }),
  timeout: z.coerce.number().min(0.1).max(30).default(5).openapi({ description: "How long to wait for paper, in seconds." }),
});

type Waiting = Pick<Shop, "feed" | "ledger" | "world">;

/** Resolves when every slip has reached an end state, or the time is over. */
export function untilPaper(shop: Waiting, slips: readonly SlipRow[], ms: number): Promise<void> {
  const { ledger } = shop;
  return until(shop, () => slips.every(({ id }) => slipEnds.includes(ledger.slips.find(id)?.state ?? "dropped")), ms);
}

/** The same for a ticket. */
export function untilTicket(shop: Waiting, { id }: TicketRow, ms: number): Promise<void> {
  return until(shop, () => ticketEnds.includes(shop.ledger.tickets.find(id)?.state ?? "dropped"), ms);
}

async function until({ feed, world }: Waiting, isOver: () => boolean, ms: number): Promise<void> {
  const done = new AbortController();
  const check = () => {
    if (isOver()) done.abort();
  };
  const stop = feed.listen(({ kind }) => (kind === "slip" || kind === "ticket") && check());
  check();
  await world.clock.sleep(ms, done.signal);
  stop();
}
