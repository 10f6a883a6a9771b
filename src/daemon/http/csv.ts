import type Big from "big.js";
import type { Context } from "hono";

/** Text is somebody's words and is guarded; a number, exact or whole, is ours. */
export type Cell = string | number | Big | null;

/** Words a spreadsheet would run as a formula, full-width forms included, which some of them read alike. */
const formula = /^[=+\-@\t\r\n＝＋－＠]/u;

/**
 * A table for spreadsheets: RFC 4180, CRLF, UTF-8 with a byte order mark so that Excel reads it as such. Text that begins like a
 * formula gets an apostrophe before it, whoever wrote it. Numbers stay numbers, negative ones too: they cannot be made to say
 * anything else.
 */
export function csvOf(rows: readonly (readonly Cell[])[]): string {
  return `\uFEFF${rows.map((row) => `${row.map(cellOf).join(",")}\r\n`).join("")}`;
}

function cellOf(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  if (typeof cell === "object") return cell.toFixed();
  const text = formula.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The query says it, or the header where the query is silent. */
export function wantsCsv(c: Context, format: "json" | "csv" | undefined): boolean {
  return format === undefined ? /\btext\/csv\b/i.test(c.req.header("accept") ?? "") : format === "csv";
}

export function sendCsv(c: Context, name: string, text: string) {
  return c.body(text, 200, {
    "Content-Type": "text/csv; charset=utf-8",
    "Content-Disposition": `attachment; filename="${name}.csv"`,
  });
}
