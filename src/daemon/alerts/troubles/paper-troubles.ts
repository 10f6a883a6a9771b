import type { Printer } from "../../printing/printers.ts";
import { type Shop, secondsNow } from "../../shop.ts";
import { levelAt, type Trouble } from "../trouble.ts";

/** Changing the paper takes a minute or two: nobody needs a mail about it. */
const downSeconds = [180, 1800];
const doubtSeconds = [600, 4 * 3600];
/** So many doubtful slips are told of one by one; a till has few, or a trouble that is told of otherwise. */
const mostSlips = 20;

/** What is the matter with printers and paper. */
export function paperTroubles(shop: Shop, printers: Iterable<Printer>): Trouble[] {
  return [...[...printers].flatMap((printer) => printerTrouble(shop, printer)), ...slipTroubles(shop)];
}

/** A printer that was not spoken to yet may be down still: what was said of it before stays. */
function printerTrouble(shop: Shop, { name, condition }: Printer): Trouble[] {
  const { state, faults, since } = condition();
  if (state === "ready") return [];
  const at = Math.floor(since.getTime() / 1000);
  const level = levelAt(secondsNow(shop) - at, downSeconds);
  const waiting = shop.ledger.slips.waitingCount(name) + shop.ledger.tickets.waitingCount(name);
  const facts = { printer: name, faults: faults.join(", "), since: shop.law.localTime(at), waiting };
  return [{ code: "printer-down", key: name, level: state === "unknown" || level === 0 ? null : level, facts }];
}

function slipTroubles(shop: Shop): Trouble[] {
  const { ledger, law } = shop;
  const now = secondsNow(shop);
  return ledger.slips
    .list(["uncertain"], mostSlips)
    .map(({ id, printer, endedAt, createdAt }) => ({ id, printer, since: endedAt ?? createdAt }))
    .filter(({ since }) => now - since >= doubtSeconds[0]!)
    .map(({ id, printer, since }) => ({
      code: "slip-uncertain",
      key: String(id),
      level: levelAt(now - since, doubtSeconds),
      facts: { slip: String(id), printer, since: law.localTime(since) },
    }));
}
