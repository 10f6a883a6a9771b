import type { Span } from "../../numbers.ts";

/** Pairs that share a number. Each heap of overlapping spans gives at least one pair, and every span but its first is in one. */
export function overlappingPairs<T extends Span>(spans: readonly T[]): [T, T][] {
  const pairs: [T, T][] = [];
  let reach: T | undefined;
  for (const span of spans.toSorted(byNumber)) {
    const before = reach && isSameTrack(reach, span) ? reach : undefined;
    if (before && span.first <= before.last) pairs.push([before, span]);
    if (!before || span.last > before.last) reach = span;
  }
  return pairs;
}

/** Joins each span to the one before it where no number lies between. Keeps the order given, and all else of the earlier span. */
export function joinNeighbours<T extends Span>(spans: readonly T[]): T[] {
  const joined: T[] = [];
  for (const span of spans) {
    const before = joined.at(-1);
    if (before && isSameTrack(before, span) && before.last + 1 === span.first)
      joined[joined.length - 1] = { ...before, last: span.last };
    else joined.push(span);
  }
  return joined;
}

/** What remains of a span when others are taken out of it, in rising order; nothing of a span whose first is past its last. */
export function without<T extends Span>(span: T, others: readonly Span[]): T[] {
  let rest = [span].filter(isNotEmpty);
  for (const other of others.filter((one) => isSameTrack(one, span)))
    rest = rest.flatMap((part) => around(part, other).filter(isNotEmpty));
  return rest;
}

function around<T extends Span>(part: T, hole: Span): T[] {
  const below = { ...part, last: Math.min(part.last, hole.first - 1) };
  const above = { ...part, first: Math.max(part.first, hole.last + 1) };
  return [below, above];
}

/** For `toSorted`: by period, track and first number. */
export function byNumber(a: Span, b: Span): number {
  return compare(a.period, b.period) || compare(a.track, b.track) || a.first - b.first;
}

/** `AB00000000–00000049` */
export function spanText({ track, first, last }: Span): string {
  return `${track}${eightDigits(first)}–${eightDigits(last)}`;
}

export function eightDigits(value: number): string {
  return String(value).padStart(8, "0");
}

function isNotEmpty({ first, last }: Span): boolean {
  return first <= last;
}

function isSameTrack(a: Span, b: Span): boolean {
  return a.period === b.period && a.track === b.track;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
