import type { TicketRow } from "../../../../../db/till/books/paper/tickets.ts";
import type { Sale } from "../../../../invoice/sale.ts";
import { noPrinter, type Shop, secondsNow } from "../../../shop.ts";
import { askedBefore, keepRequest } from "../../first-time.ts";
import { assertWholeJournal } from "../../whole-journal.ts";
import { announceTicket } from "./announce-ticket.ts";
import { earlierTicket, isQueueFull, type QueuedTicket, queueTicket } from "./queue-ticket.ts";

export interface DrawerRequest {
  readonly printer: string;
  readonly pin: 2 | 5;
  /** The token's name. */
  readonly by: string;
  readonly key: string | undefined;
}

const noPaper = { bytes: Buffer.alloc(0), paperMm: 0 } as const;

/** Opens the drawer without a sale. Journalled: money was within reach, and somebody wanted it so. */
export async function openDrawer(shop: Shop, { printer, pin, by, key }: DrawerRequest): Promise<QueuedTicket> {
  const { ledger } = shop;
  const keyed = { client: by, key, operation: "drawer", content: { printer, pin } } as const;
  const queued = await ledger.write((): QueuedTicket => {
    const earlier = askedBefore(shop, keyed)?.subject;
    if (earlier) return { ticket: earlierTicket(shop, earlier), replayed: true };
    assertWholeJournal(shop);
    ledger.journal.append({ kind: "drawer", doc: { printer, pin, by }, at: secondsNow(shop) }, shop.key);
    const ticket = queueTicket(shop, { ...noPaper, printer, drawerPin: pin, client: by, requestId: key ?? null });
    keepRequest(shop, keyed, { subject: String(ticket.id) });
    return { ticket, replayed: false };
  });
  if (!queued.replayed) announceTicket(shop, queued.ticket);
  return queued;
}

/** What the sale is of, whether it is entered late, and what the POS said of the drawer. */
export interface DrawerSale {
  readonly sale: Sale;
  readonly late: boolean;
  readonly openDrawer?: boolean;
  readonly client: string;
  readonly requestId: string;
}

/**
 * Queues the pulse a sale asks for, before its slip. Null where none is wanted, or there is no printer a drawer could hang on, or
 * the queue is full: a drawer never stands in a sale's way. Inside a write.
 */
export function drawerForSale(shop: Shop, { client, requestId, ...sale }: DrawerSale): TicketRow | null {
  const printer = shop.printerFor("proof");
  if (printer === noPrinter || !wantsDrawer(shop, sale) || isQueueFull(shop)) return null;
  return queueTicket(shop, { ...noPaper, printer, drawerPin: 2, client, requestId });
}

function wantsDrawer({ settings }: Shop, { sale, late, openDrawer }: Omit<DrawerSale, "client" | "requestId">): boolean {
  if (settings.drawer === "never") return false;
  if (openDrawer !== undefined) return openDrawer;
  return settings.drawer === "cash" && !late && (sale.payments ?? []).some(({ method }) => cash.test(method));
}

const cash = /^(cash|現金|现金)$/i;
