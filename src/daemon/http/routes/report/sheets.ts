import Big from "big.js";
import type { Figures } from "../../../../invoice/totals/figures.ts";
import type { AllowanceSums } from "../../../../invoice/totals/period-sum.ts";
import type { DayReport, PeriodReport, ReportHeading } from "../../../../invoice/totals/report.ts";
import { type Cell, csvOf } from "../../csv.ts";

/** One line for every figure, always with these columns; the last two say which journal stands behind it. */
const columns = [
  "section",
  "what",
  "detail",
  "count",
  "taxable",
  "zeroRated",
  "exempt",
  "special",
  "tax",
  "total",
  "untaxed",
  "headSeq",
  "headHash",
];

interface Line {
  readonly section: string;
  readonly what: string | null;
  readonly detail?: string | null;
  readonly figures?: Partial<Figures>;
  /** An allowance's amount without tax, exact to the seventh digit. */
  readonly untaxed?: Big;
}

const rangeFigures = [
  "numbers",
  "issued",
  "standing",
  "cancelled",
  "withdrawn",
  "issuedElsewhere",
  "free",
  "unused",
  "unaccounted",
  "missing",
] as const;

/** A day's report as a table for spreadsheets. */
export function daySheet(report: DayReport): string {
  const { totals, papers, uploads } = report;
  const { ranges, payments, tills, recipients, withdrawnAfterCancel, ...parts } = totals;
  return sheet(report, [
    { section: "report", what: "date", detail: report.date },
    { section: "report", what: "terminal", detail: report.terminal },
    ...Object.entries(parts).map(([what, figures]) => ({ section: "totals", what, figures })),
    { section: "totals", what: "withdrawnAfterCancel", figures: { count: withdrawnAfterCancel } },
    ...ranges.map(({ invoiceType, first, last, count }) => ({
      section: "numbers",
      what: invoiceType,
      detail: `${first}–${last}`,
      figures: { count },
    })),
    ...payments.flatMap(({ method, taken, undone }) => [
      { section: "payments taken", what: method ?? "(not said)", figures: { total: taken } },
      { section: "payments undone", what: method ?? "(not said)", figures: { total: undone } },
    ]),
    ...tills.flatMap(({ terminal, cashier, issued, undone, allowances, net }) => {
      const who = { what: terminal, detail: cashier };
      return [
        { section: "tills issued", ...who, figures: issued },
        { section: "tills undone", ...who, figures: undone },
        { section: "tills allowances", ...who, figures: allowances },
        { section: "tills net", ...who, figures: { total: net } },
      ];
    }),
    ...counts("recipients", recipients),
    ...counts("papers", papers),
    ...counts("uploads", uploads),
    ...report.numbersLeft.map(({ invoiceType, left }) => ({
      section: "numbers left",
      what: invoiceType,
      figures: { count: left },
    })),
    ...report.open.map(({ code, count, message }) => ({ section: "open", what: code, detail: message, figures: { count } })),
  ]);
}

/** A period's report as a table for spreadsheets. */
export function periodSheet(report: PeriodReport): string {
  const { standing, cancelled, kinds, cancelledNumbers, withdrawnNumbers, allowances, allowancesCancelled, ranges } =
    report.totals;
  return sheet(report, [
    { section: "report", what: "period", detail: report.period },
    { section: "report", what: "running", detail: report.running ? "yes" : "no" },
    { section: "totals", what: "standing", figures: standing },
    { section: "totals", what: "cancelled", figures: cancelled },
    ...kinds.flatMap(({ invoiceType, taxType, taxRate, buyer, by, standing, cancelled }) => {
      const kind = { what: `${invoiceType} ${taxType} ${taxRate}`, detail: `${buyer}, ${by}` };
      return [
        { section: "kinds standing", ...kind, figures: standing },
        { section: "kinds cancelled", ...kind, figures: cancelled },
      ];
    }),
    ...allowanceLines("allowances", allowances),
    ...allowanceLines("allowances cancelled", allowancesCancelled),
    ...cancelledNumbers.map(({ number, cancelledAt }) => ({ section: "cancelled", what: number, detail: cancelledAt })),
    ...withdrawnNumbers.map((number) => ({ section: "withdrawn", what: number })),
    ...ranges.flatMap(({ invoiceType, first, last, gaps, ...use }) => [
      ...rangeFigures.map((what) => ({
        section: `range ${invoiceType} ${first}–${last}`,
        what,
        figures: { count: use[what] },
      })),
      ...gaps.map((gap) => ({
        section: `range ${invoiceType} ${first}–${last}`,
        what: "gap",
        detail: `${gap.first}–${gap.last}`,
      })),
    ]),
    { section: "report", what: "accounted", detail: report.accounted ? "yes" : "no" },
    ...report.problems.map((problem) => ({ section: "problems", what: problem })),
    ...report.due.map(({ code, message, at }) => ({ section: "due", what: code, detail: `${at} ${message}` })),
  ]);
}

function allowanceLines(section: string, { kinds, ...all }: AllowanceSums): Line[] {
  return [{ what: "all", ...all }, ...kinds.map((kind) => ({ what: `${kind.taxType} ${kind.buyer}`, ...kind }))].map(
    ({ what, count, amount, tax, total }) => ({ section, what, figures: { count, tax, total }, untaxed: new Big(amount) }),
  );
}

function counts(section: string, table: object): Line[] {
  return Object.entries(table as Readonly<Record<string, number>>).map(([what, count]) => ({
    section,
    what,
    figures: { count },
  }));
}

function sheet({ madeAt, head }: ReportHeading, lines: readonly Line[]): string {
  const rows = [...lines, { section: "report", what: "madeAt", detail: madeAt } satisfies Line].map((line: Line): Cell[] => {
    const { section, what, detail = null, figures = {}, untaxed = null } = line;
    const { count = null, taxable = null, zeroRated = null, exempt = null, special = null, tax = null, total = null } = figures;
    return [section, what, detail, count, taxable, zeroRated, exempt, special, tax, total, untaxed, head.seq, head.hash];
  });
  return csvOf([columns, ...rows]);
}
