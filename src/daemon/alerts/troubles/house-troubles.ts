import type { JournalWatch } from "../../journal-watch.ts";
import { clockOutlook } from "../../outlook/clock-outlook.ts";
import { copiesOutlook } from "../../safekeeping/copies/copies-lamp.ts";
import type { CopyKeeper } from "../../safekeeping/copies/copy-keeper.ts";
import { type Shop, secondsNow } from "../../shop.ts";
import type { Trouble } from "../trouble.ts";

export interface House {
  readonly shop: Shop;
  readonly copies: Pick<CopyKeeper, "trouble" | "leftover">;
  readonly journalWatch: Pick<JournalWatch, "broken" | "walkedTo">;
}

/** What is the matter with the clock, the seal, the disk, the copies and the journal. */
export function houseTroubles(house: House): Trouble[] {
  return [...clockTrouble(house), ...sealTrouble(house), ...diskTrouble(house), ...copyTroubles(house), ...journalTrouble(house)];
}

function clockTrouble({ shop }: House): Trouble[] {
  const { believed, says } = clockOutlook(shop);
  return believed ? [] : [{ code: "clock-jumped", key: "", level: 1, facts: { why: says } }];
}

/** With a key the records are sealed within the minute: what was said before stays until they are. */
function sealTrouble({ shop: { key, ledger } }: House): Trouble[] {
  const count = ledger.journal.pendingSeals();
  return count === 0 ? [] : [{ code: "seal-pending", key: "", level: key ? null : 1, facts: { count } }];
}

function diskTrouble({ shop: { world, settings } }: House): Trouble[] {
  const free = Math.floor(world.freeBytes() / 1024 / 1024);
  const least = settings.freeSpaceMb;
  if (free >= least * 4) return [];
  return [{ code: "disk-low", key: "", level: free < least ? 2 : 1, facts: { free, least } }];
}

/** A copy that is due was perhaps not tried yet since the till started: what was said before stays until it was. */
function copyTroubles({ shop, copies }: House): Trouble[] {
  const { everyHours, lastAt, fresh } = copiesOutlook(shop);
  if (everyHours === null) return [];
  const last = lastAt === null ? "-" : shop.law.localTime(lastAt);
  const isDue = lastAt === null || secondsNow(shop) >= lastAt + everyHours * 3600;
  const { trouble, leftover } = copies;
  const untried = trouble === null && isDue;
  return [
    ...(lastAt !== null && !fresh ? [{ code: "backup-late", key: "", level: 1, facts: { last } } as const] : []),
    ...(trouble !== null || untried
      ? [{ code: "backup-failed", key: "", level: untried ? null : 1, facts: { why: trouble ?? "" } } as const]
      : []),
    ...(leftover !== null
      ? [{ code: "backup-kept", key: "", level: leftover ? 1 : null, facts: { why: leftover ?? "" } } as const]
      : []),
  ];
}

/** After a start only the tail is known to be whole, until the walk has come to the end. */
function journalTrouble({ shop, journalWatch }: House): Trouble[] {
  const { broken, walkedTo } = journalWatch;
  if (broken) return [{ code: "verify-failed", key: "", level: 1, facts: { entry: broken.seq } }];
  return walkedTo < shop.ledger.journal.head().seq ? [{ code: "verify-failed", key: "", level: null, facts: {} }] : [];
}
