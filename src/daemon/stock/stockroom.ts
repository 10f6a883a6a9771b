import { Problem } from "../../base/problem.ts";
import type { Stockroom } from "../../sync/lending/top-up.ts";
import { type AcceptedSpan, type HandshakeRequest, type Lease, most, protocolVersion } from "../../sync/protocol.ts";
import { gaveBack, leftOver, toldLeases } from "../operations/numbers/return-leases.ts";
import { takeLease } from "../operations/numbers/take-lease.ts";
import { forgetParcels } from "../operations/upload/forget-parcels.ts";
import { parcelOf } from "../operations/upload/ledger-outbox.ts";
import { type Shop, secondsNow } from "../shop.ts";
import { marksOf, wantedNumbers } from "./wanted-numbers.ts";

/** The ledger's numbers and accepted parcels as a stockroom that a hub is told of. */
export function ledgerStockroom(shop: Shop): Stockroom {
  const { ledger, feed, wayDown, world } = shop;
  let told: string | null = null;
  wayDown.beginLending();
  const tell = (trouble: string | null) => {
    wayDown.noteLending(trouble, secondsNow(shop));
    if (trouble === told) return;
    told = trouble;
    if (trouble === null) return;
    world.log.warn("top-up", { trouble });
    feed.publish({ kind: "alert", code: "top-up", message: trouble });
  };
  return {
    report: () => report(shop),
    wants: () => wantedNumbers(shop),
    take: (lease) => take(shop, lease, tell),
    async remember(marks) {
      const known = new Map(marksOf(shop).map((mark) => [trackOf(mark), mark.upTo]));
      const higher = marks.filter((mark) => mark.upTo > (known.get(trackOf(mark)) ?? -1));
      if (higher.length === 0) return;
      await ledger.write(() => {
        for (const mark of higher) ledger.lentMarks.raise(mark);
      });
    },
    leftOver: () => leftOver(shop),
    gaveBack: (ranges) => gaveBack(shop, ranges),
    accepted: ({ from, until }, after, limit) =>
      ledger.parcels.acceptedIn({ from, until }, after, limit).map((stored) => parcelOf(shop, stored)),
    forgotten: (parcels) => forgetParcels(shop, parcels),
    tell,
  };
}

async function take(shop: Shop, lease: Lease, tell: (trouble: string) => void): Promise<boolean> {
  try {
    const { replayed } = await takeLease(shop, lease);
    if (replayed) tell(`The hub lends ${lease.id} a second time; it is in use already. Head office must look at its books.`);
    return !replayed;
  } catch (error) {
    if (!(error instanceof Problem) || error.code.startsWith("storage-")) throw error;
    const [fault] = error.detail.faults ?? [];
    tell(`Lease ${lease.id} of ${lease.track} ${lease.period} is not taken: ${fault?.message ?? error.message}`);
    return false;
  }
}

/** Period by period, so that a till with years in its outbox goes on selling while it counts. */
async function report(shop: Shop): Promise<HandshakeRequest> {
  const { ledger, law, region, seller, world } = shop;
  const accepted: AcceptedSpan[] = [];
  let at = ledger.parcels.firstAcceptedFrom(0);
  while (at !== null && accepted.length < most.periods) {
    const span = { from: at, until: region.numbers.periodEndsAt(law.period(at)) };
    accepted.push({ seller: seller.businessId, ...span, ...ledger.parcels.acceptedSums(span) });
    await new Promise<void>((resolve) => world.defer(resolve));
    at = ledger.parcels.firstAcceptedFrom(span.until);
  }
  const ranges = toldLeases(shop).slice(-most.ranges);
  return { protocol: protocolVersion, ranges, marks: marksOf(shop), accepted };
}

function trackOf(mark: { readonly seller: string; invoiceType: string; period: string; track: string }): string {
  return `${mark.seller} ${mark.invoiceType} ${mark.period} ${mark.track}`;
}
