import type { StockFigures, StockLevel } from "../../numbers.ts";

/** The worst thing to be said of a stock of numbers (spec/taiwan.md 2.5: vendors warn at 15 or 20 % left). */
export function stockLevel({ left, granted, lastsUntil, closesAt, warnPercent }: StockFigures): StockLevel {
  if (left <= 0) return "empty";
  if (lastsUntil !== null) return lastsUntil < closesAt ? "today" : "period";
  return left * 100 <= granted * warnPercent ? "few" : "enough";
}
