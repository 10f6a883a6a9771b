import type { StockLevel } from "../regions/numbers.ts";
import { type Shop, secondsNow } from "./shop.ts";

/** The numbers of the running period, and how long they last. */
export interface NumberStock {
  readonly period: string;
  readonly left: number;
  readonly granted: number;
  /** Seconds since 1970; null when the numbers outlast the period. */
  readonly lastsUntil: number | null;
  readonly level: StockLevel;
}

/** Below this share of the numbers a period began with, the owner is warned (spec/taiwan.md, `stockWarnPercent`). */
const warnPercent = 20;

/** The forecast looks at today and the fourteen days before. */
const historySeconds = 15 * 86_400;

/** Looks at what is left, and at what was sold of late. Writes nothing. */
export function numberStock(shop: Shop): NumberStock {
  const { ledger, law, region } = shop;
  const nowSeconds = secondsNow(shop);
  const period = law.period(nowSeconds);
  const ranges = ledger.ranges.list().filter((range) => range.period === period);
  const left = ranges
    .filter(({ state }) => state === "open" || state === "standby")
    .reduce((sum, { next, last }) => sum + last - next + 1, 0);
  const granted = ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  const lastsUntil = region.numbers.lastsUntil({
    nowSeconds,
    left,
    periodEndsAt: region.numbers.periodEndsAt(period),
    firstSaleAt: ledger.invoices.firstIssuedAt(),
    sold: ledger.invoices.soldByQuarter(nowSeconds - historySeconds),
  });
  const closesAt = region.numbers.dayEndsAt(nowSeconds);
  return {
    period,
    left,
    granted,
    lastsUntil,
    level: region.numbers.stockLevel({ left, granted, lastsUntil, closesAt, warnPercent }),
  };
}
