import { numberOf, numbersLeft } from "../../invoice/track-range.ts";
import { type Shop, secondsNow } from "../shop.ts";
import { nextRange } from "./next-range.ts";

/** What each start writes to the log (self-check 3(2)): the clock, the seller, this period's ranges, the next and the last number. */
export function sellingFrom(shop: Shop): Record<string, unknown> {
  const { ledger, law, seller } = shop;
  const next = nextRange(shop)?.range;
  const [last] = ledger.invoices.search({}, 1);
  return {
    clock: law.localTime(secondsNow(shop)),
    seller: seller.businessId,
    ranges: rangesToSell(shop),
    nextNumber: next ? numberOf(next, next.next) : null,
    lastNumber: last?.record.number ?? null,
    lastIssuedAt: last?.record.issuedAt ?? null,
  };
}

/** `11512 07 KD00000000–KD00000049, open, 12 left` */
function rangesToSell({ ledger, law, ...shop }: Shop): string[] {
  const period = law.period(secondsNow(shop));
  return ledger.ranges
    .list()
    .filter((range) => range.period === period && (range.state === "open" || range.state === "standby"))
    .map((range) => {
      const span = `${numberOf(range, range.first)}–${numberOf(range, range.last)}`;
      return `${period} ${range.invoiceType} ${span}, ${range.state}, ${numbersLeft(range)} left`;
    });
}
