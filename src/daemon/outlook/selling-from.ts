import { numberOf } from "../../invoice/track-range.ts";
import { type Shop, secondsNow } from "../shop.ts";
import { nextRange } from "./next-range.ts";

/** What each start writes to the log: the clock, the seller, the next number, and the last one issued. */
export function sellingFrom(shop: Shop): Record<string, unknown> {
  const { ledger, law, seller } = shop;
  const next = nextRange(shop)?.range;
  const [last] = ledger.invoices.search({}, 1);
  return {
    clock: law.localTime(secondsNow(shop)),
    seller: seller.businessId,
    nextNumber: next ? numberOf(next, next.next) : null,
    lastNumber: last?.record.number ?? null,
    lastIssuedAt: last?.record.issuedAt ?? null,
  };
}
