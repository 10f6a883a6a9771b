import type { RangeRow } from "../../../../db/till/books/numbers/ranges.ts";
import type { DoubtfulSpan } from "../../../../db/till/books/numbers/unaccounted.ts";
import { Problem } from "../../../base/problem.ts";
import type { ReturnedRange } from "../../../sync/protocol.ts";
import { type Shop, secondsNow } from "../../shop.ts";
import { believeClock } from "../believe-clock.ts";
import { leaseSource } from "./take-lease.ts";

/** Ranges that were lent to this till. */
export function leasedRanges({ ledger }: Pick<Shop, "ledger">): readonly RangeRow[] {
  return ledger.ranges.list().filter(({ source }) => source.startsWith(leaseSource));
}

/**
 * What leases of past periods left over, closed for good. Nothing while the clock is doubted; and nothing of a range with numbers that
 * a lost till may have issued, before somebody settled them.
 */
export async function leftOver(shop: Shop): Promise<readonly ReturnedRange[]> {
  const { ledger, law } = shop;
  const isOwed = ({ period, state }: RangeRow) => period < law.period(secondsNow(shop)) && state !== "reported";
  if (!leasedRanges(shop).some(isOwed) || !(await closePast(shop))) return [];
  const doubtful = ledger.unaccounted.list();
  const open = new Set(doubtful.filter(({ state }) => state === "unaccounted").map(({ rangeId }) => rangeId));
  return leasedRanges(shop)
    .filter((row) => isOwed(row) && (row.state === "closed" || row.state === "spent") && !open.has(row.id))
    .map((row) => asReturned(row, doubtful));
}

/** Every lease of these books, as a hub is told of it that forgot. */
export function toldLeases(shop: Pick<Shop, "ledger">): readonly (ReturnedRange & { readonly returned: boolean })[] {
  const doubtful = shop.ledger.unaccounted.list();
  return leasedRanges(shop).map((row) => ({ ...asReturned(row, doubtful), returned: row.state === "reported" }));
}

function asReturned({ id, ...range }: RangeRow, doubtful: readonly DoubtfulSpan[]): ReturnedRange {
  const { seller, invoiceType, period, track, first, last, next } = range;
  const taken = doubtful
    .filter((span) => span.rangeId === id && span.state === "issued-elsewhere")
    .map((span) => ({ first: span.first, last: span.last }));
  return { seller, invoiceType, period, track, first, last, next, taken };
}

async function closePast(shop: Shop): Promise<boolean> {
  try {
    await shop.ledger.write(() => shop.ledger.ranges.closeBefore(shop.law.period(Math.floor(believeClock(shop) / 1000))));
    return true;
  } catch (error) {
    if (error instanceof Problem && error.code === "clock-jumped") return false;
    throw error;
  }
}

/** Head office has them, and reports what is left of them: here they are done with. Journalled. */
export async function gaveBack(shop: Shop, ranges: readonly ReturnedRange[]): Promise<void> {
  const { ledger } = shop;
  await ledger.write(() => {
    const doc = { ranges: ranges.map((range) => ({ ...range, taken: [...range.taken] })) };
    ledger.journal.append({ kind: "lease-return", doc, at: secondsNow(shop) }, shop.key);
    for (const range of ranges) {
      const row = leasedRanges(shop).find(
        ({ period, track, first }) => period === range.period && track === range.track && first === range.first,
      );
      if (row) ledger.ranges.reportOne(row.id);
    }
  });
}
