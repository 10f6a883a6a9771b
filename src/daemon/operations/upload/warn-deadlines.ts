import type { ParcelRow } from "../../../../db/till/books/parcels.ts";
import type { Step } from "../../../base/loop.ts";
import { warningSeconds } from "../../../sync/pressing.ts";
import { type Shop, secondsNow } from "../../shop.ts";

/** How many documents are told of in one alert. */
const atOnce = 500;

const says = ["in a day", "in six hours", "in an hour", "now: it is too late for the law"] as const;

/**
 * Tells whoever listens of documents that are not at the authority while their deadline comes near, whatever state they are
 * in: once at each of the levels. Remembered, so that a restart does not tell it again.
 */
export async function warnDeadlines(shop: Shop): Promise<Step> {
  if (shop.upstream === null && shop.environment === "demo") return "idle"; // it has nowhere to go, and counts for nothing
  const at = secondsNow(shop);
  let told = 0;
  // The last level first, so that what slept through several is told of once.
  for (let level = warningSeconds.length; level > 0; level--) {
    const before = at + warningSeconds[level - 1]!;
    const pressing = shop.ledger.parcels.pressing(before, level, atOnce);
    if (pressing.length === 0) continue;
    await shop.ledger.write(() => {
      for (const { journalSeq } of pressing) shop.ledger.parcels.put(shop.ledger.parcels.row(journalSeq)!, { warned: level });
    });
    tell(shop, pressing, says[level - 1]!);
    told += pressing.length;
  }
  return told >= atOnce ? "worked" : "idle";
}

function tell({ feed, world, law }: Shop, pressing: readonly ParcelRow[], when: string): void {
  const [first] = pressing as [ParcelRow, ...ParcelRow[]];
  const why = first.reason ?? (first.state === "sent" ? "handed over, and not answered yet" : first.state);
  const count = pressing.length === 1 ? "A document is" : `${pressing.length} documents are`;
  const message = `${count} not at the platform and due ${when} (${law.localTime(first.deadline)}): ${why}`;
  world.log.warn("upload-deadline", { documents: pressing.length, deadline: law.localTime(first.deadline), why });
  feed.publish({ kind: "alert", code: "upload-deadline", message });
}
