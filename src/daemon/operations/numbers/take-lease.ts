import { numberOf } from "../../../invoice/track-range.ts";
import type { Lease } from "../../../sync/protocol.ts";
import type { Shop } from "../../shop.ts";
import { type Imported, importRanges } from "./import-ranges.ts";

/** What a lease's range is called; nobody else's file is. */
export const leaseSource = "hub lease ";

/** Who imported what no person did. */
const lender = "hub";

/**
 * Takes in numbers that were lent, as any range file is taken in. A lease that other books than these asked for may have been used
 * by them: its numbers are unaccounted. Journalled.
 */
export function takeLease(shop: Shop, lease: Lease): Promise<Imported> {
  const { id, requestId, seller, slots, ...span } = lease;
  const content = shop.region.numbers.fileOfLease({
    lease: id,
    businessId: seller,
    ...span,
    ...(slots && { slots: slots.map((slot) => ({ ...slot, number: numberOf(lease, slot.number) })) }),
  });
  return importRanges(shop, {
    content,
    name: `${leaseSource}${id}`,
    share: { k: 1, n: 1 },
    afterRestore: requestId.startsWith(leasePrefix(shop)) ? "never-held" : "may-be-used",
    by: lender,
    key: undefined,
  });
}

/** Every request of these books begins with it; books restored from a copy use another one, so that they never repeat what was asked since. */
export function leasePrefix({ ledger }: Pick<Shop, "ledger">): string {
  return `r${ledger.safekeeping.restoration()?.at ?? 0}-`;
}
