import type { TicketRow } from "../../../db/till/books/paper/tickets.ts";
import type { Client } from "../../../db/till/books/people/tokens.ts";
import { refuse as refuseStorage } from "../../../db/till/file/problems.ts";
import { assertLawful, issue } from "../../invoice/invoice.ts";
import { refuse } from "../../invoice/problems.ts";
import { digestOf, type Sale } from "../../invoice/sale.ts";
import { type Shop, secondsNow } from "../shop.ts";
import { believeClock } from "./believe-clock.ts";
import { takeNumber } from "./numbers/take-number.ts";
import { announceTicket } from "./paper/tickets/announce-ticket.ts";
import { drawerForSale } from "./paper/tickets/open-drawer.ts";
import { replayed } from "./replayed.ts";
import { announceInvoice, storeInvoice } from "./store-invoice.ts";
import { type InvoiceView, viewInvoice } from "./view-invoice.ts";
import { assertWholeJournal } from "./whole-journal.ts";

export interface SaleRequest {
  readonly requestId: string;
  readonly sale: Sale;
  readonly late: boolean;
  /** Refuse when this till is not of that kind, so that a test till never serves a shop by mistake. */
  readonly expect?: "live";
  /** Whether the drawer opens; as the shop says where the POS says nothing. */
  readonly openDrawer?: boolean;
  /** The printer its paper is wanted on, by name. */
  readonly printer?: string;
}

export interface Issued extends InvoiceView {
  /** True when this request was answered before: nothing new happened. */
  readonly replayed: boolean;
}

/** Turns a sale into a numbered, sealed, stored invoice with its slip and its parcel; all of it or none of it. */
export async function issueInvoice(shop: Shop, client: Client, request: SaleRequest): Promise<Issued> {
  assertLawful(request.sale, shop.law);
  const digest = Buffer.from(digestOf(request.sale));
  let drawer: TicketRow | null = null;
  const issued = await shop.ledger.write((): Issued => {
    const earlier = replayed(shop, client, { requestId: request.requestId, digest, operation: "sale" });
    if (earlier) return { ...viewInvoice(shop, earlier), replayed: true };

    assertSellable(shop, request);
    assertPrinter(shop, request.printer);
    const taken = takeNumber(shop, request.sale, believeClock(shop));
    const record = issue(
      {
        sale: request.sale,
        ...taken,
        seller: shop.seller,
        environment: shop.environment,
        request: { client: client.name, id: request.requestId },
      },
      shop.law,
    );
    const { rangeId, atSeconds } = taken;
    const beside = { sale: request.sale, rangeId, client: client.name, issuedAt: atSeconds, atSeconds, printer: request.printer };
    drawer = drawerForSale(shop, { ...request, client: client.name }); // before the slip, so that it opens first
    const written = storeInvoice(shop, record, beside);
    const { id } = written.stored.row;
    const { requestId } = request;
    const kept = {
      client: client.name,
      requestId,
      operation: "sale",
      digest,
      invoiceId: id,
      subject: null,
      at: atSeconds,
    } as const;
    shop.ledger.requests.keep(kept);
    return { ...written, numbersLeft: shop.ledger.ranges.left(taken.key), replayed: false };
  });
  if (drawer) announceTicket(shop, drawer);
  if (!issued.replayed) announceInvoice(shop, issued);
  return issued;
}

function assertSellable(shop: Shop, { sale, late, expect }: SaleRequest): void {
  assertWholeJournal(shop);
  assertSpace(shop);
  if (expect === "live" && shop.environment !== "live")
    throw refuse("not-live", `This till is a ${shop.environment} till; it issues nothing that counts.`, {
      hint: "Point the POS at the live till, or leave out `expect` to practise.",
    });
  const age = sale.soldAt === undefined ? 0 : secondsNow(shop) - Date.parse(sale.soldAt) / 1000;
  if (!late && age > shop.settings.lateMinutes * 60)
    throw refuse("sale-late", `The sale is ${Math.floor(age / 60)} minutes old.`, {
      hint: "If no invoice was written by hand for it, send it again with `late: true`; otherwise abandon the request.",
    });
}

/** Better refused before the disk is full than half-way through a commit. */
export function assertSpace({ world, settings }: Shop): void {
  if (world.freeBytes() >= settings.freeSpaceMb * 1024 * 1024) return;
  throw refuseStorage("storage-full", `The till's disk has less than ${settings.freeSpaceMb} MB left; nothing was issued.`, {
    hint: "Free some space and send the same request again.",
    retryAfterSeconds: 5,
  });
}

/** A slip sent where nothing prints would never come out, and nobody would know. */
function assertPrinter({ settings: { printers } }: Shop, wished: string | undefined): void {
  if (wished === undefined || printers.some(({ name }) => name === wished)) return;
  const message = `There is no printer "${wished}".`;
  throw refuse("sale-invalid", message, {
    faults: [{ path: "printer", code: "printer-unknown", message }],
    hint: printers.length > 0 ? `Printers: ${printers.map(({ name }) => name).join(", ")}.` : "No printer is configured.",
  });
}
