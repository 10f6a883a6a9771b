import type { RangeKey } from "../../../../db/till/books/numbers/ranges.ts";
import { issueSecond } from "../../../invoice/issue-time.ts";
import { move } from "../../../invoice/moves.ts";
import { refuse } from "../../../invoice/problems.ts";
import type { Allotment } from "../../../invoice/record.ts";
import type { Sale } from "../../../invoice/sale.ts";
import { allocate, rangeMoves, type TrackRange } from "../../../invoice/track-range.ts";
import { type Shop, secondsNow } from "../../shop.ts";
import type { World } from "../../world.ts";
import { mayHaveBeenHeld } from "./after-restore.ts";

export interface Taken {
  readonly allotment: Allotment;
  readonly atSeconds: number;
  readonly rangeId: number;
  readonly key: RangeKey;
}

/**
 * Takes the next number of the period the issue time falls in, and the issue time with it: within a range both rise
 * together. Inside a write, so that number and invoice are one commit.
 */
export function takeNumber(shop: Shop, sale: Sale, wallMs: number): Taken {
  const { law, ledger } = shop;
  const period = law.period(Math.floor(wallMs / 1000));
  const key = { seller: shop.seller.businessId, period, invoiceType: law.invoiceType(sale) };
  const open = ledger.ranges.open(key);
  const turnedAt = open ? null : turnedAlready(shop, key, wallMs);
  if (turnedAt !== null) return takeNumber(shop, sale, turnedAt * 1000);
  const range = open ?? openNext(shop, key, wallMs);
  const atSeconds = issueSecond(wallMs, range.lastIssuedAt);
  const { number, remaining } = allocate(range);
  ledger.ranges.save({ ...remaining, lastIssuedAt: atSeconds });
  const slot = ledger.ranges.slot(range.id, range.next);
  return {
    allotment: { number, period, randomCode: slot?.randomCode ?? freshRandomCode(shop), ...(slot && { cipher: slot.cipher }) },
    atSeconds,
    rangeId: range.id,
    key,
  };
}

/**
 * The time to use again where a nudge took the clock back over midnight into a period that has ended: a later period's range is
 * open, so the older ones are closed for good. Throws `clock-jumped` where it is more than a nudge.
 */
function turnedAlready({ ledger }: Shop, { seller, period }: RangeKey, wallMs: number): number | null {
  const later = ledger.ranges
    .list()
    .filter((range) => range.seller === seller && range.period > period && range.state === "open");
  const lastIssuedAt = Math.max(...later.map((range) => range.lastIssuedAt ?? 0));
  return lastIssuedAt * 1000 > wallMs ? issueSecond(wallMs, lastIssuedAt) : null;
}

/** Opens the oldest waiting range the clock has passed. A demo till makes itself a whole track where there is none. */
function openNext(shop: Shop, key: RangeKey, wallMs: number): TrackRange {
  const { ledger } = shop;
  ledger.ranges.closeBefore(key.period);
  const waiting = ledger.ranges.standby(key);
  const second = Math.floor(wallMs / 1000);
  const next = waiting.find(({ lastIssuedAt }) => lastIssuedAt === null || lastIssuedAt <= second) ?? demoRange(shop, key);
  if (!next) throw waiting.length > 0 ? notYet(key.period) : exhausted(shop, key);
  const open = { ...next, state: move(rangeMoves, next.state, "open") };
  ledger.ranges.save(open);
  return open;
}

function demoRange(shop: Shop, key: RangeKey): TrackRange | null {
  const range = shop.region.demo.ranges.find(({ invoiceType }) => invoiceType === key.invoiceType);
  if (shop.environment !== "demo" || !range) return null;
  if (shop.ledger.ranges.has(key) || mayHaveBeenHeld(shop, key.period)) return null;
  const added = shop.ledger.ranges.add({ ...key, track: range.track, first: range.first, last: range.last, source: "demo" });
  const { id, state, next, lastIssuedAt, ...doc } = added;
  shop.ledger.journal.append({ kind: "range", doc, at: secondsNow(shop) }, shop.key);
  return added;
}

function notYet(period: string) {
  return refuse("numbers-exhausted", `No range of period ${period} may be used before the clock has passed its last invoice.`, {
    hint: "Wait until the clock has caught up, or import another range.",
  });
}

function exhausted({ ledger }: Shop, { seller, period, invoiceType }: RangeKey) {
  const closed = ledger.ranges
    .list()
    .filter(
      (range) => range.seller === seller && range.period === period && range.invoiceType === invoiceType && isClosed(range),
    );
  const inDoubt = new Set(ledger.unaccounted.list(period).map(({ rangeId }) => rangeId));
  if (closed.some(({ id }) => inDoubt.has(id))) return closedByRestore(period);
  const message =
    closed.length > 0
      ? `The ranges of period ${period} are closed: this till has sold in a later period.`
      : `There is no number left for period ${period}.`;
  return refuse("numbers-exhausted", message, { hint: `Import a range of this period. ${byHand}` });
}

const byHand = "Until then write 備用發票 by hand and abandon the request, so that it cannot be issued twice.";

function closedByRestore(period: string) {
  const message = `The ranges of period ${period} are closed since this till was restored: the till that was lost may have used their numbers.`;
  return refuse("numbers-exhausted", message, {
    hint: `Import numbers of this period that the lost till never had: \`tillseal ranges import FILE --after-restore never-held\`. ${byHand}`,
  });
}

function isClosed({ state }: TrackRange): boolean {
  return state === "closed" || state === "reported";
}

function freshRandomCode({ world, ledger }: Shop): string {
  return drawRandomCode(world, (code) => ledger.invoices.randomCodeRecent(code));
}

/** Four digits from a cryptographic source, none of them among the newest thousand (spec/taiwan.md 2.6). */
export function drawRandomCode(world: Pick<World, "randomBytes">, isRecent: (code: string) => boolean): string {
  for (;;) {
    const [high = 0, low = 0] = world.randomBytes(2);
    const value = high * 256 + low;
    if (value >= 60_000) continue; // the rest would favour small codes
    const code = String(value % 10_000).padStart(4, "0");
    if (!isRecent(code)) return code;
  }
}
