import { type Shop, secondsNow } from "../shop.ts";

/** The next period, where its numbers should be here by now and are not; null otherwise. A demo till that was given none makes its own. */
export function lackingPeriod({ ledger, region, environment, world }: Shop): string | null {
  const now = secondsNow({ world });
  const { period, dueAt } = region.numbers.comingPeriod(now);
  const granted = ledger.ranges.list().filter(({ source }) => source !== "demo");
  const makesItsOwn = environment === "demo" && granted.length === 0;
  return now < dueAt || makesItsOwn || granted.some((range) => range.period === period) ? null : period;
}
