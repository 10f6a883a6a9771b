import type { DoubtfulSpan } from "../../../../db/till/books/numbers/unaccounted.ts";
import type { Step } from "../../../base/loop.ts";
import type { Span } from "../../../regions/numbers.ts";
import type { IssuedNumber, Upstream } from "../../../sync/upstream.ts";
import type { Shop } from "../../shop.ts";
import { settleUnaccounted } from "./settle-unaccounted.ts";

/**
 * Settles numbers in doubt that upstream has an invoice under: the lost till issued them. What upstream does not have stays in doubt,
 * for it may have been sold and never handed over; only a person can say. One step of a loop.
 */
export async function settleByUpstream(shop: Shop, upstream: Upstream, signal: AbortSignal): Promise<Step> {
  const open = shop.ledger.unaccounted.list().filter(({ state }) => state === "unaccounted");
  if (open.length === 0 || !upstream.findIssued) return "idle";
  const found = await upstream.findIssued({ seller: shop.seller.businessId, since: copyMadeAt(shop), spans: open }, signal);
  if (found === null) return "faulted";
  const still = found.filter(({ period, track, serial }) => open.some(holds({ period, track, first: serial, last: serial })));
  if (still.length === 0) return "idle";
  const evidence = `${still[0]!.evidence}${still.length > 1 ? ` and ${still.length - 1} more` : ""}`;
  await settleUnaccounted(shop, spansOf(still), { as: "issued-elsewhere", evidence, by: "upstream", key: undefined });
  return "worked";
}

/** When the newest thing that is certain happened; what is in doubt was issued after it. */
function copyMadeAt({ ledger }: Shop): number {
  const adopted = ledger.journal.newestOf("adopt");
  const { head } = JSON.parse(adopted?.doc ?? '{"head":{"seq":1}}') as { head: { seq: number } };
  return ledger.journal.find(head.seq)?.at ?? 0;
}

function holds(span: Span) {
  return ({ period, track, first, last }: DoubtfulSpan) =>
    period === span.period && track === span.track && first <= span.first && span.last <= last;
}

/** Neighbours as one span, so that a day's numbers are one line in the journal. */
function spansOf(numbers: readonly IssuedNumber[]): Span[] {
  const spans: { period: string; track: string; first: number; last: number }[] = [];
  for (const { period, track, serial } of numbers) {
    const newest = spans.at(-1);
    if (newest && newest.period === period && newest.track === track && newest.last === serial - 1) newest.last = serial;
    else spans.push({ period, track, first: serial, last: serial });
  }
  return spans;
}
