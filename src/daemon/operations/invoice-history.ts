import type { DocumentJob } from "../../../db/till/books/documents/document-prints.ts";
import type { Settlement } from "../../../db/till/books/journal.ts";
import { invoiceId } from "../../invoice/invoice.ts";
import type { Shop } from "../shop.ts";
import { findInvoice } from "./find-invoice.ts";
import { type InvoiceView, viewInvoice } from "./view-invoice.ts";

/** One thing that happened to an invoice, and where it can be looked up. */
export interface HistoryEntry {
  /** Seconds since 1970. */
  readonly at: number;
  readonly about: "journal" | "slip" | "upload";
  /** The journal entry's kind, the slip's state, or the message. */
  readonly event: string;
  /** The entry's place in the chain; null for what is not journalled. */
  readonly seq: number | null;
  /** The slip's or allowance's own id, where it has one. */
  readonly subject: string | null;
  readonly revision: number;
  /** Why, as a person or the machine said it. */
  readonly reason: string | null;
}

/** Everything that happened to a number, over all its revisions, oldest first. */
export function invoiceHistory(shop: Shop, address: string, own?: string): HistoryEntry[] {
  const { period, number } = findInvoice(shop, address, own);
  const settlements = shop.ledger.journal.settlementsOf(invoiceId({ period, number }));
  const rows = shop.ledger.invoices.byNumber(number, period).toReversed();
  const entries = rows.flatMap((row) => {
    const view = viewInvoice(shop, row.id);
    return [
      ...sealedEntries(view),
      ...reprintEntries(shop, view),
      ...slipEntries(view),
      ...settledEntries(view, settlements),
      ...uploadEntries(view),
    ];
  });
  entries.push(...shop.ledger.documentPrints.ofInvoice(invoiceId({ period, number })).flatMap(printedEntries));
  return entries.sort((one, other) => one.at - other.at);
}

function sealedEntries({ stored, undoings, allowances }: InvoiceView): HistoryEntry[] {
  const { revision } = stored.record;
  const entry = { about: "journal", revision, subject: null, reason: null } as const;
  return [
    { ...entry, at: stored.recordedAt, event: "invoice", seq: stored.seal.seq },
    ...undoings.map(({ at, act, journalSeq, record }) => ({ ...entry, at, event: act, seq: journalSeq, reason: record.reason })),
    ...allowances.flatMap(({ row, record, cancel }) => {
      const subject = row.number;
      const given = { ...entry, at: row.at, event: "allowance", seq: row.journalSeq, subject, reason: record.reason };
      if (!cancel) return [given];
      const { at, journalSeq: seq } = cancel;
      return [given, { ...entry, at, event: "allowance-cancel", seq, subject, reason: cancel.record.reason }];
    }),
  ];
}

function reprintEntries({ ledger }: Shop, { stored }: InvoiceView): HistoryEntry[] {
  const { revision } = stored.record;
  return ledger.reprints.list({ invoiceId: stored.row.id }, mostReprints).map(({ row }) => {
    const { at, journalSeq: seq, slipId, reason } = row;
    return { about: "journal", at, event: "reprint", seq, subject: String(slipId), revision, reason };
  });
}

/** More than a shop allows of one invoice. */
const mostReprints = 1000;

/** A slip's birth, and its end where it has one. */
function slipEntries({ stored, slips }: InvoiceView): HistoryEntry[] {
  const { revision } = stored.record;
  return slips.flatMap(({ id, createdAt, endedAt, state, reason }) => {
    const entry = { about: "slip", seq: null, subject: String(id), revision } as const;
    const born = { ...entry, at: createdAt, event: "queued", reason: null };
    return endedAt === null ? [born] : [born, { ...entry, at: endedAt, event: state, reason }];
  });
}

/** A document handed to a system printer, and what became of it. */
function printedEntries({ id, at, print, end }: DocumentJob): HistoryEntry[] {
  const entry = { about: "journal", subject: String(id), revision: print.revision } as const;
  const begun = { ...entry, at, event: "document-print", seq: id, reason: null };
  if (!end) return [begun];
  const reason = [end.state, ...end.reasons].join(": ");
  return [begun, { ...entry, at: end.at, event: "document-print-end", seq: end.seq, reason }];
}

function uploadEntries({ stored, parcels }: InvoiceView): HistoryEntry[] {
  const { revision } = stored.record;
  return parcels.map(({ message, state, reason, journalSeq, createdAt }) => ({
    about: "upload",
    at: createdAt,
    event: message,
    seq: journalSeq,
    subject: null,
    revision,
    reason: reason === null ? state : `${state}: ${reason}`,
  }));
}

/** What persons said of doubtful paper. */
function settledEntries({ stored, slips }: InvoiceView, settlements: readonly Settlement[]): HistoryEntry[] {
  const { revision } = stored.record;
  return settlements
    .filter(({ slip }) => slips.some(({ id }) => id === slip))
    .map(({ seq, at, slip, outcome }) => {
      return { about: "journal", at, event: "settle", seq, subject: String(slip), revision, reason: outcome };
    });
}
