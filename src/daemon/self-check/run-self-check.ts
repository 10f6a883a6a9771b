import { createHash } from "node:crypto";
import { inspectDatabase, inspectNumbers } from "../../../db/till/inspection/inspect.ts";
import type { Environment, Seller } from "../../invoice/record.ts";
import type { BooksSeen, CheckedItem, CopiesSeen, KeptFile, OutboxSeen, SelfCheckFacts } from "../../regions/self-check.ts";
import { drawRandomCode } from "../operations/numbers/take-number.ts";
import { clockOutlook } from "../outlook/clock-outlook.ts";
import { nextRange } from "../outlook/next-range.ts";
import { copiesOutlook } from "../safekeeping/copies/copies-lamp.ts";
import { type Shop, secondsNow } from "../shop.ts";
import { type Bench, rehearseSlip } from "./rehearse-slip.ts";

/** What the till's own rooms cannot know. */
export interface Surroundings {
  readonly database: string;
  /** The region's own secret, as it lies in the home, and what is wrong with it where it cannot be used. */
  readonly qrKey: string;
  readonly keyFault: string | null;
  /** Whether a time server keeps the machine's clock; null when the system does not say. */
  readonly synchronised: boolean | null;
  readonly timeZone: string;
}

export interface SelfCheckReport {
  readonly checkedAt: string;
  readonly environment: Environment;
  readonly seller: Seller;
  /** The printer for whose paper the slips were set. */
  readonly printer: string;
  readonly items: readonly CheckedItem[];
  /** The rehearsal slips as people may see them: PNG, watermarked. */
  readonly pictures: readonly Uint8Array[];
}

/** Enough that a source that is not fair shows. */
const randomCodesDrawn = 4000;
const remembered = 1000;

/** Goes through the authority's whole list on this till. Writes nothing and issues nothing. */
export async function runSelfCheck(bench: Bench, surroundings: Surroundings): Promise<SelfCheckReport> {
  const { shop } = bench;
  const next = nextRange(shop);
  const slipFault = surroundings.keyFault ?? (next ? null : "There is no number to rehearse with.");
  const rehearsed = [];
  if (next && slipFault === null)
    for (const sale of shop.region.selfCheck.sales) rehearsed.push(await rehearseSlip(bench, next, sale));
  const facts: SelfCheckFacts = {
    ...gather(shop, surroundings),
    next: next?.range ?? null,
    slips: rehearsed.map(({ slip }) => slip),
    slipFault,
  };
  return {
    checkedAt: shop.law.localTime(facts.nowSeconds),
    environment: shop.environment,
    seller: shop.seller,
    printer: bench.printer,
    items: shop.region.selfCheck.judge(facts),
    pictures: rehearsed.map(({ png }) => png),
  };
}

function gather(shop: Shop, around: Surroundings): Omit<SelfCheckFacts, "next" | "slips" | "slipFault"> {
  const { ledger, law, seller, environment } = shop;
  const nowSeconds = secondsNow(shop);
  const { believed, says } = clockOutlook(shop);
  return {
    nowSeconds,
    environment,
    seller,
    law,
    key: around.qrKey,
    ranges: ledger.ranges.list(),
    files: ledger.rangeFiles.list().map((file) => keptFile(shop, file)),
    clock: { believed, says, synchronised: around.synchronised, timeZone: around.timeZone },
    randomCodes: drawCodes(shop),
    ...booksAndOutbox(shop, around.database),
    copies: copiesSeen(shop),
  };
}

function keptFile({ law }: Shop, file: ReturnType<Shop["ledger"]["rangeFiles"]["list"]>[number]): KeptFile {
  const { name, share, operator, content, sha256, at } = file;
  return {
    name,
    share,
    operator,
    importedAt: law.localTime(at),
    content,
    sha256: sha256.toString("hex"),
    sha256Now: createHash("sha256").update(content).digest("hex"),
  };
}

/** Drawn as for as many sales, each remembered as a sale would be. */
function drawCodes({ world }: Shop): string[] {
  const codes: string[] = [];
  for (let drawn = 0; drawn < randomCodesDrawn; drawn++)
    codes.push(drawRandomCode(world, (code) => codes.includes(code, Math.max(0, codes.length - remembered))));
  return codes;
}

function booksAndOutbox(shop: Shop, database: string): { readonly books: BooksSeen; readonly outbox: OutboxSeen } {
  const { ledger, upstream } = shop;
  const { journalMode, synchronous } = inspectDatabase(database);
  const { guards, repeated, astray, periods, overdue, withoutParcel } = inspectNumbers(database, secondsNow(shop));
  const [newest] = ledger.invoices.search({}, 1);
  const newestBound = newest !== undefined && isBound(shop, newest.row.rangeId, newest.record.number);
  return {
    books: {
      invoices: ledger.invoices.count(),
      journalMode,
      synchronous,
      guards,
      repeated,
      astray,
      periods,
      newest: newest?.record ?? null,
      newestBound,
    },
    outbox: { upstream: upstream !== null, counts: ledger.parcels.counts(), overdue, without: withoutParcel },
  };
}

function copiesSeen(shop: Shop): CopiesSeen {
  const { fresh, everyHours } = copiesOutlook(shop);
  const copy = shop.ledger.safekeeping.newestCopy();
  const last = copy && { file: copy.file, at: shop.law.localTime(copy.at), sha256: copy.sha256, headSeq: copy.head.seq };
  return { last: last ?? null, fresh, everyHours };
}

/** Whether a number came with a random code and cipher of its own. */
function isBound({ ledger }: Shop, rangeId: number, number: string): boolean {
  const range = ledger.ranges.list().find(({ id }) => id === rangeId);
  return range !== undefined && ledger.ranges.slot(rangeId, Number(number.slice(range.track.length))) !== undefined;
}
