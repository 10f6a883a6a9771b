import type { ParcelRow } from "../../../../db/till/books/parcels.ts";
import type { Shop } from "../../shop.ts";
import { type Decided, journalDecision } from "./retry-parcel.ts";

const reason = "The invoice was withdrawn before anything of it was stored upstream.";

/**
 * Closes what upstream never had of a withdrawn invoice: the issue it refused, and what waits behind that and would be about nothing.
 * Journalled as a person's word is. Returns what was closed; nothing, where upstream may have any of it. Inside a write.
 */
export function settleUnstored(
  shop: Shop,
  parcels: readonly ParcelRow[],
  { by, at }: Pick<Decided, "by" | "at">,
): readonly ParcelRow[] {
  if (!isUnstored(parcels)) return [];
  const open = parcels.filter(({ state }) => state !== "resolved");
  return open.map((row) => {
    journalDecision(shop, row, { operation: "parcel-resolve", reason, by, at });
    return shop.ledger.parcels.move(row, "resolve", { reason, endedAt: at })!;
  });
}

/** Of one invoice's parcels, oldest first: its issue was refused, and nothing after it ever left. */
function isUnstored([issue, ...later]: readonly ParcelRow[]): boolean {
  return issue?.state === "rejected" && later.every(({ sentAt }) => sentAt === null);
}
