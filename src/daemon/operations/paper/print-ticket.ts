import type { TicketRow } from "../../../../db/till/books/paper/tickets.ts";
import type { Shop } from "../../shop.ts";
import { askedBefore, keepRequest } from "../first-time.ts";
import { assertSpace } from "../issue-invoice.ts";
import { announceTicket } from "./announce-ticket.ts";
import { earlierTicket, queueTicket } from "./queue-ticket.ts";

export interface TicketRequest {
  readonly printer: string;
  readonly bytes: Uint8Array;
  readonly paperMm: number;
  readonly drawerPin: 2 | 5 | null;
  /** What was asked, as JSON: the same key with anything else is refused. */
  readonly content: unknown;
  /** The token's name. */
  readonly by: string;
  readonly key: string | undefined;
}

export interface QueuedTicket {
  readonly ticket: TicketRow;
  /** True when this very request was answered before: nothing new happened. */
  readonly replayed: boolean;
}

/** Queues a POS's own ticket, unless the disk is nearly full. It is no evidence, so it is not journalled and prints on a till whose journal is broken too. */
export async function printTicket(shop: Shop, request: TicketRequest): Promise<QueuedTicket> {
  const { printer, bytes, paperMm, drawerPin, content, by, key } = request;
  const keyed = { client: by, key, operation: "print", content } as const;
  const queued = await shop.ledger.write((): QueuedTicket => {
    const earlier = askedBefore(shop, keyed)?.subject;
    if (earlier) return { ticket: earlierTicket(shop, earlier), replayed: true };
    assertSpace(shop);
    const paper = { printer, bytes: Buffer.from(bytes), paperMm, drawerPin };
    const ticket = queueTicket(shop, { ...paper, client: by, requestId: key ?? null });
    keepRequest(shop, keyed, { subject: String(ticket.id) });
    return { ticket, replayed: false };
  });
  if (!queued.replayed) announceTicket(shop, queued.ticket);
  return queued;
}
