import type { LeaseRequest, Mark } from "../../sync/protocol.ts";
import { leasedRanges } from "../operations/numbers/return-leases.ts";
import { leasePrefix } from "../operations/numbers/take-lease.ts";
import { type Shop, secondsNow } from "../shop.ts";

const daySeconds = 86_400;
const historyDays = 15;
/** The most numbers asked for at once; what lacks then is asked for next. */
const mostAtOnce = 100_000;

/** What must be borrowed so that the numbers last for the days the shop chose: this period's first, then the coming one's. */
export function wantedNumbers(shop: Shop): readonly LeaseRequest[] {
  const { law, region, settings } = shop;
  const nowSeconds = secondsNow(shop);
  const running = law.period(nowSeconds);
  const daysLeft = Math.ceil((region.numbers.periodEndsAt(running) - nowSeconds) / daySeconds);
  const coming = region.numbers.comingPeriod(nowSeconds);
  const wants = (period: string, days: number) =>
    kindsSold(shop).flatMap((invoiceType) => wantOf(shop, { period, invoiceType, days }));
  return [
    ...wants(running, Math.min(settings.topUp.days, daysLeft)),
    ...(nowSeconds >= coming.dueAt ? wants(coming.period, settings.topUp.days) : []),
  ];
}

interface Wanting {
  readonly period: string;
  readonly invoiceType: string;
  readonly days: number;
}

function wantOf(shop: Shop, { period, invoiceType, days }: Wanting): LeaseRequest[] {
  const { ledger, seller, settings } = shop;
  const key = { seller: seller.businessId, period, invoiceType };
  const needed = Math.max(settings.topUp.atLeast, Math.ceil(days * busiestDay(shop, invoiceType)));
  const count = Math.min(mostAtOnce, needed - ledger.ranges.left(key));
  if (count <= 0) return [];
  // Named by how many came before it: asked again after a lost answer it is the same request, and after an import another one.
  const before = leasedRanges(shop).filter((range) => range.period === period && range.invoiceType === invoiceType).length;
  const requestId = `${leasePrefix(shop)}${period}-${invoiceType}-${before + 1}`;
  return [{ requestId, ...key, count, marks: marksOf(shop) }];
}

/** Kinds this till has numbers of; the usual kind in any case. */
function kindsSold({ ledger, region }: Shop): readonly string[] {
  return [...new Set([region.numbers.usualKind, ...ledger.ranges.list().map(({ invoiceType }) => invoiceType)])];
}

/** Invoices of the busiest day of the last fifteen: numbers for a calm day would not do for a Saturday. */
function busiestDay(shop: Shop, invoiceType: string): number {
  const { dayEndsAt } = shop.region.numbers;
  const days = new Map<number, number>();
  const since = secondsNow(shop) - historyDays * daySeconds;
  for (const { quarter, count } of shop.ledger.invoices.soldByQuarter(since, invoiceType)) {
    const day = dayEndsAt(quarter * 900);
    days.set(day, (days.get(day) ?? 0) + count);
  }
  return Math.max(0, ...days.values());
}

/** The highest numbers known as lent, to whichever till. */
export function marksOf({ ledger }: Pick<Shop, "ledger">): Mark[] {
  return ledger.lentMarks.list();
}
