import type { HeldRange } from "../../regions/self-check.ts";
import { type Shop, secondsNow } from "../shop.ts";

/** A range the next sale would draw from, and its row; null for one a demo would make itself. */
export interface NextRange {
  readonly range: HeldRange;
  readonly id: number | null;
}

/** Where the next ordinary sale's number would come from, as `take-number.ts` would choose it. Writes nothing. */
export function nextRange({ ledger, law, region, seller, environment, ...shop }: Shop): NextRange | null {
  const at = secondsNow(shop);
  const [sale] = region.selfCheck.sales;
  const key = { seller: seller.businessId, period: law.period(at), invoiceType: sale ? law.invoiceType(sale) : "" };
  const waiting = ledger.ranges.standby(key).filter(({ lastIssuedAt }) => lastIssuedAt === null || lastIssuedAt <= at);
  const id = (ledger.ranges.open(key) ?? waiting[0])?.id;
  const held = ledger.ranges.list().find((range) => range.id === id);
  if (held) return { range: held, id: held.id };
  const demo = region.demo.ranges.find(({ invoiceType }) => invoiceType === key.invoiceType);
  if (environment !== "demo" || !demo || ledger.ranges.has(key)) return null;
  return { range: { ...key, ...demo, next: demo.first, state: "standby", lastIssuedAt: null, source: "demo" }, id: null };
}
