import { noUpstream } from "../sync/admit.ts";
import { type Shop, secondsNow } from "./shop.ts";

/**
 * What an earlier process left on the wire becomes uncertain: bytes may have become paper. What it had not begun waits again, and
 * what waited for an upstream may go where there is one now. Runs before anything else writes, so it needs no transaction.
 */
export function recover(shop: Pick<Shop, "ledger" | "upstream" | "world">): void {
  const at = secondsNow(shop);
  shop.ledger.slips.recover(at);
  shop.ledger.tickets.recover(at);
  if (shop.upstream) shop.ledger.parcels.releaseHeld(noUpstream, at);
}
