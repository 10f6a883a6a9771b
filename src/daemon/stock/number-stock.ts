import type { RangeRow } from "../../../db/till/books/numbers/ranges.ts";
import { numbersLeft } from "../../invoice/track-range.ts";
import type { StockLevel } from "../../regions/numbers.ts";
import { type Shop, secondsNow } from "../shop.ts";

/** The numbers of the running period, and how long they last. */
export interface NumberStock {
  readonly period: string;
  readonly left: number;
  readonly granted: number;
  /** Seconds since 1970; null when the numbers outlast the period. The first to run out, where there are several kinds. */
  readonly lastsUntil: number | null;
  /** That of the kind which is worst off. */
  readonly level: StockLevel;
  /** The kind which is worst off, where the till holds several: one that is out of numbers is not helped by another that has many. */
  readonly scarcest: KindStock | null;
}

export interface KindStock {
  readonly invoiceType: string;
  readonly left: number;
  readonly granted: number;
  readonly lastsUntil: number | null;
  readonly level: StockLevel;
}

/** Below this share of the numbers a period began with, the owner is warned (spec/taiwan.md, `stockWarnPercent`). */
const warnPercent = 20;

/** The forecast looks at today and the fourteen days before. */
const historySeconds = 15 * 86_400;

const worstFirst: readonly StockLevel[] = ["empty", "today", "period", "few", "enough"];

/** Looks at what is left, and at what was sold of late. Writes nothing. */
export function numberStock(shop: Shop): NumberStock {
  const period = shop.law.period(secondsNow(shop));
  const ranges = shop.ledger.ranges.list().filter((range) => range.period === period);
  const kinds = [...new Set(ranges.map(({ invoiceType }) => invoiceType))].map((invoiceType) =>
    kindStock(shop, ranges, { period, invoiceType }),
  );
  const [worst] = kinds.toSorted((one, other) => worstFirst.indexOf(one.level) - worstFirst.indexOf(other.level));
  const ends = kinds.map(({ lastsUntil }) => lastsUntil).filter((end) => end !== null);
  return {
    period,
    left: sum(kinds.map(({ left }) => left)),
    granted: sum(kinds.map(({ granted }) => granted)),
    lastsUntil: ends.length > 0 ? Math.min(...ends) : null,
    level: worst?.level ?? "empty",
    scarcest: kinds.length > 1 ? worst! : null,
  };
}

interface Kind {
  readonly period: string;
  readonly invoiceType: string;
}

function kindStock(shop: Shop, all: readonly RangeRow[], { period, invoiceType }: Kind): KindStock {
  const { ledger, region } = shop;
  const nowSeconds = secondsNow(shop);
  const ranges = all.filter((range) => range.invoiceType === invoiceType);
  const left = sum(ranges.filter(({ state }) => state === "open" || state === "standby").map(numbersLeft));
  const granted = sum(ranges.map(({ first, last }) => last - first + 1));
  const lastsUntil = region.numbers.lastsUntil({
    nowSeconds,
    left,
    periodEndsAt: region.numbers.periodEndsAt(period),
    firstSaleAt: ledger.invoices.firstIssuedAt(),
    sold: ledger.invoices.soldByQuarter(nowSeconds - historySeconds, invoiceType),
  });
  const closesAt = region.numbers.dayEndsAt(nowSeconds);
  const level = region.numbers.stockLevel({ left, granted, lastsUntil, closesAt, warnPercent });
  return { invoiceType, left, granted, lastsUntil, level };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
