import type { StoredAllowance } from "../../../../db/till/books/allowances.ts";
import { invoiceId } from "../../../invoice/invoice.ts";
import { refuse } from "../../../invoice/problems.ts";
import type { AllowanceAsk, AllowanceRecord } from "../../../invoice/record.ts";
import { allow } from "../../../invoice/undoing.ts";
import type { Shop } from "../../shop.ts";
import { findInvoice } from "../find-invoice.ts";
import { askedBefore, keepRequest } from "../first-time.ts";
import { announceSlips } from "../paper/announce-slips.ts";
import { type InvoiceView, viewInvoice } from "../view-invoice.ts";
import { assertWholeJournal } from "../whole-journal.ts";
import { queueNote } from "./queue-note.ts";
import { assertStanding } from "./standing.ts";
import { actSecond, queueParcel } from "./undo-invoice.ts";

export interface AllowanceRequest {
  /** `period-number`, or a bare number for the newest. */
  readonly address: string;
  readonly asks: readonly AllowanceAsk[];
  readonly reason: string;
  /** Whether the form for the buyer's signature is printed; absent: yes, where there is a printer. */
  readonly print?: boolean;
  /** The token's name. */
  readonly by: string;
  readonly key: string | undefined;
}

export interface Allowed {
  readonly allowance: StoredAllowance;
  /** True when this very request was answered before: nothing new happened. */
  readonly replayed: boolean;
}

/** Gives back a part of an invoice's money (折讓), never more than earlier allowances left of it. Any time, filed or not. */
export async function giveAllowance(shop: Shop, request: AllowanceRequest): Promise<Allowed> {
  const { by, key, ...content } = request;
  const keyed = { client: by, key, operation: "allowance", content } as const;
  const allowed = await shop.ledger.write((): Allowed => {
    const earlier = askedBefore(shop, keyed);
    if (earlier?.subject) return { allowance: shop.ledger.allowances.find(earlier.subject)!, replayed: true };
    assertWholeJournal(shop);
    const view = viewInvoice(shop, findInvoice(shop, request.address).id);
    assertStanding(view);
    const record = recordOf(shop, view, request);
    store(shop, view, { record, by, print: request.print });
    keepRequest(shop, keyed, { invoiceId: view.stored.row.id, subject: record.allowanceNumber });
    return { allowance: shop.ledger.allowances.find(record.allowanceNumber)!, replayed: false };
  });
  if (!allowed.replayed) announceSlips(shop, shop.ledger.slips.ofEntry(allowed.allowance.row.journalSeq));
  return allowed;
}

function recordOf(shop: Shop, view: InvoiceView, { asks, reason }: AllowanceRequest): AllowanceRecord {
  const { record } = view.stored;
  const open = view.allowances.filter(({ cancel }) => cancel === null);
  return allow(
    record,
    {
      allowanceNumber: nextNumber(shop, view),
      asks,
      earlier: open.flatMap(({ record: { lines } }) => lines),
      atSeconds: actSecond(shop, view),
      reason,
    },
    shop.law,
  );
}

/** Numbers of cancelled allowances stay used. */
function nextNumber({ ledger, law }: Shop, { stored: { record } }: InvoiceView): string {
  const counter = ledger.allowances.countOf(record.period, record.number) + 1;
  const number = law.undo.allowanceNumber(record, counter);
  if (number !== null) return number;
  throw refuse(
    "allowances-exhausted",
    `Invoice ${invoiceId(record)} has had ${counter - 1} allowances; no more can be numbered.`,
    {
      hint: "Cancel the invoice, or settle the rest outside this till.",
    },
  );
}

interface Giving {
  readonly record: AllowanceRecord;
  readonly by: string;
  readonly print: boolean | undefined;
}

function store(shop: Shop, view: InvoiceView, { record, by, print }: Giving): void {
  const { ledger } = shop;
  const at = Date.parse(record.allowedAt) / 1000;
  const { seq: journalSeq } = ledger.journal.append({ kind: "allowance", doc: { ...record, by }, at }, shop.key);
  const { allowanceNumber: number, total } = record;
  ledger.allowances.add({ number, invoiceId: view.stored.row.id, journalSeq, total, at });
  queueNote(shop, view, { document: "allowance", journalSeq, atSeconds: at, print });
  queueParcel(shop, view, { act: "allow", journalSeq, atSeconds: at });
}
