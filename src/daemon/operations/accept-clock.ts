import { type Shop, secondsNow } from "../shop.ts";
import { firstTime } from "./first-time.ts";
import { assertWholeJournal } from "./whole-journal.ts";

export interface ClockAcceptance {
  readonly reason: string;
  /** The token's name. */
  readonly by: string;
  readonly key: string | undefined;
}

/**
 * A manager says the clock is right. A range that issued later than now waits on standby until the clock has passed it,
 * since order is per range; another range opens meanwhile. Returns how many ranges wait.
 */
export function acceptClock(shop: Shop, { reason, by, key }: ClockAcceptance): Promise<{ readonly standby: number }> {
  const { world, ledger, law } = shop;
  return ledger.write(() => {
    if (!firstTime(shop, { client: by, key, operation: "clock-accept", content: { reason } })) return { standby: 0 };
    assertWholeJournal(shop);
    const at = secondsNow(shop);
    const standby = ledger.ranges.standBy(at);
    ledger.home.keepClockAnchor({ bootId: world.bootId, wallMs: world.clock.now().getTime(), uptimeMs: world.clock.uptimeMs() });
    ledger.journal.append({ kind: "clock", doc: { reason, by, accepted: law.localTime(at), standby }, at }, shop.key);
    return { standby };
  });
}
