import type { RangeRow } from "../../../../db/till/books/numbers/ranges.ts";
import type { DoubtfulSpan } from "../../../../db/till/books/numbers/unaccounted.ts";
import type { AdoptionRecord } from "../../../../db/till/books/safekeeping.ts";
import type { InvoiceRecord } from "../../../invoice/record.ts";
import { numberOf, type UnaccountedState } from "../../../invoice/track-range.ts";
import type { Span } from "../../../regions/numbers.ts";
import type { ReturnedRange } from "../../../sync/protocol.ts";
import type { ImportRecord } from "../../operations/numbers/import-ranges.ts";

/** A range as the journal tells of it. */
interface ToldRange extends Pick<RangeRow, "invoiceType" | "period" | "track" | "first" | "last" | "source"> {
  next: number;
  lastIssuedAt: number | null;
  /** A copy took the till's place: it issues no more. */
  shut: boolean;
  reported: boolean;
  doubts: readonly Doubt[];
}

type Doubt = Pick<DoubtfulSpan, "first" | "last" | "state" | "evidence">;

/** What a home's own demo says of the range it made itself. */
type DemoRecord = Pick<RangeRow, "invoiceType" | "period" | "track" | "first" | "last" | "source">;

interface SettlementRecord {
  readonly spans: readonly Span[];
  readonly as: Exclude<UnaccountedState, "unaccounted">;
  readonly evidence: string;
}

/** What the journal's entries, taken in their order, make of the numbers. What it holds grows with the ranges, not with the sales. */
export class RangeHistory {
  /** By period and track, where ranges do not overlap. */
  readonly #ranges = new Map<string, ToldRange[]>();

  /** Takes the next entry; what is wrong with the numbers it tells of, or null. */
  take(seq: number, kind: string, doc: unknown): string | null {
    if (kind === "invoice") return this.#issued(seq, doc as InvoiceRecord);
    if (kind === "range") this.#imported(doc as ImportRecord | DemoRecord);
    else if (kind === "adopt") this.#adopted(doc as AdoptionRecord);
    else if (kind === "settle-unaccounted") this.#settled(doc as SettlementRecord);
    else if (kind === "unused-report") this.#done(({ period }) => period === (doc as { period: string }).period);
    else if (kind === "lease-return") for (const range of (doc as { ranges: ReturnedRange[] }).ranges) this.#done(isThat(range));
    return null;
  }

  /** What the books' ranges and doubts say otherwise. */
  *differences(rows: readonly RangeRow[], doubts: readonly DoubtfulSpan[]): Generator<string> {
    const told = [...this.#ranges.values()].flat();
    for (const range of told) {
      const row = rows.find(isThat(range));
      if (row) yield* rangeDifferences(range, row);
      else yield `${spelled(range)} is gone from the ranges; the journal tells of it.`;
    }
    for (const row of rows) if (!told.some(isThat(row))) yield `${spelled(row)} is among the ranges; no entry tells of it.`;
    yield* doubtDifferences(told, doubts);
  }

  #imported(doc: ImportRecord | DemoRecord): void {
    if (!("ranges" in doc)) this.#add(doc, []);
    else
      for (const range of doc.ranges) {
        const source = `${doc.file.name} (${doc.file.sha256.slice(0, 12)})`;
        const { first, last } = range;
        const inDoubt =
          doc.afterRestore === "may-be-used" ? [{ first, last, state: "unaccounted" as const, evidence: null }] : [];
        this.#add({ ...range, source }, inDoubt);
      }
  }

  #add({ invoiceType, period, track, first, last, source }: DemoRecord, doubts: readonly Doubt[]): void {
    const key = `${period} ${track}`;
    const range = { invoiceType, period, track, first, last, source, next: first, lastIssuedAt: null, reported: false, doubts };
    this.#ranges.set(key, [...(this.#ranges.get(key) ?? []), { ...range, shut: doubts.length > 0 }]);
  }

  /** Numbers of a range follow one another without a gap; a revision has its number already. */
  #issued(seq: number, { period, number, revision, issuedAt }: InvoiceRecord): string | null {
    if (revision > 1) return null;
    const serial = Number(number.slice(-8));
    const range = this.#holding({ period, track: number.slice(0, -8), first: serial, last: serial });
    if (!range) return `Entry ${seq} issues ${number} of ${period}, which is of no range the journal tells of.`;
    const due = range.next;
    range.next = serial + 1;
    range.lastIssuedAt = Date.parse(issuedAt) / 1000;
    return serial === due ? null : `Entry ${seq} issues ${number} of ${period} where ${numberOf(range, due)} was next.`;
  }

  #holding({ period, track, first, last }: Span): ToldRange | undefined {
    return this.#ranges.get(`${period} ${track}`)?.findLast((range) => range.first <= first && last <= range.last);
  }

  #adopted({ reason, unaccounted }: AdoptionRecord): void {
    if (reason !== "restored") return;
    for (const range of [...this.#ranges.values()].flat()) range.shut = true;
    for (const span of unaccounted) {
      const range = this.#holding(span);
      const { first, last } = span;
      if (range) range.doubts = [...range.doubts, { first, last, state: "unaccounted", evidence: null }];
    }
  }

  #settled({ spans, as, evidence }: SettlementRecord): void {
    for (const span of spans)
      for (const range of this.#ranges.get(`${span.period} ${span.track}`) ?? [])
        range.doubts = range.doubts.flatMap((doubt) => settledIn(doubt, span, { state: as, evidence }));
  }

  #done(wanted: (range: ToldRange) => boolean): void {
    for (const range of [...this.#ranges.values()].flat()) if (wanted(range)) range.reported = true;
  }
}

/** A part of a span in doubt is settled; what lies around it stays in doubt. */
function settledIn(doubt: Doubt, span: Span, said: Pick<Doubt, "state" | "evidence">): readonly Doubt[] {
  const [first, last] = [Math.max(doubt.first, span.first), Math.min(doubt.last, span.last)];
  if (doubt.state !== "unaccounted" || first > last) return [doubt];
  const parts = [
    { ...doubt, last: first - 1 },
    { first, last, ...said },
    { ...doubt, first: last + 1 },
  ];
  return parts.filter((part) => part.first <= part.last);
}

function isThat({ period, track, first }: Pick<Span, "period" | "track" | "first">) {
  return (other: Pick<Span, "period" | "track" | "first">) =>
    other.period === period && other.track === track && other.first === first;
}

function* rangeDifferences(told: ToldRange, row: RangeRow): Generator<string> {
  const name = spelled(told);
  if (row.next !== told.next)
    yield `${name} stands at ${numberOf(row, row.next)}; by the journal ${numberOf(told, told.next)} is next.`;
  for (const what of ["last", "invoiceType", "source", "lastIssuedAt"] as const)
    if (row[what] !== told[what]) yield `${name} says ${what} ${row[what]}; the journal says ${told[what]}.`;
  if (!mayBe(told).includes(row.state))
    yield `${name} is ${row.state}; by the journal it can only be ${mayBe(told).join(" or ")}.`;
}

function mayBe({ reported, shut, next, last }: ToldRange): readonly RangeRow["state"][] {
  if (reported) return ["reported"];
  if (next > last) return ["spent"];
  return shut ? ["closed"] : ["open", "standby", "closed"];
}

function* doubtDifferences(told: readonly ToldRange[], rows: readonly DoubtfulSpan[]): Generator<string> {
  const said = new Set(
    told.flatMap(({ period, track, doubts }) => doubts.map((doubt) => doubtWords({ period, track, ...doubt }))),
  );
  const found = new Set(rows.map(doubtWords));
  for (const words of said) if (!found.has(words)) yield `The journal says that ${words}; the books do not.`;
  for (const words of found) if (!said.has(words)) yield `The books say that ${words}; the journal does not.`;
}

function doubtWords({ period, state, evidence, ...span }: Doubt & Pick<Span, "period" | "track">): string {
  const numbers = `${numberOf(span, span.first)}–${numberOf(span, span.last)} of ${period}`;
  return `${numbers} are ${state}${evidence === null ? "" : ` (${evidence})`}`;
}

function spelled({ period, track, first, last }: Span): string {
  return `Range ${numberOf({ track }, first)}–${numberOf({ track }, last)} of ${period}`;
}
