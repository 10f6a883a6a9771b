import { parseArgs } from "node:util";
import { Problem } from "../base/problem.ts";
import type { DayReportAnswer, PeriodReportAnswer } from "../daemon/http/schema/report.ts";
import type { Figures } from "../invoice/totals/figures.ts";
import type { Command } from "./command.ts";
import { homeFolder } from "./installation.ts";
import { get, getFile, runningTill } from "./local-till.ts";
import { tableOf } from "./table.ts";
import { pour, say } from "./terminal.ts";

export const report: Command = {
  usage: "report day [--date D] [--terminal T] | period [--period P] [--csv] [--home DIR] [--json]",
  does: "shows a day's totals for closing, or a period's for filing, as a table, JSON or CSV",
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        date: { type: "string" },
        terminal: { type: "string" },
        period: { type: "string" },
        csv: { type: "boolean", default: false },
        home: { type: "string" },
        json: { type: "boolean", default: false },
      },
    });
    const { date, terminal, period, csv, json } = values;
    const [kind] = positionals;
    const meant = kind === "day" ? period === undefined : kind === "period" && date === undefined && terminal === undefined;
    if (!meant || positionals.length > 1 || (csv && json)) throw misuse();
    const query = new URLSearchParams(said({ date, terminal, period }));
    const till = runningTill(homeFolder(values.home));
    if (csv) pour(await getFile(till, `/v1/reports/${kind}?${query}&format=csv`));
    else if (kind === "day") show(await get<DayReportAnswer>(till, `/v1/reports/day?${query}`), json, dayInWords);
    else show(await get<PeriodReportAnswer>(till, `/v1/reports/period?${query}`), json, periodInWords);
    return 0;
  },
};

function misuse(): Problem {
  return new Problem("misuse", "Say which report: a day's or a period's.", { hint: `Usage: tillseal ${report.usage}` });
}

function said(asked: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(asked).filter((one): one is [string, string] => one[1] !== undefined));
}

function show<T>(answer: T, json: boolean, inWords: (answer: T) => string): void {
  say(json ? JSON.stringify(answer) : inWords(answer));
}

const figureColumns = ["", "count", "taxable", "zero-rated", "exempt", "special", "tax", "total"];

function figureRow(what: string, { count, taxable, zeroRated, exempt, special, tax, total }: Figures) {
  return [what, count, taxable, zeroRated, exempt, special, tax, total];
}

function dayInWords({ date, terminal, madeAt, currency, environment, ...report }: DayReportAnswer): string {
  const { totals, papers, uploads, open, head } = report;
  const title = `${date}${terminal === null ? "" : `, terminal ${terminal}`} (${environment}, ${currency}), as of ${madeAt}`;
  const done = movements(totals).some(([, { count }]) => count > 0);
  if (!done) return [title, "Nothing was issued or undone.", ...endOf(open, head)].join("\n");
  return [
    title,
    tableOf([
      figureColumns,
      ...movements(totals).map(([what, figures]) => figureRow(what, figures)),
      figureRow("net", totals.net),
    ]),
    ...totals.ranges.map(({ invoiceType, first, last, count }) => `Numbers: ${invoiceType} ${first}–${last}, ${count} issued`),
    "Payments",
    tableOf([
      ["", "taken", "undone"],
      ...totals.payments.map(({ method, taken, undone }) => [method ?? "(not said)", taken, undone]),
    ]),
    "Terminals and cashiers",
    tableOf([["", "", "count", "issued", "undone", "allowances", "net"], ...totals.tills.map(tillRow)]),
    `Papers: ${spelled(papers)}`,
    `Recipients: ${spelled(totals.recipients)}`,
    `Uploads: ${spelled(uploads)}`,
    ...endOf(open, head),
  ].join("\n");
}

function movements(totals: DayReportAnswer["totals"]) {
  const { issued, reissued, cancelled, withdrawn, allowances, allowancesCancelled } = totals;
  return [
    ["issued", issued],
    ["reissued", reissued],
    ["cancelled", cancelled],
    ["withdrawn", withdrawn],
    ["allowances", allowances],
    ["allowances cancelled", allowancesCancelled],
  ] as const;
}

function tillRow({ terminal, cashier, issued, undone, allowances, net }: DayReportAnswer["totals"]["tills"][number]) {
  return [
    terminal ?? "(no terminal)",
    cashier ?? "(no cashier)",
    issued.count,
    issued.total,
    undone.total,
    allowances.total,
    net,
  ];
}

function endOf(open: DayReportAnswer["open"], head: DayReportAnswer["head"]): string[] {
  return [
    ...(open.length === 0 ? ["Nothing is open."] : ["Still open on this till:", ...open.map(({ message }) => `  ${message}`)]),
    `Journal: entry ${head.seq}, ${head.hash}`,
  ];
}

/** `3 printed, 1 held`; what did not occur is not mentioned. */
function spelled(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts).filter(([, count]) => count > 0);
  return (
    parts.map(([what, count]) => `${count} ${what.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}`).join(", ") ||
    "none"
  );
}

function periodInWords({ period, from, to, running, madeAt, currency, environment, ...report }: PeriodReportAnswer): string {
  const { totals, due, head } = report;
  const span = `${from.slice(0, 10)} up to ${to.slice(0, 10)}`;
  const title = `Period ${period}, ${span} (${environment}, ${currency}), ${running ? "still running" : "over"}, as of ${madeAt}`;
  return [
    title,
    tableOf([
      figureColumns,
      ...totals.kinds.flatMap(({ invoiceType, taxType, taxRate, buyer, by, standing, cancelled }) => {
        const kind = `${invoiceType} ${taxType} ${taxRate} ${buyer}, ${by}`;
        return [figureRow(kind, standing), ...(cancelled.count > 0 ? [figureRow(`${kind}: cancelled`, cancelled)] : [])];
      }),
      figureRow("standing", totals.standing),
      figureRow("cancelled", totals.cancelled),
    ]),
    tableOf([
      ["", "count", "without tax", "tax", "with tax"],
      ...(["allowances", "allowancesCancelled"] as const).map((what) => {
        const { count, amount, tax, total } = totals[what];
        return [what === "allowances" ? "allowances" : "allowances cancelled", count, amount, tax, total];
      }),
    ]),
    "Numbers",
    ...(totals.ranges.length === 0 ? ["  No range of this period is here."] : []),
    tableOf([
      ...totals.ranges.map((range) => [`${range.invoiceType} ${range.first}–${range.last}`, range.state, useInWords(range)]),
    ]),
    ...numberList(
      "Cancelled",
      totals.cancelledNumbers.map(({ number }) => number),
    ),
    ...numberList("Withdrawn, not issued again", totals.withdrawnNumbers),
    ...(report.accounted ? ["Every number is accounted for."] : report.problems.map((problem) => `PROBLEM: ${problem}`)),
    ...due.map(({ message, at }) => `Due ${at}: ${message}`),
    `Journal: entry ${head.seq}, ${head.hash}`,
  ]
    .filter((line) => line !== "")
    .join("\n");
}

/** Everything that a range's numbers can have become; what only a restored till knows is told where there is some. */
function useInWords(use: PeriodReportAnswer["totals"]["ranges"][number]): string {
  const { issued, cancelled, issuedElsewhere, free, unused, unaccounted, missing } = use;
  return [
    `${issued} issued (${cancelled} cancelled)`,
    ...(issuedElsewhere > 0 ? [`${issuedElsewhere} issued elsewhere`] : []),
    `${free} free, ${unused} unused`,
    ...(unaccounted > 0 ? [`${unaccounted} unaccounted`] : []),
    `${missing} missing`,
  ].join(", ");
}

function numberList(what: string, numbers: readonly string[]): string[] {
  return numbers.length === 0 ? [] : [`${what}: ${numbers.join(", ")}`];
}
