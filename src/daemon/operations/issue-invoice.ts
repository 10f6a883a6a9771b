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
    const id = store(shop, record, { taken, digest });
    return { ...viewInvoice(shop, id), replayed: false };
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

function store(shop: Shop, record: InvoiceRecord, { taken, digest }: { taken: Taken; digest: Buffer }): number {
  const { ledger } = shop;
  const at = taken.atSeconds;
  const sealed = ledger.journal.append({ kind: "invoice", doc: record, at }, shop.key);
  const { period, number, revision, randomCode, total, request, terminal, orderId } = record;
  const id = ledger.invoices.add({
    period,
    number,
    revision,
    rangeId: taken.rangeId,
    journalSeq: sealed.seq,
    randomCode,
    issuedAt: at,
    total,
    client: request.client,
    terminal: terminal ?? null,
    orderId: orderId ?? null,
  });
  ledger.requests.keep({
    client: request.client,
    requestId: request.id,
    operation: "sale",
    digest,
    invoiceId: id,
    subject: null,
    at,
  });
  ledger.slips.add({ invoiceId: id, document: "proof", copy: 0, printer: shop.proofPrinter, createdAt: at });
  ledger.parcels.add({ invoiceId: id, ...shop.law.upload(at), ...admit(shop.upstream), createdAt: at });
  return id;
}

function announce({ feed }: Shop, { stored: { record }, slips }: InvoiceView): void {
  const { client } = record.request;
  feed.publish({ kind: "invoice", client, id: invoiceId(record), number: record.number, total: record.total });
  for (const slip of slips)
    feed.publish({ kind: "slip", client, id: String(slip.id), invoice: invoiceId(record), state: slip.state, reason: null });
}
