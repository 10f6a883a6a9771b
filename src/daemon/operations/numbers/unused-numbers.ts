import type { RangeRow } from "../../../../db/till/books/numbers/ranges.ts";
import { refuse } from "../../../invoice/problems.ts";
import type { HeldRange, Span, UnusedNumbers } from "../../../regions/numbers.ts";
import { type Shop, secondsNow } from "../../shop.ts";

/** What this till says of a past period. */
export interface OwnPart {
  readonly ranges: readonly HeldRange[];
  readonly reports: readonly UnusedNumbers[];
  /** Numbers that were issued, but not by what is here: a till that was lost did. */
  readonly taken: readonly Span[];
  /** Numbers of which nothing is known yet. They are not unused before somebody settled them. */
  readonly unaccounted: readonly Span[];
}

/** What this till held and has left over of a period that is past. Throws `period-running` before its end. Writes nothing. */
export function unusedNumbers({ ledger, law, region, ...shop }: Shop, period: string): OwnPart {
  const endsAt = region.numbers.periodEndsAt(period);
  if (secondsNow(shop) < endsAt)
    throw refuse("period-running", `Period ${period} is not over: its numbers may still be issued.`, {
      hint: `Ask again after ${law.localTime(endsAt)}.`,
    });
  const rows = ledger.ranges.list().filter((range) => range.period === period);
  const ranges = rows.map(heldRange);
  const doubtful = ledger.unaccounted.list(period);
  const taken = doubtful.filter(({ state }) => state === "issued-elsewhere").map(spanOf);
  const unaccounted = doubtful.filter(({ state }) => state === "unaccounted").map(spanOf);
  const outcome = region.numbers.unusedOf(
    // A past period's range is as good as closed; the next sale says so in the book.
    ranges.map((range, index) => ({ ...range, state: rows[index]!.state === "spent" ? "spent" : "closed" })),
    [...taken, ...unaccounted],
  );
  if (outcome.result === "joined") return { ranges, reports: outcome.reports, taken, unaccounted };
  throw refuse("unused-refused", `The unused numbers of ${period} cannot be reported as one.`, {
    faults: outcome.faults,
    hint: "Mend what `faults` names.",
  });
}

function heldRange({ seller, headOffice, invoiceType, period, track, first, last, next }: RangeRow): HeldRange {
  return { branchId: seller, headOfficeId: headOffice ?? seller, invoiceType, period, track, first, last, next };
}

function spanOf({ period, track, first, last }: Span): Span {
  return { period, track, first, last };
}
