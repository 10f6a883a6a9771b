/** Invoices issued in a quarter of an hour. */
export interface QuarterCount {
  /** Quarters of an hour since 1970: seconds ÷ 900, rounded down. */
  readonly quarter: number;
  readonly count: number;
}

export interface Stock {
  readonly nowSeconds: number;
  /** Numbers of this period still to be issued, over all its ranges. */
  readonly left: number;
  readonly periodEndsAt: number;
  /** When the first invoice ever was issued, null before it. */
  readonly firstSaleAt: number | null;
  /** What was sold today and on the 14 days before; a quarter without sales may be missing. */
  readonly sold: readonly QuarterCount[];
}

const quarterSeconds = 900;
const quartersADay = 96;
/** Taipei is eight hours ahead. */
const taipeiQuarters = 32;
/** Day numbers modulo seven; which of them is a Sunday does not matter. */
const weekdays = [0, 1, 2, 3, 4, 5, 6] as const;
const historyDays = 14;
/** From less nothing is foreseen: a few quick sales of a first morning would have the numbers gone within the hour. */
const leastHistorySeconds = 86_400;
/** Saturdays resemble Saturdays: the two equal weekdays together weigh twice as much as the twelve other days. */
const sameWeekdayWeight = 12;
/** Sales added to both sides of today's pace, so that the first customers of a morning do not decide it. */
const paceDamping = 20;
/** From this many times the usual on, today is unlike any day before (a market, a parade), and its own rate says more. */
const strangePace = 3;

/**
 * When the last number will be issued, in seconds since 1970; null when that is not before the period's end. It walks through the
 * coming quarters of an hour, each selling what the same quarter sold in the last two weeks, for the rest of today at today's pace.
 * Nothing is foreseen in the first 24 hours of a shop. One without a full day behind it is then taken to go on as it began, day and
 * night: it is warned too early rather than too late.
 */
export function lastsUntil(stock: Stock): number | null {
  const { nowSeconds, left, periodEndsAt, firstSaleAt } = stock;
  if (left <= 0) return nowSeconds;
  if (firstSaleAt === null || nowSeconds - firstSaleAt < leastHistorySeconds) return null;
  const expected = expectation(stock);
  let remaining = left;
  for (let at = nowSeconds; at < periodEndsAt; ) {
    const quarter = quarterOf(at);
    const end = (quarter + 1) * quarterSeconds;
    const rate = expected(quarter) / quarterSeconds;
    if (rate * (end - at) >= remaining) {
      const until = Math.floor(at + remaining / rate);
      return until < periodEndsAt ? until : null;
    }
    remaining -= rate * (end - at);
    at = end;
  }
  return null;
}

/** How many invoices a coming quarter is likely to bring. */
type Expectation = (quarter: number) => number;

function expectation(stock: Stock): Expectation {
  const { nowSeconds, firstSaleAt, sold } = stock;
  const today = dayOf(quarterOf(nowSeconds));
  const firstFullDay = firstSaleAt === null ? today : dayOf(quarterOf(firstSaleAt)) + 1;
  const from = Math.max(today - historyDays, firstFullDay);
  if (from >= today) return steady(stock, firstSaleAt ?? nowSeconds);

  const usual = usualQuarters(sold, from, today);
  const soldToday = sold.filter(({ quarter, count }) => dayOf(quarter) === today && count > 0);
  const pace = paceOf(stock, usual, soldToday);
  const restOfToday: Expectation =
    pace < strangePace
      ? (quarter) => usual(quarter) * pace
      : steady(stock, Math.min(...soldToday.map(({ quarter }) => quarter)) * quarterSeconds);
  return (quarter) => (dayOf(quarter) === today ? restOfToday(quarter) : usual(quarter));
}

/** The mean since a moment, going on for ever. An hour at least is counted, so that one quick sale makes no rush. */
function steady({ nowSeconds, sold }: Stock, sinceSeconds: number): Expectation {
  const count = total(sold.filter(({ quarter }) => quarter >= quarterOf(sinceSeconds)));
  const elapsed = Math.max(nowSeconds - sinceSeconds, 3600);
  return () => (count * quarterSeconds) / elapsed;
}

/** The mean of the same quarter on the days from..today - 1, weighted by weekday. Worked out once, as the walk may be two months long. */
function usualQuarters(sold: readonly QuarterCount[], from: number, today: number): Expectation {
  const week = weekdays.map((weekday) => {
    const weightOf = (day: number) => (day % 7 === weekday ? sameWeekdayWeight : 1);
    const weights = sum(Array.from({ length: today - from }, (_, index) => weightOf(from + index)));
    const means = new Float64Array(quartersADay);
    for (const { quarter, count } of sold) {
      const day = dayOf(quarter);
      if (day >= from && day < today) means[quarter - dayStart(day)]! += (count * weightOf(day)) / weights;
    }
    return means;
  });
  return (quarter) => week[dayOf(quarter) % 7]![quarter - dayStart(dayOf(quarter))]!;
}

/** Today's sales so far over what is usual by this time. */
function paceOf({ nowSeconds }: Stock, usual: Expectation, soldToday: readonly QuarterCount[]): number {
  const now = quarterOf(nowSeconds);
  let expected = usual(now) * (nowSeconds / quarterSeconds - now);
  for (let quarter = dayStart(dayOf(now)); quarter < now; quarter++) expected += usual(quarter);
  return (total(soldToday) + paceDamping) / (expected + paceDamping);
}

function quarterOf(seconds: number): number {
  return Math.floor(seconds / quarterSeconds);
}

/** Days since 1970 in Taipei. */
function dayOf(quarter: number): number {
  return Math.floor((quarter + taipeiQuarters) / quartersADay);
}

function dayStart(day: number): number {
  return day * quartersADay - taipeiQuarters;
}

function total(counts: readonly QuarterCount[]): number {
  return sum(counts.map(({ count }) => count));
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
