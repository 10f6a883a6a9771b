import type { DoubtfulSpan, Settled } from "../../../../db/till/books/numbers/unaccounted.ts";
import { refuse } from "../../../invoice/problems.ts";
import { numberOf } from "../../../invoice/track-range.ts";
import type { Span } from "../../../regions/numbers.ts";
import { type Shop, secondsNow } from "../../shop.ts";
import { firstTime } from "../first-time.ts";
import { assertWholeJournal } from "../whole-journal.ts";

export interface Settlement {
  /** `issued-elsewhere`: the till that was lost, or another one, gave them to sales. `unused`: nobody did, nor ever will. */
  readonly as: Settled["as"];
  /** What shows it: the authority's list, what upstream holds, a slip. */
  readonly evidence: string;
  /** The token's name, or the upstream that said so. */
  readonly by: string;
  readonly key: string | undefined;
}

/**
 * Settles numbers that a restored till cannot know of: from the evidence of a person, or of an upstream that lists what it holds. Every
 * number must be unaccounted, or nothing is settled. Returns what is still in doubt. Journalled. Throws `not-unaccounted`.
 */
export function settleUnaccounted(
  shop: Shop,
  spans: readonly Span[],
  { by, key, ...said }: Settlement,
): Promise<readonly DoubtfulSpan[]> {
  const { ledger } = shop;
  const content = { spans: spans.map((span) => ({ ...span })), ...said };
  return ledger.write(() => {
    if (firstTime(shop, { client: by, key, operation: "settle-unaccounted", content })) {
      assertWholeJournal(shop);
      for (const span of spans) assertUnaccounted(shop, span);
      const at = secondsNow(shop);
      const { seq: journalSeq } = ledger.journal.append({ kind: "settle-unaccounted", doc: { ...content, by }, at }, shop.key);
      for (const span of spans) settle(shop, span, { ...said, journalSeq });
    }
    return ledger.unaccounted.list().filter(({ state }) => state === "unaccounted");
  });
}

function settle({ ledger }: Shop, span: Span, said: Omit<Settled, "first" | "last">): void {
  for (const doubtful of ledger.unaccounted.touching(span)) {
    const part = { first: Math.max(span.first, doubtful.first), last: Math.min(span.last, doubtful.last) };
    ledger.unaccounted.settle(doubtful, { ...part, ...said });
  }
}

function assertUnaccounted({ ledger }: Shop, { period, track, first, last }: Span): void {
  const touched = ledger.unaccounted.touching({ period, track, first, last });
  const known = touched.reduce((sum, span) => sum + Math.min(span.last, last) - Math.max(span.first, first) + 1, 0);
  if (first <= last && known === last - first + 1) return;
  const spoken = `${numberOf({ track }, first)}–${numberOf({ track }, last)}`;
  const message = `Not every number of ${spoken} (period ${period}) is unaccounted.`;
  throw refuse("not-unaccounted", message, {
    faults: [{ path: "first", code: "not-unaccounted", message: `${known} of them are.` }],
    hint: "GET /v1/ranges/unaccounted (`tillseal ranges unaccounted`) lists what is in doubt; what was settled stays so.",
  });
}
