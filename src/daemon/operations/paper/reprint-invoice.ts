import type { SlipRow } from "../../../../db/till/books/paper/slips.ts";
import { invoiceId } from "../../../invoice/invoice.ts";
import { type OriginalStands, originalStands, type ReprintReason, type ReprintRecord } from "../../../invoice/paper/reprint.ts";
import { refuse } from "../../../invoice/problems.ts";
import { type Shop, secondsNow } from "../../shop.ts";
import { findInvoice } from "../find-invoice.ts";
import { askedBefore, keepRequest } from "../first-time.ts";
import { assertStanding } from "../undo/standing.ts";
import { type InvoiceView, viewInvoice } from "../view-invoice.ts";
import { assertWholeJournal } from "../whole-journal.ts";
import { announceSlips } from "./announce-slips.ts";

export interface Reprint {
  /** `period-number`, or a bare number for the newest. */
  readonly address: string;
  readonly document: ReprintRecord["document"];
  readonly reason: ReprintReason;
  readonly note?: string;
  readonly copies: number;
  readonly printer: string;
  /** The token's name, or the printer's panel. */
  readonly by: string;
  readonly key: string | undefined;
}

export interface Reprinted {
  readonly slips: readonly SlipRow[];
  /** True when this very request was answered before: nothing new happened. */
  readonly replayed: boolean;
}

/**
 * Prints marked copies (補印) of an invoice's paper from its sealed record. Each copy's number is reserved and journalled before
 * the printer hears of it. Throws `invoice-undone`, `original-missing`, `original-pending`, `reprint-late`, `copies-exhausted`.
 */
export async function reprintInvoice(shop: Shop, request: Reprint): Promise<Reprinted> {
  const { by, key, ...content } = request;
  const keyed = { client: by, key, operation: "reprint", content } as const;
  const reprinted = await shop.ledger.write((): Reprinted => {
    const earlier = askedBefore(shop, keyed);
    if (earlier?.subject) return { slips: slipsOf(shop, earlier.subject), replayed: true };
    assertWholeJournal(shop);
    const view = viewInvoice(shop, findInvoice(shop, request.address).id);
    assertStanding(view);
    assertOriginalOutside(view, request.document);
    assertInTime(shop, view);
    assertFewEnough(shop, view, request.copies);
    const slips = Array.from({ length: request.copies }, () => queueCopy(shop, view, request));
    keepRequest(shop, keyed, { invoiceId: view.stored.row.id, subject: slips.map(({ id }) => id).join(" ") });
    return { slips, replayed: false };
  });
  if (!reprinted.replayed) announceSlips(shop, reprinted.slips);
  return reprinted;
}

function slipsOf({ ledger }: Shop, subject: string): SlipRow[] {
  return subject.split(" ").map((id) => ledger.slips.find(Number(id))!);
}

const standing: Readonly<Record<Exclude<OriginalStands, "outside">, readonly [problem: "missing" | "pending", string, string]>> =
  {
    none: ["missing", "was never on paper here", "An invoice on a carrier or donated has no proof slip to copy."],
    held: ["pending", "is held and was not printed yet", "Print the original: POST …/print."],
    "to-come": ["pending", "is still to come out of the printer", "Wait for it, or mend the printer."],
    doubtful: ["pending", "is doubtful", "Look at the paper and settle the slip first: POST /v1/slips/:id/settle."],
  };

/** A copy stands beside an original: a prize is claimed with both. */
function assertOriginalOutside({ slips, stored }: InvoiceView, document: ReprintRecord["document"]): void {
  const stands = originalStands(slips.filter((slip) => slip.document === document));
  if (stands === "outside") return;
  const [problem, words, hint] = standing[stands];
  throw refuse(`original-${problem}`, `The ${document} slip of invoice ${invoiceId(stored.record)} ${words}.`, { hint });
}

function assertInTime(shop: Shop, { stored }: InvoiceView): void {
  const { reprintDays } = shop.settings;
  if (reprintDays === undefined || secondsNow(shop) - stored.row.issuedAt <= reprintDays * 86_400) return;
  throw refuse("reprint-late", `Invoice ${invoiceId(stored.record)} is older than ${reprintDays} days; it is not reprinted.`, {
    hint: "The shop's limit is `reprintDays` in tillseal.yaml. The record can still be looked at and downloaded.",
  });
}

function assertFewEnough({ ledger, settings }: Shop, { stored }: InvoiceView, copies: number): void {
  const made = ledger.slips.highestCopy(stored.row.id);
  if (made + copies <= settings.mostCopies) return;
  const left = Math.max(0, settings.mostCopies - made);
  throw refuse("copies-exhausted", `Invoice ${invoiceId(stored.record)} has had ${made} copies; ${left} more may be made.`, {
    hint: "The shop's limit is `mostCopies` in tillseal.yaml.",
  });
}

function queueCopy(shop: Shop, { stored }: InvoiceView, { document, reason, note, printer, by }: Reprint): SlipRow {
  const { ledger } = shop;
  const { record, row } = stored;
  const at = secondsNow(shop);
  const copy = ledger.slips.highestCopy(row.id) + 1;
  const slip = ledger.slips.add({ invoiceId: row.id, journalSeq: row.id, document, copy, printer, createdAt: at });
  const said = { reason, ...(note !== undefined && { note }) };
  const kept: ReprintRecord = {
    format: 1,
    invoice: invoiceId(record),
    revision: record.revision,
    document,
    copy,
    ...said,
    printer,
  };
  const { seq: journalSeq } = ledger.journal.append({ kind: "reprint", doc: { ...kept, slip: slip.id, by }, at }, shop.key);
  ledger.reprints.add({ invoiceId: row.id, slipId: slip.id, journalSeq, reason, note: note ?? null, by, at });
  return slip;
}
