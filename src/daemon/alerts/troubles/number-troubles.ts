import type { StockLevel } from "../../../regions/numbers.ts";
import { type Shop, secondsNow } from "../../shop.ts";
import { lackingPeriod } from "../../stock/coming-period.ts";
import { numberStock } from "../../stock/number-stock.ts";
import type { Trouble } from "../trouble.ts";

const levels: readonly StockLevel[] = ["enough", "few", "period", "today", "empty"];
const daySeconds = 86_400;

/** What is the matter with the numbers: this period's, the next one's, and those in doubt. */
export function numberTroubles(shop: Shop): Trouble[] {
  const unaccounted = shop.ledger.unaccounted.open();
  return [
    ...lowTroubles(shop),
    ...comingTroubles(shop),
    ...(unaccounted > 0 ? [{ code: "unaccounted", key: "", level: 1, facts: { count: unaccounted } } as const] : []),
  ];
}

function lowTroubles(shop: Shop): Trouble[] {
  const stock = numberStock(shop);
  const level = levels.indexOf(stock.level);
  const isYoungDemo = shop.environment === "demo" && stock.granted === 0;
  if (level <= 0 || isYoungDemo) return [];
  const { left } = stock.scarcest ?? stock;
  return [{ code: "numbers-low", key: stock.period, level, facts: { period: stock.period, left } }];
}

function comingTroubles(shop: Shop): Trouble[] {
  const period = lackingPeriod(shop);
  if (period === null) return [];
  const now = secondsNow(shop);
  const { law, region } = shop;
  const isNear = now > region.numbers.periodEndsAt(law.period(now)) - daySeconds;
  return [{ code: "range-missing", key: period, level: isNear ? 2 : 1, facts: { period } }];
}
