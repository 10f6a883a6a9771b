/** How bad it is, worst first: none left; gone before the shop closes today; gone before the period ends; few left; enough. */
export type StockLevel = "empty" | "today" | "period" | "few" | "enough";

export interface StockFigures {
  /** Numbers of the period still to be issued, and all that were granted for it. */
  readonly left: number;
  readonly granted: number;
  /** The forecast, in seconds since 1970; null when the numbers outlast the period. */
  readonly lastsUntil: number | null;
  /** When the shop closes today; midnight where it has not said. */
  readonly closesAt: number;
  /** From this many per cent left down, a warning comes whatever the forecast says. The shop's `stockWarnPercent`, 20 by default. */
  readonly warnPercent: number;
}

/** The worst thing to be said of a stock of numbers (spec/taiwan.md 2.5: vendors warn at 15 or 20 % left). */
export function stockLevel({ left, granted, lastsUntil, closesAt, warnPercent }: StockFigures): StockLevel {
  if (left <= 0) return "empty";
  if (lastsUntil !== null) return lastsUntil < closesAt ? "today" : "period";
  return left * 100 <= granted * warnPercent ? "few" : "enough";
}
