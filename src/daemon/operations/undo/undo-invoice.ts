import type { MoveNote, SlipRow } from "../../../../db/till/books/paper/slips.ts";
import { invoiceId } from "../../../invoice/invoice.ts";
import { issueSecond } from "../../../invoice/issue-time.ts";
import type { Act } from "../../../invoice/law.ts";
import { statesBefore } from "../../../invoice/moves.ts";
import { slipMoves } from "../../../invoice/paper/slip.ts";
import { refuse } from "../../../invoice/problems.ts";
import type { UndoRecord } from "../../../invoice/record.ts";
import { statusOf, undo } from "../../../invoice/undoing.ts";
import { admit } from "../../../sync/admit.ts";
import type { Shop } from "../../shop.ts";
import { believeClock } from "../believe-clock.ts";
import { findInvoice } from "../find-invoice.ts";
import { askedBefore, keepRequest } from "../first-time.ts";
import { announceSlips } from "../paper/announce-slips.ts";
import { announceUploads } from "../upload/announce-uploads.ts";
import { settleUnstored } from "../upload/settle-unstored.ts";
import { type InvoiceView, viewInvoice } from "../view-invoice.ts";
import { assertWholeJournal } from "../whole-journal.ts";
import { queueNote } from "./queue-note.ts";

export interface UndoRequest {
  /** `period-number`, or a bare number for the newest. */
  readonly address: string;
  readonly reason: string;
  readonly approvalNumber?: string;
  /** Whether a note of it is printed; absent: where a proof slip has to be taken back. */
  readonly print?: boolean;
  /** The token's name. */
  readonly by: string;
  readonly key: string | undefined;
}

export interface Undone extends InvoiceView {
  /** True when this very request was answered before: nothing new happened. */
  readonly replayed: boolean;
}

export interface UndoRule {
  readonly act: UndoRecord["act"];
  /** Throws where this invoice must not be undone at that moment. */
  assertAllowed(view: InvoiceView, atSeconds: number): void;
}

/** Undoes an invoice by the rule of its act: record, dropped slips and parcel in one commit. A withdrawal of what upstream never had sends nothing. */
export async function undoInvoice(shop: Shop, request: UndoRequest, { act, assertAllowed }: UndoRule): Promise<Undone> {
  const { by, key, ...content } = request;
  const keyed = { client: by, key, operation: act, content } as const;
  const undone = await shop.ledger.write((): Undone => {
    const earlier = askedBefore(shop, keyed);
    if (earlier?.invoiceId) return { ...viewInvoice(shop, earlier.invoiceId), replayed: true };
    assertWholeJournal(shop);
    const view = viewInvoice(shop, findInvoice(shop, request.address).id);
    const atSeconds = actSecond(shop, view);
    assertAllowed(view, atSeconds);
    assertNoOpenAllowance(view);
    store(shop, view, { act, atSeconds, request });
    keepRequest(shop, keyed, { invoiceId: view.stored.row.id });
    return { ...viewInvoice(shop, view.stored.row.id), replayed: false };
  });
  if (!undone.replayed) announce(shop, undone);
  return undone;
}

/** The moment of an act on an invoice: never before anything that happened to it. Inside a write. */
export function actSecond(shop: Shop, { stored, undoings, allowances }: InvoiceView): number {
  const moments = [
    stored.recordedAt,
    ...undoings.map(({ at }) => at),
    ...allowances.map(({ row, cancel }) => cancel?.at ?? row.at),
  ];
  return issueSecond(believeClock(shop), Math.max(...moments));
}

/** Queues the message that tells upstream of an act. Inside a write. */
export function queueParcel(
  shop: Shop,
  { stored }: Pick<InvoiceView, "stored">,
  { act, journalSeq, atSeconds }: { readonly act: Act; readonly journalSeq: number; readonly atSeconds: number },
): void {
  shop.ledger.parcels.add({
    thread: shop.ledger.invoices.threadOf(stored.row),
    invoiceId: stored.row.id,
    journalSeq,
    ...shop.law.upload(act, atSeconds, stored.record.buyer),
    ...admit(shop.upstream),
    createdAt: atSeconds,
  });
}

function assertNoOpenAllowance({ allowances, stored }: InvoiceView): void {
  const open = allowances.filter(({ cancel }) => cancel === null).map(({ row }) => row.number);
  if (open.length === 0) return;
  throw refuse("allowance-open", `Invoice ${invoiceId(stored.record)} has the open allowance ${open.join(", ")}.`, {
    hint: "Cancel it first: POST /v1/allowances/:number/cancel.",
  });
}

interface Doing {
  readonly act: UndoRecord["act"];
  readonly atSeconds: number;
  readonly request: UndoRequest;
}

function store(shop: Shop, view: InvoiceView, { act, atSeconds, request }: Doing): void {
  const { ledger, law } = shop;
  const { reason, approvalNumber, print, by } = request;
  const said = { act, reason, ...(approvalNumber !== undefined && { approvalNumber }) };
  const record = undo(view.stored.record, { ...said, atSeconds }, law);
  const { seq: journalSeq } = ledger.journal.append({ kind: act, doc: { ...record, by }, at: atSeconds }, shop.key);
  ledger.undoings.add({ invoiceId: view.stored.row.id, act, journalSeq, at: atSeconds });
  dropSlips(shop, view.slips, { at: atSeconds, reason: "the invoice was undone" });
  queueNote(shop, view, { document: `${act}-note`, journalSeq, atSeconds, print });
  const neverWasThere = act === "withdraw" && settleUnstored(shop, view.parcels, { by, at: atSeconds }).length > 0;
  if (!neverWasThere) queueParcel(shop, view, { act, journalSeq, atSeconds });
}

/** Paper that has not begun must not come out any more. What is on the wire comes out, and a person hears of it. Inside a write. */
export function dropSlips({ ledger }: Shop, slips: readonly SlipRow[], note: MoveNote): void {
  const droppable = statesBefore(slipMoves, "drop");
  for (const slip of slips) if (droppable.includes(slip.state)) ledger.slips.move(slip, "drop", note);
}

function announce(shop: Shop, { stored: { record, row }, slips, parcels, undoings }: InvoiceView): void {
  const invoice = invoiceId(record);
  const status = statusOf(undoings.map(({ act }) => act));
  shop.feed.publish({ kind: "invoice", client: row.client, id: invoice, number: record.number, total: record.total, status });
  const { at, journalSeq: note } = undoings.at(-1)!;
  announceSlips(
    shop,
    slips.filter(({ state, journalSeq }) => state === "dropped" || journalSeq === note),
  );
  announceUploads(
    shop,
    parcels.filter(({ state, endedAt }) => state === "resolved" && endedAt === at),
  );
}
