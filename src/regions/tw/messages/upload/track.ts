import type { Fault } from "../../../../base/problem.ts";
import * as format from "../form/formats.ts";
import { messageKind } from "../form/message-kind.ts";
import { block, many, must } from "../form/shape.ts";

/** Numbers in a row, both ends included. */
export interface NumberSpan {
  readonly first: number;
  readonly last: number;
}

/** Whose numbers these are, and of what kind. A shop without branches is its own head office. */
interface Track {
  readonly headBan: string;
  readonly branchBan: string;
  readonly invoiceType: string;
  readonly period: string;
  readonly track: string;
}

/** What the head office gives to one branch, out of a span that was granted to it. */
export interface BranchTrack extends Track {
  readonly granted: NumberSpan;
  readonly given: readonly NumberSpan[];
}

/** Every number of a track that was never issued: all tills of the shop together, since the platform takes one file for them. */
export interface UnusedNumbers extends Track {
  readonly unused: readonly NumberSpan[];
}

const trackShape = {
  HeadBan: must(format.businessId),
  BranchBan: must(format.businessId),
  InvoiceType: must(format.invoiceType),
  YearMonth: must(format.yearMonth),
  InvoiceTrack: must(format.track),
};

const spanShape = {
  InvoiceBeginNo: must(format.trackNumber),
  InvoiceEndNo: must(format.trackNumber),
};

const branchTrackShape = {
  Main: block({ ...trackShape, ...spanShape }),
  Details: block({
    BranchTrackItem: many({ ...spanShape, InvoiceBooklet: must(format.notNegative(format.decimal(10, 0))) }, 25_000),
  }),
};

const unusedNumbersShape = {
  Main: block(trackShape),
  // A text that says 25000 is wrong (spec/taiwan.md 5.5).
  Details: block({ BranchTrackBlankItem: many(spanShape, 10_000) }),
};

/** E0401 分支機構配號檔 (MIG 4.1; spec/taiwan.md 5.5). Only a head office sends it. */
export const branchTrackMessage = messageKind<typeof branchTrackShape, BranchTrack>({
  name: "E0401",
  root: "BranchTrack",
  shape: branchTrackShape,
  content: (record) => ({
    Main: { ...trackOf(record), ...spanOf(record.granted) },
    Details: {
      BranchTrackItem: record.given.map((span) => ({
        ...spanOf(span),
        InvoiceBooklet: String(numbersIn(span) / bookletNumbers),
      })),
    },
  }),
  faults: (_content, record) => branchTrackFaults(record),
});

/** E0402 空白未使用字軌檔 (MIG 4.1; spec/taiwan.md 5.5): due by the 10th of the month after the period. */
export const unusedNumbersMessage = messageKind<typeof unusedNumbersShape, UnusedNumbers>({
  name: "E0402",
  root: "BranchTrackBlank",
  shape: unusedNumbersShape,
  content: (record) => ({ Main: trackOf(record), Details: { BranchTrackBlankItem: record.unused.map(spanOf) } }),
  faults: (_content, record) => unusedNumbersFaults(record),
});

/** Numbers are granted in booklets of fifty. */
const bookletNumbers = 50;

function numbersIn({ first, last }: NumberSpan): number {
  return last - first + 1;
}

function trackOf({ headBan, branchBan, invoiceType, period, track }: Track) {
  return { HeadBan: headBan, BranchBan: branchBan, InvoiceType: invoiceType, YearMonth: period, InvoiceTrack: track };
}

function spanOf({ first, last }: NumberSpan) {
  return { InvoiceBeginNo: eightDigits(first), InvoiceEndNo: eightDigits(last) };
}

function eightDigits(number: number): string {
  return String(number).padStart(8, "0");
}

/** What is refused in what a head office gives to a branch. */
function branchTrackFaults({ granted, given }: BranchTrack): Fault[] {
  const outside = given.flatMap(({ first, last }, index) =>
    first >= granted.first && last <= granted.last
      ? []
      : [{ path: `Details.BranchTrackItem[${index}]`, code: "E0603", message: "These numbers are outside what was granted." }],
  );
  return [...backwardsFaults(granted, "Main"), ...spanFaults(given, "Details.BranchTrackItem"), ...outside];
}

/** What is refused in a report of unused numbers. One overlap makes the platform refuse the whole package. */
function unusedNumbersFaults({ unused }: UnusedNumbers): Fault[] {
  return spanFaults(unused, "Details.BranchTrackBlankItem");
}

function spanFaults(spans: readonly NumberSpan[], path: string): Fault[] {
  return [...spans.flatMap((span, index) => backwardsFaults(span, `${path}[${index}]`)), ...overlapFaults(spans, path)];
}

function backwardsFaults({ first, last }: NumberSpan, path: string): Fault[] {
  return first <= last ? [] : [{ path, code: "E0613", message: `${first} comes after ${last}.` }];
}

function overlapFaults(spans: readonly NumberSpan[], path: string): Fault[] {
  let furthest = -1;
  return spans
    .toSorted((one, other) => one.first - other.first)
    .flatMap(({ first, last }) => {
      const isFree = first > furthest;
      furthest = Math.max(furthest, last);
      return isFree ? [] : [{ path, code: "E0609", message: `${first} to ${last} overlaps the numbers before it.` }];
    });
}
