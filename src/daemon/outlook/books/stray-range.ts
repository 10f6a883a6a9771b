import type { RangeRow } from "../../../../db/till/books/numbers/ranges.ts";
import type { Ledger } from "../../../../db/till/ledger.ts";
import { numberOf } from "../../../invoice/track-range.ts";

type Books = Pick<Ledger, "ranges" | "invoices" | "journal">;

/** A range that does not stand where the journal left it. */
export interface StrayRange {
  /** The newest entry when it was found. */
  readonly seq: number;
  readonly kind: "range";
  readonly fault: "range-astray";
  readonly explanation: string;
}

/**
 * The first range that may still issue and does not stand right behind the newest number sealed of it. A few look-ups for each such
 * range, so that a start can afford it: a sale from a range put forward would leave a gap nobody could ever account for.
 */
export function strayRange(books: Books): StrayRange | null {
  const alive = books.ranges.list().filter(({ state }) => state === "open" || state === "standby");
  const stray = alive.find((range) => !standsWell(books, range));
  if (!stray) return null;
  const { period, first, last, next } = stray;
  const name = `Range ${numberOf(stray, first)}–${numberOf(stray, last)} of ${period}`;
  const explanation = `${name} stands at ${numberOf(stray, next)}, which is not right behind the newest number of it in the journal.`;
  return { seq: books.journal.head().seq, kind: "range", fault: "range-astray", explanation };
}

function standsWell(books: Books, range: RangeRow): boolean {
  const { first, next, lastIssuedAt } = range;
  if (issuedOf(books, range, next) !== null) return false;
  if (next === first) return lastIssuedAt === null;
  return issuedOf(books, range, next - 1) === lastIssuedAt && lastIssuedAt !== null;
}

/** The second a number was issued in by its sealed record; null where it was not. */
function issuedOf({ invoices, journal }: Books, range: RangeRow, value: number): number | null {
  const number = numberOf(range, value);
  const row = invoices.byNumber(number, range.period).at(-1);
  if (!row) return null;
  const record = JSON.parse(journal.find(row.id)?.doc ?? "{}") as { number?: string; issuedAt?: string };
  return record.number === number && record.issuedAt !== undefined ? Date.parse(record.issuedAt) / 1000 : null;
}
