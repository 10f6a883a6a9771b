import type { DoubtfulNumbers, RangeAtHand, RangeUse } from "../../invoice/totals/number-use.ts";
import { PeriodSum } from "../../invoice/totals/period-sum.ts";
import type { PeriodReport, ReportHeading } from "../../invoice/totals/report.ts";
import { type Shop, secondsNow } from "../shop.ts";
import { reportHeading, rest } from "./report-heading.ts";

/** What a period's report is bound to. */
export interface ReportMoment {
  readonly heading: ReportHeading;
  /** The period was past. */
  readonly over: boolean;
  readonly ranges: readonly RangeAtHand[];
  readonly doubtful: readonly DoubtfulNumbers[];
}

/** The books' state as it is now. Synchronous: nothing comes between the head and where the ranges stand. */
export function reportMoment(shop: Shop, period: string): ReportMoment {
  const { ledger, region } = shop;
  return {
    heading: reportHeading(shop),
    over: secondsNow(shop) >= region.numbers.periodEndsAt(period),
    ranges: ledger.ranges.list().filter((range) => range.period === period),
    doubtful: ledger.unaccounted.list(period),
  };
}

/** A period's totals for filing, summed in pieces while sales go on; all of it as it was at the moment whose head it names. */
export async function periodReport(
  shop: Shop,
  period: string,
  { heading, over, ranges, doubtful }: ReportMoment = reportMoment(shop, period),
): Promise<PeriodReport> {
  const { ledger, law, region } = shop;
  const sum = new PeriodSum(ranges, doubtful);
  const [from, to] = [region.reports.periodStartsAt(period), region.numbers.periodEndsAt(period)];
  const span = { from, to, upTo: heading.head.seq };
  for (const piece of ledger.acts.invoicePieces(span)) {
    for (const { cancelledAt, ...invoice } of piece)
      sum.take({ ...invoice, cancelledAt: cancelledAt === null ? null : law.localTime(cancelledAt) });
    await rest(shop);
  }
  for (const piece of ledger.acts.allowancePieces({ ...span, after: 0, terminal: null })) {
    for (const { act, allowance } of piece) sum.takeAllowance(act, allowance);
    await rest(shop);
  }
  const totals = sum.totals(over);
  const problems = totals.ranges.flatMap(problemsOf);
  return {
    ...heading,
    period,
    from: law.localTime(from),
    to: law.localTime(to),
    running: !over,
    totals,
    accounted: problems.length === 0,
    problems,
    due: region.reports.dues(period).map((due) => ({ ...due, at: law.localTime(due.at) })),
  };
}

/** Every number is issued, free or unused; what is none of these is named, and apart what nobody can know since a restore. */
function problemsOf({ first, last, missing, gaps, issued, unaccounted, ...use }: RangeUse): string[] {
  const { standing, cancelled, withdrawn } = use;
  const range = `Range ${first}–${last}`;
  const named = gaps.map((gap) => (gap.first === gap.last ? gap.first : `${gap.first}–${gap.last}`)).join(", ");
  const fates = standing + cancelled + withdrawn;
  return [
    ...(unaccounted > 0
      ? [`${range}: ${unaccounted} numbers are unaccounted since this till was restored from a copy: settle them.`]
      : []),
    ...(missing > 0 ? [`${range}: ${missing} numbers were passed without an invoice to show for them: ${named}.`] : []),
    ...(fates === issued ? [] : [`${range}: ${issued} numbers were issued, but ${fates} invoices are here.`]),
  ];
}
