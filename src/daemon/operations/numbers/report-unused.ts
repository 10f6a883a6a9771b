import { createHash } from "node:crypto";
import type { Fault } from "../../../base/problem.ts";
import { refuse } from "../../../invoice/problems.ts";
import { canonicalJson } from "../../../invoice/seal/canonical.ts";
import { numberOf } from "../../../invoice/track-range.ts";
import type { GrantedFile, HeldRange, Share, TillPart, UnusedNumbers } from "../../../regions/numbers.ts";
import { admit } from "../../../sync/admit.ts";
import { type Shop, secondsNow } from "../../shop.ts";
import { believeClock } from "../believe-clock.ts";
import { askedBefore, keepRequest } from "../first-time.ts";
import { assertWholeJournal } from "../whole-journal.ts";
import { assertImporter } from "./importer.ts";
import { unusedNumbers } from "./unused-numbers.ts";

export interface ReportRequest {
  readonly period: string;
  /** What the shop's other tills say. */
  readonly parts: readonly Omit<TillPart, "path">[];
  /** Shares whose till cannot say any more. */
  readonly missing: readonly Share[];
  /** The token's name. */
  readonly by: string;
  readonly key: string | undefined;
}

/** A report as the journal has it. Each of its `reports` is one message to the authority. */
export interface UnusedReport {
  readonly period: string;
  readonly by: string;
  readonly dueAt: string;
  /** What was asked, as a SHA-256. */
  readonly asked: string;
  readonly tills: readonly TillSaid[];
  /** `2/3` */
  readonly missing: readonly string[];
  readonly reports: readonly UnusedNumbers[];
}

interface TillSaid extends Pick<TillPart, "till"> {
  readonly ranges: readonly Pick<HeldRange, "invoiceType" | "track" | "first" | "last" | "next">[];
}

export interface Reported {
  readonly report: UnusedReport;
  /** True when the very same was reported before: nothing new happened. */
  readonly replayed: boolean;
}

/** What this till goes by in a report of several. */
const ownName = "this till";

/**
 * Joins what all tills of the shop left over of a past period, one message for each branch, kind and track, and is done with the
 * period's ranges. Throws `unused-refused` with every number that two tills tell of, or none. Journalled.
 */
export function reportUnused(shop: Shop, request: ReportRequest): Promise<Reported> {
  const { ledger, law } = shop;
  const { period, by, key } = request;
  const content = contentOf(request);
  return ledger.write((): Reported => {
    const asked = { client: by, key, operation: "unused-report", content } as const;
    const earlier = askedBefore(shop, asked) ? findReport(shop, period) : sameReport(shop, period, content);
    if (earlier) return { report: earlier, replayed: true };
    assertImporter(shop);
    assertWholeJournal(shop);
    ledger.ranges.closeBefore(law.period(Math.floor(believeClock(shop) / 1000)));
    const report = joined(shop, request);
    const at = secondsNow(shop);
    ledger.journal.append({ kind: "unused-report", doc: report, at }, shop.key);
    for (const one of report.reports) queueMessage(shop, one, at);
    ledger.ranges.report(period);
    keepRequest(shop, asked, { subject: period });
    return { report, replayed: false };
  });
}

/** Each message is sealed by itself and goes upstream in a thread of its own. Inside a write. */
function queueMessage(shop: Shop, unused: UnusedNumbers, createdAt: number): void {
  const { ledger, region, upstream } = shop;
  const doc = region.numbers.unusedRecord(unused);
  const { seq } = ledger.journal.append({ kind: "unused-numbers", doc, at: createdAt }, shop.key);
  ledger.parcels.add({
    thread: seq,
    journalSeq: seq,
    invoiceId: null,
    message: region.numbers.unusedMessage,
    deadline: region.numbers.unusedDeadline(unused.period),
    createdAt,
    ...admit(upstream),
  });
}

/** The newest report of a period, or null. */
export function findReport({ ledger }: Pick<Shop, "ledger">, period: string): UnusedReport | null {
  const doc = ledger.journal.reportOf(period);
  return doc === null ? null : (JSON.parse(doc) as UnusedReport);
}

/** A period is reported once; only a report that had to do without a till may be followed by a fuller one. */
function sameReport(shop: Shop, period: string, content: object): UnusedReport | null {
  const earlier = findReport(shop, period);
  if (!earlier || earlier.asked === digestOf(content)) return earlier;
  if (earlier.missing.length > 0) return null;
  throw refuse("unused-reported", `The unused numbers of ${period} were reported, with other parts than these.`, {
    hint: `GET /v1/ranges/unused/${period}/message.xml shows what was reported.`,
  });
}

function joined(shop: Shop, { period, parts, missing, by, ...request }: ReportRequest): UnusedReport {
  const { region, law, seller, settings } = shop;
  assertSettled(shop, period);
  const tills = [
    ...parts.map((part, index) => ({ ...part, path: `parts[${index}]` })),
    { till: ownName, path: ownName, ...unusedNumbers(shop, period) },
  ];
  const holder = { branchId: seller.businessId, headOfficeId: settings.headOffice ?? seller.businessId };
  const files = filesOf(shop, period);
  const outcome = region.numbers.joinTills({ period, holder, parts: tills, files, missing });
  if (outcome.result === "refused") throw refused(period, outcome.faults);
  assertDeliverable(shop, outcome.reports);
  return {
    period,
    by,
    dueAt: law.localTime(region.numbers.unusedDeadline(period)),
    asked: digestOf(contentOf({ period, parts, missing, by, ...request })),
    tills: tills.map(({ till, ranges }) => ({
      till,
      ranges: ranges.map(({ invoiceType, track, first, last, next }) => ({ invoiceType, track, first, last, next })),
    })),
    missing: missing.map(shareText),
    reports: outcome.reports,
  };
}

/** Numbers in doubt may be in somebody's hands: they are neither unused nor issued before they are settled. */
function assertSettled({ ledger }: Shop, period: string): void {
  const open = ledger.unaccounted.list(period).filter(({ state }) => state === "unaccounted");
  if (open.length === 0) return;
  throw refuse("unused-refused", `Numbers of ${period} are unaccounted since this till was restored: nothing was reported.`, {
    faults: open.map(({ track, first, last }) => ({
      path: ownName,
      code: "unaccounted",
      message: `${numberOf({ track }, first)}–${numberOf({ track }, last)} may have been issued after the copy was made.`,
    })),
    hint: "Settle them by what the platform or your upstream holds: `tillseal ranges settle`, or POST /v1/ranges/unaccounted/settle.",
  });
}

/** What the platform would refuse is better refused here. */
function assertDeliverable(shop: Shop, reports: readonly UnusedNumbers[]): void {
  const { numbers, messages } = shop.region;
  const faults = reports.flatMap((report) =>
    messages.faults(numbers.unusedMessage, numbers.unusedRecord(report), secondsNow(shop)),
  );
  if (faults.length > 0) throw refused(reports[0]!.period, faults);
}

function refused(period: string, faults: readonly Fault[]) {
  const count = faults.length === 1 ? "a fault" : `${faults.length} faults`;
  return refuse("unused-refused", `What the tills say of ${period} has ${count}: nothing was reported.`, {
    faults,
    hint: "Mend what `faults` names. A till's part comes from GET /v1/ranges/unused (`tillseal ranges unused PERIOD --json`).",
  });
}

/** Every file this till had numbers of the period from, as it was granted. */
function filesOf({ ledger, region }: Shop, period: string): GrantedFile[] {
  return ledger.rangeFiles
    .list()
    .map(({ name, content, share }) => ({
      name,
      share: region.numbers.shareFromText(share)!,
      grants: region.numbers.grantsIn(content).filter((grant) => grant.period === period),
    }))
    .filter(({ grants }) => grants.length > 0);
}

function contentOf({ period, parts, missing }: ReportRequest) {
  return { period, parts: parts.map((part) => ({ ...part })), missing: missing.map(shareText) };
}

function digestOf(content: object): string {
  return createHash("sha256").update(canonicalJson(content)).digest("hex");
}

function shareText({ k, n }: Share): string {
  return `${k}/${n}`;
}
