import { refuse } from "../../invoice/problems.ts";
import type { UnusedNumbers } from "../../regions/numbers.ts";
import { type Shop, secondsNow } from "../shop.ts";

/** What this till has left over of a period that is past. Throws `period-running` before its end. Writes nothing. */
export function unusedNumbers({ ledger, law, region, ...shop }: Shop, period: string): readonly UnusedNumbers[] {
  const endsAt = region.numbers.periodEndsAt(period);
  if (secondsNow(shop) < endsAt)
    throw refuse("period-running", `Period ${period} is not over: its numbers may still be issued.`, {
      hint: `Ask again after ${law.localTime(endsAt)}.`,
    });
  const ranges = ledger.ranges.list().filter((range) => range.period === period);
  const outcome = region.numbers.unusedOf(
    // A past period's range is as good as closed; the next sale says so in the book.
    ranges.map((range) => ({ ...range, branchId: range.seller, state: range.state === "spent" ? "spent" : "closed" })),
    [],
  );
  if (outcome.result === "joined") return outcome.reports;
  throw refuse("unused-refused", `The unused numbers of ${period} cannot be reported as one.`, { faults: outcome.faults });
}
