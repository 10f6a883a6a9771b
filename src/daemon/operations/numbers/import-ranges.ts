import { createHash } from "node:crypto";
import type { RangeFileRow } from "../../../../db/till/books/numbers/range-files.ts";
import type { NewRange } from "../../../../db/till/books/numbers/ranges.ts";
import type { Fault } from "../../../base/problem.ts";
import { move } from "../../../invoice/moves.ts";
import { refuse } from "../../../invoice/problems.ts";
import { numberOf, rangeMoves } from "../../../invoice/track-range.ts";
import type { BoundNumber, RangeFileRead, Share } from "../../../regions/numbers.ts";
import { type Shop, secondsNow } from "../../shop.ts";
import { firstTime } from "../first-time.ts";
import { assertWholeJournal } from "../whole-journal.ts";
import { type AfterRestore, askedAfterRestore } from "./after-restore.ts";
import { assertImporter } from "./importer.ts";

export interface RangeImport {
  /** The file as it was downloaded. */
  readonly content: Uint8Array;
  readonly name: string;
  readonly share: Share;
  /** What a person says of the numbers, where this till was restored. */
  readonly afterRestore?: AfterRestore;
  /** The token's name. */
  readonly by: string;
  readonly key: string | undefined;
}

/** What an import did, as the journal has it. */
export interface ImportRecord {
  readonly file: { readonly sha256: string; readonly name: string };
  readonly share: string;
  readonly by: string;
  readonly ranges: readonly ImportedRange[];
  readonly afterRestore?: AfterRestore;
}

export type ImportedRange = Pick<NewRange, "invoiceType" | "period" | "track" | "first" | "last">;

export interface Imported {
  readonly record: ImportRecord;
  /** True when this share of this file was imported before: nothing new happened. */
  readonly replayed: boolean;
}

/** Takes this till's share of a range file, all of it or nothing. Throws `range-file-refused` with every fault. Journalled. */
export function importRanges(shop: Shop, request: RangeImport): Promise<Imported> {
  const { content, by, key } = request;
  const { ledger } = shop;
  const digest = createHash("sha256").update(content).digest();
  const sha256 = digest.toString("hex");
  const share = `${request.share.k}/${request.share.n}`;
  return ledger.write((): Imported => {
    firstTime(shop, { client: by, key, operation: "range-import", content: { sha256, share } });
    const earlier = ledger.rangeFiles.find(digest, share);
    if (earlier) return { record: recordOf(shop, earlier), replayed: true };
    if (shop.region.numbers.comesOnce(content)) assertImporter(shop);
    assertWholeJournal(shop);
    const { ranges, slots } = grantedTo(shop, request);
    const periods = ranges.map(({ period }) => period);
    const afterRestore = askedAfterRestore(shop, periods, request.afterRestore);
    const file = { sha256, name: request.name };
    const record: ImportRecord = { file, share, by, ranges, ...(afterRestore && { afterRestore }) };
    const at = secondsNow(shop);
    const { seq: journalSeq } = ledger.journal.append({ kind: "range", doc: record, at }, shop.key);
    addRanges(shop, record, { slots, journalSeq });
    ledger.rangeFiles.add({
      sha256: digest,
      share,
      name: request.name,
      content: Buffer.from(content),
      operator: by,
      journalSeq,
      at,
    });
    return { record, replayed: false };
  });
}

/** The journal keeps what was imported; the ranges themselves have moved on since. */
function recordOf({ ledger }: Shop, { journalSeq }: RangeFileRow): ImportRecord {
  const { file, share, by, ranges } = JSON.parse(ledger.journal.find(journalSeq)!.doc) as ImportRecord;
  return { file, share, by, ranges };
}

interface Granted {
  readonly ranges: readonly ImportedRange[];
  readonly slots: readonly BoundNumber[];
}

function grantedTo({ ledger, law, region, seller, ...shop }: Shop, { content, share }: RangeImport): Granted {
  const read: RangeFileRead = region.numbers.readRangeFile(content, {
    businessId: seller.businessId,
    period: law.period(secondsNow(shop)),
    held: ledger.ranges.list(),
  });
  if (read.result === "refused") throw refused(read.faults);
  const ranges = region.numbers
    .shareOf(read.grants, share)
    .map(({ invoiceType, period, track, first, last }) => ({ invoiceType, period, track, first, last }));
  if (ranges.length === 0) throw refused([emptyShare(share)]);
  return { ranges, slots: read.slots };
}

function refused(faults: readonly Fault[]) {
  const message = `The range file has ${faults.length === 1 ? "a fault" : `${faults.length} faults`}: nothing was imported.`;
  return refuse("range-file-refused", message, { faults, hint: "Mend what `faults` names and import the file again." });
}

function emptyShare({ k, n }: Share): Fault {
  const message = `Share ${k}/${n} holds no number: the file has fewer booklets than there are tills.`;
  return { path: "share", code: "share-empty", message };
}

interface Adding {
  readonly slots: readonly BoundNumber[];
  readonly journalSeq: number;
}

function addRanges(
  { ledger, seller, settings: { headOffice } }: Shop,
  { file, ranges, afterRestore }: ImportRecord,
  { slots, journalSeq }: Adding,
): void {
  const source = `${file.name} (${file.sha256.slice(0, 12)})`;
  const bound = new Map(slots.map((slot) => [slot.number, slot]));
  for (const range of ranges) {
    const added = ledger.ranges.add({
      seller: seller.businessId,
      ...(headOffice !== undefined && { headOffice }),
      ...range,
      source,
    });
    const { id, first, last } = added;
    if (afterRestore === "may-be-used") {
      ledger.ranges.save({ ...added, state: move(rangeMoves, added.state, "expire") });
      ledger.unaccounted.add({ rangeId: id, first, last, journalSeq });
    }
    if (bound.size > 0) ledger.ranges.addSlots(id, slotsOf(range, bound));
  }
}

/** A file of slots binds every number it grants. */
function slotsOf(range: ImportedRange, bound: ReadonlyMap<string, BoundNumber>) {
  return Array.from({ length: range.last - range.first + 1 }, (_, index) => {
    const number = range.first + index;
    const { randomCode, cipher } = bound.get(numberOf(range, number))!;
    return { number, randomCode, cipher };
  });
}
