import { warningLevel, warningSeconds } from "../../../sync/pressing.ts";
import { type Shop, secondsNow } from "../../shop.ts";
import { levelAt, type Trouble } from "../trouble.ts";

/** From so many documents of one refusal on it is clearly more than before, and told again. */
const moreAndMore = [1, 5, 20, 100, 500, 2000];
/** Hours after which nothing having got through is a trouble of its own. */
const stuckSeconds = [3600, 6 * 3600, 24 * 3600];

/** What is the matter with documents on their way to the authority. */
export function uploadTroubles(shop: Shop): Trouble[] {
  const goesNowhere = shop.upstream === null && shop.environment === "demo"; // and counts for nothing
  return goesNowhere ? [] : [...pressingTroubles(shop), ...refusedTroubles(shop), ...stuckTroubles(shop)];
}

/** One for each day of deadlines, so that what is late since yesterday hides nothing that will be late tomorrow. */
function pressingTroubles(shop: Shop): Trouble[] {
  const { ledger, law } = shop;
  const now = secondsNow(shop);
  const days = new Map<string, { count: number; first: number }>();
  for (const { count, first } of ledger.parcels.pressing(now + warningSeconds[0])) {
    const day = law.localTime(first).slice(0, 10);
    const before = days.get(day);
    days.set(day, { count: count + (before?.count ?? 0), first: Math.min(first, before?.first ?? first) });
  }
  return [...days].map(([key, { count, first }]) => ({
    code: "upload-deadline",
    key,
    level: warningLevel(first, now),
    facts: { count, deadline: law.localTime(first) },
  }));
}

/** What the authority said goes by its code alone: its free text may name a buyer. */
function refusedTroubles({ ledger, region }: Shop): Trouble[] {
  return ledger.parcels.refused().map(({ state, message, code, count, first }) => {
    const meaning = code === null ? undefined : region.messages.meaning(code);
    const words = { meaning: meaning?.text ?? "（無說明）", english: meaning?.english ?? "no meaning is known" };
    return {
      code: state === "conflict" ? "parcel-conflict" : "parcel-rejected",
      key: `${message} ${code ?? ""}`.trim(),
      level: levelAt(count, moreAndMore),
      facts: { count, message, reply: code ?? "-", ...words, first: String(first) },
    };
  });
}

function stuckTroubles(shop: Shop): Trouble[] {
  const oldest = shop.ledger.parcels.oldestUnderWay();
  if (!oldest) return [];
  const level = levelAt(secondsNow(shop) - oldest.createdAt, stuckSeconds);
  // While it waits the reason is about the way; in any other state it may be about the document.
  const why = (oldest.state === "waiting" && oldest.reason) || `${oldest.message} ${oldest.state}`;
  return level === 0
    ? []
    : [{ code: "channel-stuck", key: "", level, facts: { why, since: shop.law.localTime(oldest.createdAt) } }];
}
