import type { Fault } from "../../../../base/problem.ts";
import type { HeldRange, Share, ShopParts, Span, TillPart, UnusedNumbers, UnusedOutcome } from "../../../numbers.ts";
import { overlappingPairs, spanText, without } from "../number-span.ts";
import { shareOf } from "../share.ts";
import { joinUnused } from "./unused.ts";

/**
 * One report of what all tills of a shop left over. Every number its files granted must be told of: issued by a till, unused,
 * or in a share that is named as missing. One number told of twice, or by nobody, and nothing is joined.
 */
export function joinTills(shop: ShopParts): UnusedOutcome {
  const misfits = shop.parts.flatMap((part) => [...holderFaults(part, shop), ...shapeFaults(part)]);
  if (misfits.length > 0) return { result: "refused", faults: misfits };
  const faults = [...heldTwice(shop.parts), ...shop.parts.flatMap(restFaults), ...shareFaults(shop), ...holes(shop)];
  if (faults.length > 0) return { result: "refused", faults };
  const issued = shop.parts.flatMap(({ ranges, taken = [] }) => [
    ...ranges.map((range) => ({ ...range, last: range.next - 1 })),
    ...taken,
  ]);
  return joinUnused(
    shop.parts.flatMap(({ reports }) => reports),
    issued,
  );
}

/** Whatever a part speaks of is this shop's, and of this period. */
function holderFaults({ path, till, ranges, reports }: TillPart, { period, holder }: ShopParts): Fault[] {
  const placed = [
    ...ranges.map((one, index) => ({ ...one, path: `${path}.ranges[${index}]` })),
    ...reports.map((one, index) => ({ ...one, path: `${path}.reports[${index}]` })),
  ];
  return placed.flatMap((one) => {
    const fault = (code: string, message: string) => [{ path: one.path, code, message: `${till}: ${message}` }];
    if (one.period !== period) return fault("period-differs", `these numbers are of ${one.period}, not of ${period}.`);
    if (one.branchId !== holder.branchId)
      return fault("seller-differs", `these numbers are ${one.branchId}'s; this shop sells under ${holder.branchId}.`);
    if (one.headOfficeId === holder.headOfficeId) return [];
    return fault("head-office-differs", `its head office is ${one.headOfficeId}; this till's is ${holder.headOfficeId}.`);
  });
}

function shapeFaults({ path, till, ranges, reports }: TillPart): Fault[] {
  const wrong = ranges.flatMap(({ first, last, next }, index) =>
    first <= last && first <= next && next <= last + 1 ? [] : [`${path}.ranges[${index}]`],
  );
  const reversed = reports.flatMap(({ items }, report) =>
    items.flatMap(({ first, last }, index) => (first <= last ? [] : [`${path}.reports[${report}].items[${index}]`])),
  );
  return [...wrong, ...reversed].map((place) => ({
    path: place,
    code: "reversed",
    message: `${till}: first, next and last do not follow one another.`,
  }));
}

/** Two tills that hold the same number may both have issued it. */
function heldTwice(parts: readonly TillPart[]): Fault[] {
  const held = parts.flatMap(({ till, path, ranges }) =>
    ranges.map((range, index) => ({ ...range, till, path: `${path}.ranges[${index}]` })),
  );
  return overlappingPairs(held).map(([one, other]) => ({
    path: other.path,
    code: "overlap",
    message: `${other.till} holds ${spanText(other)}, and ${one.till} holds ${spanText(one)}: some numbers are in both.`,
  }));
}

/** What a till did not issue of its own ranges, nor one it replaces, is exactly what it reports. */
function restFaults({ path, till, ranges, reports, taken = [] }: TillPart): Fault[] {
  const rest = ranges.map(restOf).flatMap((span) => outside(span, taken));
  const items = reports.flatMap(itemsOf);
  const foreign = items.flatMap((item) => outside(item, rest));
  const untold = rest.flatMap((span) => outside(span, items));
  return [
    ...foreign.map((span) => ({
      path,
      code: "not-held",
      message: `${till} reports ${spanText(span)}, which it did not hold or did issue.`,
    })),
    ...untold.map((span) => ({
      path,
      code: "unaccounted",
      message: `${till} says of ${spanText(span)} neither that it was issued nor that it is unused.`,
    })),
  ];
}

/** A share named as missing is one of the files', and no till has told of it. */
function shareFaults({ missing, files, parts, period }: ShopParts): Fault[] {
  const ranges = parts.flatMap((part) => part.ranges);
  return missing.flatMap((share, index) => {
    const fault = (code: string, message: string) => [{ path: `missing[${index}]`, code, message }];
    const dealt = files.filter((file) => file.share.n === share.n);
    if (dealt.length === 0) return fault("share-unknown", `No file of ${period} was imported in ${share.n} shares.`);
    const numbers = dealt.flatMap(({ grants }) => shareOf(ofPeriod(grants, period), share));
    const told = numbers.find((span) => !isAllOf(span, outside(span, ranges)));
    return told ? fault("not-missing", `Share ${shareText(share)} is not missing: a till tells of ${spanText(told)}.`) : [];
  });
}

function holes({ files, parts, missing, period }: ShopParts): Fault[] {
  const ranges = parts.flatMap((part) => part.ranges);
  const gone = new Set(missing.map(shareText));
  return files.flatMap(({ name, grants, share: { n } }) =>
    Array.from({ length: n }, (_, index) => ({ k: index + 1, n }))
      .filter((share) => !gone.has(shareText(share)))
      .flatMap((share) =>
        shareOf(ofPeriod(grants, period), share)
          .flatMap((span) => outside(span, ranges))
          .map((span) => ({
            path: name,
            code: "hole",
            message: `No till tells of ${spanText(span)}, share ${shareText(share)}: add its part, or name ${shareText(share)} as missing.`,
          })),
      ),
  );
}

function ofPeriod<T extends Span>(spans: readonly T[], period: string): T[] {
  return spans.filter((span) => span.period === period);
}

function shareText({ k, n }: Share): string {
  return `${k}/${n}`;
}

function restOf({ period, track, next, last }: HeldRange): Span {
  return { period, track, first: next, last };
}

function itemsOf({ period, track, items }: UnusedNumbers): Span[] {
  return items.map(({ first, last }) => ({ period, track, first, last }));
}

/** The parts of a span in none of the others. */
function outside(span: Span, others: readonly Span[]): Span[] {
  return without<Span>(
    span,
    others.filter(({ first, last }) => first <= last),
  );
}

function isAllOf(span: Span, parts: readonly Span[]): boolean {
  return parts.length === 1 && parts[0]!.first === span.first && parts[0]!.last === span.last;
}
