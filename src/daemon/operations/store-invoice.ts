import type { SlipRow } from "../../../db/till/books/paper/slips.ts";
import { invoiceId } from "../../invoice/invoice.ts";
import type { SlipDocument } from "../../invoice/paper/slip.ts";
import { refuse } from "../../invoice/problems.ts";
import type { InvoiceRecord } from "../../invoice/record.ts";
import type { Sale } from "../../invoice/sale.ts";
import { admit } from "../../sync/admit.ts";
import type { Shop } from "../shop.ts";
import type { InvoiceView } from "./view-invoice.ts";

/** What a slip the POS prints itself has in the place of a printer. */
export const callersPrinter = "caller";

export interface Beside {
  readonly sale: Sale;
  readonly rangeId: number;
  /** Whose invoice it is for finding: a revision stays with the client of its first sale. */
  readonly client: string;
  readonly issuedAt: number;
  /** Seconds since 1970 of the act; later than the issue time for a revision. */
  readonly atSeconds: number;
  /** The printer the POS wants the paper on; as the shop's roles say otherwise. */
  readonly printer?: string | undefined;
}

/** Writes a new record with its slips and its parcel. The view is made of what was written: nothing is read again. Inside a write. */
export function storeInvoice(shop: Shop, record: InvoiceRecord, beside: Beside): Omit<InvoiceView, "numbersLeft"> {
  const { ledger } = shop;
  const { sale, rangeId, client, issuedAt, atSeconds } = beside;
  const message = shop.law.upload("issue", atSeconds, record.buyer);
  assertDeliverable(shop, record, { message: message.message, atSeconds });
  const seal = ledger.journal.append({ kind: "invoice", doc: record, at: atSeconds }, shop.key);
  const { period, number, revision, randomCode, total, terminal = null, orderId = null } = record;
  const found = { period, number, revision, rangeId, randomCode, issuedAt, total, client, terminal, orderId };
  const parties = { buyer: record.buyer?.businessId ?? null, carrier: record.carrier?.id ?? null };
  const row = { id: seal.seq, ...found, ...parties };
  ledger.invoices.add(row);
  const slips = queuePapers(shop, sale, { invoiceId: row.id, createdAt: atSeconds, printer: beside.printer });
  const thread = ledger.invoices.threadOf(row);
  const place = { thread, invoiceId: row.id, journalSeq: seal.seq, createdAt: atSeconds };
  const parcel = ledger.parcels.add({ ...place, ...message, ...admit(shop.upstream) });
  return {
    stored: { row, record, seal, recordedAt: atSeconds },
    slips,
    parcels: [parcel],
    undoings: [],
    allowances: [],
    prizes: [],
    lateKid: null,
  };
}

/**
 * What the authority would refuse must not get a number: its client drops such a file without a word, and the deadline passes.
 * The law should have caught it before; this is the second guard, made of the messages' own tables.
 */
function assertDeliverable({ region }: Shop, record: InvoiceRecord, upload: { message: string; atSeconds: number }): void {
  const faults = region.messages.faults(upload.message, record, upload.atSeconds);
  if (faults.length > 0)
    throw refuse("sale-invalid", "The upload message of this sale would be refused.", {
      faults,
      hint: "Mend what `faults` names and send the sale again with the same requestId. No number was used.",
    });
}

/** Tells whoever listens of a new invoice and its slips. After the write. */
export function announceInvoice({ feed }: Shop, { stored: { record, row }, slips }: InvoiceView): void {
  const { client } = row;
  const invoice = invoiceId(record);
  feed.publish({ kind: "invoice", client, id: invoice, number: record.number, total: record.total, status: "issued" });
  for (const { id, document, state } of slips)
    feed.publish({ kind: "slip", client, id: String(id), invoice, document, state, reason: null });
}

interface PaperPlace {
  readonly invoiceId: number;
  readonly createdAt: number;
  /** Where the POS wants it. */
  readonly printer: string | undefined;
}

/** The papers the law asks for. A slip the POS does not want now is held; one it prints itself counts as printed by it. */
function queuePapers(shop: Shop, sale: Sale, { invoiceId, createdAt, printer: wished }: PaperPlace): SlipRow[] {
  const { proof, details } = shop.law.papers(sale);
  const byCaller = sale.print === "by-caller";
  const state = sale.print === false ? "held" : byCaller ? "sent" : "waiting";
  const due: SlipDocument[] = [...(proof ? ["proof" as const] : []), ...(details ? ["details" as const] : [])];
  return due.map((document) => {
    const printer = byCaller ? callersPrinter : (wished ?? shop.printerFor(document === "details" ? "details" : "proof"));
    return shop.ledger.slips.add({ invoiceId, createdAt, journalSeq: invoiceId, document, copy: 0, printer, state });
  });
}
