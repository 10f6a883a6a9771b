import type { Fault } from "../../../../base/problem.ts";
import type { Holder, RangeUse, Span, UnusedNumbers, UnusedOutcome } from "../../../numbers.ts";
import { byNumber, joinNeighbours, overlappingPairs, spanText, without } from "../number-span.ts";
import { periodEndsAt } from "../period.ts";

/** One E0402 holds no more items than this, and a track of a branch may have one E0402 only (spec/taiwan.md 5.5). */
const mostItems = 10_000;

/**
 * What a till has left over of its ranges. Cancelled numbers are used. A range that may still issue is refused. `taken` are numbers
 * that are not free although their range never counted past them: those a restore left unaccounted, or upstream knows as issued.
 */
export function unusedOf(ranges: readonly RangeUse[], taken: readonly Span[]): UnusedOutcome {
  const faults = ranges.flatMap((range, index) => stateFaults(range, `ranges[${index}]`));
  if (faults.length > 0) return { result: "refused", faults };
  const parts = ranges.map(({ branchId, headOfficeId, invoiceType, period, track, next, last }) => ({
    branchId,
    headOfficeId,
    invoiceType,
    period,
    track,
    items: without({ period, track, first: next, last }, taken),
  }));
  return joinUnused(parts, []);
}

function stateFaults(range: RangeUse, path: string): Fault[] {
  if (range.state !== "open" && range.state !== "standby") return [];
  return [{ path, code: "range-alive", message: `${spanText(range)} is ${range.state} and may still issue: close it first.` }];
}

/**
 * Joins the parts of several tills into one report for each branch, type, period and track. `issued` are numbers known to be used:
 * a part that touches one is refused, as is a number given twice, which the platform would refuse with the whole package (E0609, E0612).
 */
export function joinUnused(parts: readonly UnusedNumbers[], issued: readonly Span[]): UnusedOutcome {
  const items = parts.flatMap(itemsOf);
  const reversed = items.filter(({ first, last }) => first > last).map(reversedFault);
  const faults = reversed.length > 0 ? reversed : overlapFaults(items, issued);
  if (faults.length > 0) return { result: "refused", faults };

  const keys = [...new Set(items.map(keyOf))].toSorted();
  const reports = keys.map((key) => reportOf(items.filter((item) => keyOf(item) === key)));
  const long = reports.filter(({ items }) => items.length > mostItems).map(lengthFault);
  return long.length > 0 ? { result: "refused", faults: long } : { result: "joined", reports };
}

interface PlacedItem extends Span, Holder {
  readonly invoiceType: string;
  readonly path: string;
}

function itemsOf({ items, ...part }: UnusedNumbers, partIndex: number): PlacedItem[] {
  return items.map((item, index) => ({ ...part, ...item, path: `parts[${partIndex}].items[${index}]` }));
}

function reversedFault(item: PlacedItem): Fault {
  return { path: item.path, code: "reversed", message: `${spanText(item)} ends before it begins.` };
}

function overlapFaults(items: readonly PlacedItem[], issued: readonly Span[]): Fault[] {
  const used = issued.filter(({ first, last }) => first <= last); // an untouched range counts first..first - 1
  const claims = [...items, ...used.map((span) => ({ ...span, path: "" }))];
  return overlappingPairs(claims).flatMap(([a, b]) => {
    const [item, other] = b.path === "" ? [a, b] : [b, a];
    if (item.path === "") return [];
    const fact = other.path === "" ? "was issued" : `is in ${other.path} too`;
    return [
      {
        path: item.path,
        code: "overlap",
        message: `${spanText(item)} is not unused as a whole: part of ${spanText(other)} ${fact}.`,
      },
    ];
  });
}

function keyOf({ branchId, invoiceType, period, track }: PlacedItem): string {
  return [period, branchId, invoiceType, track].join(" ");
}

function reportOf(items: readonly PlacedItem[]): UnusedNumbers {
  const { branchId, headOfficeId, invoiceType, period, track } = items[0]!;
  const joined = joinNeighbours(items.toSorted(byNumber)).map(({ first, last }) => ({ first, last }));
  return { branchId, headOfficeId, invoiceType, period, track, items: joined };
}

function lengthFault({ period, track, items }: UnusedNumbers): Fault {
  const message = `${track} of ${period} has ${items.length} unused parts; an E0402 holds ${mostItems} at most.`;
  return { path: `${period} ${track}`, code: "too-many-items", message };
}

/** When an E0402 is due: the last second of the tenth of the next odd month in Taipei, in seconds since 1970 (spec/taiwan.md 2.5). */
export function unusedDeadline(period: string): number {
  return periodEndsAt(period) + 10 * 86_400 - 1;
}
