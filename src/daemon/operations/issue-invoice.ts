import type { Client } from "../../../db/till/books/tokens.ts";
import { refuse as refuseStorage } from "../../../db/till/file/problems.ts";
import { assertLawful, type InvoiceRecord, invoiceId, issue } from "../../invoice/invoice.ts";
import { refuse } from "../../invoice/problems.ts";
import { digestOf, type Sale } from "../../invoice/sale.ts";
import { admit } from "../../sync/admit.ts";
import { type Shop, secondsNow } from "../shop.ts";
import { believeClock } from "./believe-clock.ts";
import { replayed } from "./replayed.ts";
import { type Taken, takeNumber } from "./take-number.ts";
import { type InvoiceView, viewInvoice } from "./view-invoice.ts";
import { assertWholeJournal } from "./whole-journal.ts";

export interface SaleRequest {
  readonly requestId: string;
  readonly sale: Sale;
  readonly late: boolean;
  /** Refuse when this till is not of that kind, so that a test till never serves a shop by mistake. */
  readonly expect?: "live";
}

export interface Issued extends InvoiceView {
  /** True when this request was answered before: nothing new happened. */
  readonly replayed: boolean;
}

/** Turns a sale into a numbered, sealed, stored invoice with its slip and its parcel; all of it or none of it. */
export async function issueInvoice(shop: Shop, client: Client, request: SaleRequest): Promise<Issued> {
  assertLawful(request.sale, shop.law);
  const digest = Buffer.from(digestOf(request.sale));
  const issued = await shop.ledger.write((): Issued => {
    const earlier = replayed(shop, client, { ...request, digest });
    if (earlier) return { ...viewInvoice(shop, earlier), replayed: true };

    assertSellable(shop, request);
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
    return { ...store(shop, record, { taken, digest }), replayed: false };
  });
  if (!issued.replayed) announce(shop, issued);
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
function assertSpace({ world, settings }: Shop): void {
  if (world.freeBytes() >= settings.freeSpaceMb * 1024 * 1024) return;
  throw refuseStorage("storage-full", `The till's disk has less than ${settings.freeSpaceMb} MB left; nothing was issued.`, {
    hint: "Free some space and send the same request again.",
    retryAfterSeconds: 5,
  });
}

/** Writes the invoice with everything around it. Its view is made of what was written: nothing is read again. */
function store(shop: Shop, record: InvoiceRecord, { taken, digest }: { taken: Taken; digest: Buffer }): InvoiceView {
  const { ledger } = shop;
  const { rangeId, atSeconds: at } = taken;
  const seal = ledger.journal.append({ kind: "invoice", doc: record, at }, shop.key);
  const { period, number, revision, randomCode, total, request, terminal = null, orderId = null } = record;
  const { client } = request;
  const found = { period, number, revision, rangeId, randomCode, issuedAt: at, total, client, terminal, orderId };
  const row = { id: seal.seq, ...found };
  ledger.invoices.add(row);
  ledger.requests.keep({ client, requestId: request.id, operation: "sale", digest, invoiceId: row.id, subject: null, at });
  const slip = ledger.slips.add({
    invoiceId: row.id,
    document: "proof",
    copy: 0,
    printer: shop.proofPrinter,
    createdAt: at,
  });
  const parcel = ledger.parcels.add({ invoiceId: row.id, ...shop.law.upload(at), ...admit(shop.upstream), createdAt: at });
  return {
    stored: { row, record, seal },
    slips: [slip],
    parcels: [parcel],
    numbersLeft: ledger.ranges.left(taken.key),
    lateKid: null,
  };
}

function announce({ feed }: Shop, { stored: { record }, slips }: InvoiceView): void {
  const { client } = record.request;
  feed.publish({ kind: "invoice", client, id: invoiceId(record), number: record.number, total: record.total });
  for (const slip of slips)
    feed.publish({ kind: "slip", client, id: String(slip.id), invoice: invoiceId(record), state: slip.state, reason: null });
}
