import { createHash } from "node:crypto";
import type { Client } from "../../../../db/till/books/people/tokens.ts";
import { assertLawful, invoiceId, issue } from "../../../invoice/invoice.ts";
import { refuse } from "../../../invoice/problems.ts";
import type { InvoiceRecord } from "../../../invoice/record.ts";
import { digestOf, type Sale } from "../../../invoice/sale.ts";
import { statusOf } from "../../../invoice/undoing.ts";
import type { Shop } from "../../shop.ts";
import { findInvoice } from "../find-invoice.ts";
import { assertSpace, type Issued } from "../issue-invoice.ts";
import { replayed } from "../replayed.ts";
import { announceInvoice, storeInvoice } from "../store-invoice.ts";
import { type InvoiceView, viewInvoice } from "../view-invoice.ts";
import { assertWholeJournal } from "../whole-journal.ts";
import { actSecond } from "./undo-invoice.ts";

export interface Reissue {
  /** `period-number`, or a bare number for the newest. */
  readonly address: string;
  readonly requestId: string;
  readonly sale: Sale;
}

/**
 * Gives a withdrawn invoice's number a corrected revision: same number, random code and issue second, so that numbers and
 * times still rise together; new content, seal, slips and parcel. Once for each withdrawal.
 */
export async function reissueInvoice(shop: Shop, client: Client, request: Reissue): Promise<Issued> {
  const { address, requestId, sale } = request;
  assertLawful(sale, shop.law);
  const digest = createHash("sha256").update(address).update(digestOf(sale)).digest();
  const issued = await shop.ledger.write((): Issued => {
    const earlier = replayed(shop, client, { requestId, digest, operation: "reissue" });
    if (earlier) return { ...viewInvoice(shop, earlier), replayed: true };
    assertWholeJournal(shop);
    assertSpace(shop);
    const withdrawn = viewInvoice(shop, findInvoice(shop, address).id);
    assertWithdrawn(withdrawn);
    assertSameKind(shop, withdrawn.stored.record, sale);
    const atSeconds = actSecond(shop, withdrawn);
    const { rangeId, issuedAt, client: seller } = withdrawn.stored.row;
    const record = revised(shop, withdrawn, { request: { client: client.name, id: requestId }, sale, atSeconds });
    const { id } = storeInvoice(shop, record, { sale, rangeId, client: seller, issuedAt, atSeconds }).stored.row;
    const kept = { client: client.name, requestId, operation: "reissue", digest, invoiceId: id, subject: null } as const;
    shop.ledger.requests.keep({ ...kept, at: atSeconds });
    return { ...viewInvoice(shop, id), replayed: false };
  });
  if (!issued.replayed) announceInvoice(shop, issued);
  return issued;
}

function assertWithdrawn({ stored, undoings }: InvoiceView): void {
  const status = statusOf(undoings.map(({ act }) => act));
  if (status === "withdrawn") return;
  throw refuse("invoice-not-withdrawn", `Invoice ${invoiceId(stored.record)} is ${status}, not withdrawn.`, {
    hint: "Withdraw it first: only then can its number carry other content.",
  });
}

/** Numbers are granted for one kind of invoice; another kind needs another number. */
function assertSameKind({ law }: Shop, { invoiceType }: InvoiceRecord, sale: Sale): void {
  const wanted = law.invoiceType(sale);
  if (wanted === invoiceType) return;
  const message = `The number was granted for invoices of type ${invoiceType}; this sale is of type ${wanted}.`;
  throw refuse("sale-invalid", message, {
    faults: [{ path: "sale.lines", code: "invoice-type", message }],
    hint: "Send it as a new sale, which takes a number of its own.",
  });
}

interface Revision {
  readonly request: InvoiceRecord["request"];
  readonly sale: Sale;
  readonly atSeconds: number;
}

function revised(shop: Shop, { stored }: InvoiceView, { request, sale, atSeconds }: Revision): InvoiceRecord {
  const { record, row } = stored;
  const { number, period, randomCode, seller, environment, revision } = record;
  const slot = shop.ledger.ranges.slot(row.rangeId, Number(number.slice(2)));
  return issue(
    {
      sale,
      allotment: { number, period, randomCode, ...(slot && { cipher: slot.cipher }) },
      atSeconds: row.issuedAt,
      seller,
      environment,
      request,
      revision: { revision: revision + 1, atSeconds },
    },
    shop.law,
  );
}
