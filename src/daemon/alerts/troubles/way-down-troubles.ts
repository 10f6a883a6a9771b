import { type Shop, secondsNow } from "../../shop.ts";
import type { Trouble } from "../trouble.ts";

const refusedFile = "range-file-refused";
/** Granted numbers are good for two months, and a file is not looked at for longer. */
const keptSeconds = 62 * 86_400;
/** A hub that restarts is nobody's business. */
const lendingSeconds = 600;

/** What is the matter with what comes down: files of numbers that were refused, and a hub that lends none. */
export function wayDownTroubles(shop: Shop): Trouble[] {
  return [...fileTroubles(shop), ...lendingTrouble(shop)];
}

/**
 * Told of once for each file, and over when another one is imported. A new life meets the file again and must not tell of it again:
 * that it was told is in the books, and which import was the newest then.
 */
function fileTroubles(shop: Shop): Trouble[] {
  const { ledger, wayDown } = shop;
  const imported = ledger.rangeFiles.newest()?.journalSeq ?? 0;
  const since = secondsNow(shop) - keptSeconds;
  const lasting = ledger.alerts
    .open()
    .filter(({ kind, raisedAt, facts }) => kind === refusedFile && raisedAt > since && JSON.parse(facts).imported === imported)
    .map(({ key }) => ({ code: refusedFile, key, level: null, facts: {} }) as const);
  const fresh = [...wayDown.refusedFiles]
    .filter(([file]) => !ledger.alerts.wasRaised(refusedFile, file))
    .map(([file, why]) => ({ code: refusedFile, key: file, level: 1, facts: { file, why, imported } }) as const);
  return [...lasting, ...fresh];
}

/** What was said before stays until the hub was asked. */
function lendingTrouble(shop: Shop): Trouble[] {
  const { lending } = shop.wayDown;
  if (!lending || lending.trouble === null) return [];
  const isLong = lending.trouble !== undefined && secondsNow(shop) - lending.since >= lendingSeconds;
  return [{ code: "top-up", key: "", level: isLong ? 1 : null, facts: { why: lending.trouble ?? "" } }];
}
