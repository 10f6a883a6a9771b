import { refuse } from "../../invoice/problems.ts";
import type { ClosingRecord } from "../../invoice/totals/report.ts";
import { type SummedDay, sumDay, type WhichDay } from "../reports/day-report.ts";
import { type Shop, secondsNow } from "../shop.ts";
import { askedBefore, type KeyedRequest, keepRequest } from "./first-time.ts";
import { announceSlips } from "./paper/announce-slips.ts";
import { assertWholeJournal } from "./whole-journal.ts";

export interface DayClosing extends WhichDay {
  /** What was asked, as JSON: today is not named by those who leave the date out. */
  readonly asked: { readonly date: string | null; readonly terminal: string | null; readonly print: boolean };
  /** The token's name. */
  readonly by: string;
  readonly key: string | undefined;
}

export interface Closed {
  readonly record: ClosingRecord;
  /** The place of the closing in the journal, and its hash. */
  readonly seq: number;
  readonly hash: string;
  /** True when this very request was answered before: nothing new happened. */
  readonly replayed: boolean;
}

/**
 * Journals a day's totals with the chain's head before them, so that they can be proven later. Sales go on, and the same day may be
 * closed again: each closing knows the one before it and what was done since.
 */
export async function closeDay(shop: Shop, closing: DayClosing): Promise<Closed> {
  const { asked, by, key, day } = closing;
  const keyed = { client: by, key, operation: "close-day", content: asked } as const;
  const answered = closedBefore(shop, keyed);
  if (answered) return answered;
  assertBegun(shop, day.date, day.from);
  const summed = await sumDay(shop, closing);
  const closed = await shop.ledger.write((): Closed => closedBefore(shop, keyed) ?? store(shop, closing, { summed, keyed }));
  if (!closed.replayed) announceSlips(shop, shop.ledger.slips.ofEntry(closed.seq));
  return closed;
}

function closedBefore(shop: Shop, keyed: KeyedRequest): Closed | null {
  const earlier = askedBefore(shop, keyed);
  return earlier?.subject ? { ...readClosing(shop, Number(earlier.subject)), replayed: true } : null;
}

function assertBegun(shop: Shop, date: string, from: number): void {
  if (secondsNow(shop) >= from) return;
  const message = `The day ${date} has not begun.`;
  throw refuse("day-not-begun", message, {
    faults: [{ path: "date", code: "future", message }],
    hint: "Leave `date` out to close today.",
  });
}

function store(
  shop: Shop,
  { terminal, by, day, asked: { print } }: DayClosing,
  { summed, keyed }: { readonly summed: SummedDay; readonly keyed: KeyedRequest },
): Closed {
  assertWholeJournal(shop);
  const { ledger, key } = shop;
  const report = summed.finish();
  const record: ClosingRecord = { ...report, by, previous: previousOf(shop, report) };
  const at = secondsNow(shop);
  const { seq, hash } = ledger.journal.append({ kind: "closing", doc: record, at }, key);
  ledger.closings.add({ journalSeq: seq, date: day.date, terminal, at });
  if (print)
    ledger.slips.add({
      invoiceId: null,
      journalSeq: seq,
      document: "closing",
      copy: 0,
      printer: shop.printerFor("receipt"),
      createdAt: at,
    });
  keepRequest(shop, keyed, { subject: String(seq) });
  return { record, seq, hash, replayed: false };
}

function previousOf({ ledger }: Shop, { terminal, head }: Pick<ClosingRecord, "terminal" | "head">): ClosingRecord["previous"] {
  const row = ledger.closings.newest(terminal);
  if (!row) return null;
  const { record, seq, hash } = readClosing({ ledger }, row.journalSeq);
  const since = ledger.closings.since({ after: seq, upTo: head.seq, terminal });
  return { seq, hash, date: record.date, madeAt: record.madeAt, since };
}

function readClosing({ ledger }: Pick<Shop, "ledger">, seq: number): Omit<Closed, "replayed"> {
  const entry = ledger.journal.find(seq);
  if (!entry) throw new Error(`entry ${seq} is gone`);
  const { at: _, ...record } = JSON.parse(entry.doc) as ClosingRecord & { readonly at: number };
  return { record, seq, hash: entry.hash.toString("hex") };
}
