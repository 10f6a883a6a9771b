import Big from "big.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Cell, csvOf } from "../../../src/daemon/http/csv.ts";
import { aTill } from "../../till/a-till.ts";
import { sell } from "../operations/undo/acts.ts";

/** A reader of RFC 4180 as a stranger would write it: strict about quotes and line ends. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let at = 0;
  while (at < text.length) {
    const cell = text[at] === '"' ? quoted(text, at) : plain(text, at);
    rows.at(-1)!.push(cell.value);
    at = cell.end;
    if (text[at] === ",") {
      at++;
      continue;
    }
    if (text.slice(at, at + 2) !== "\r\n") throw new Error(`no line end at ${at}`);
    at += 2;
    rows.push([]);
  }
  if (rows.pop()!.length > 0) throw new Error("the last line does not end");
  return rows;
}

function quoted(text: string, start: number): { value: string; end: number } {
  let value = "";
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] !== '"') value += text[at];
    else if (text[at + 1] === '"') value += text[at++];
    else return { value, end: at + 1 };
  }
  throw new Error("a quote is never closed");
}

function plain(text: string, start: number): { value: string; end: number } {
  let end = start;
  while (end < text.length && !',\r\n"'.includes(text[end]!)) end++;
  if (text[end] === '"') throw new Error("a quote inside a plain cell");
  return { value: text.slice(start, end), end };
}

const dangerous = ["=", "+", "-", "@", "\t", "\r"];
const someText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom('"', ",", "\r", "\n", "=", "+", "-", "@", "\t", "'", "a", "茶", "＝") }),
  fc.tuple(fc.constantFrom(...dangerous), fc.string()).map((parts) => parts.join("")),
);
const someCell: fc.Arbitrary<Cell> = fc.oneof(someText, fc.maxSafeInteger(), fc.constant(null));
const someTable = fc
  .integer({ min: 2, max: 5 })
  .chain((width) => fc.array(fc.array(someCell, { minLength: width, maxLength: width })));

describe("a table as CSV", () => {
  test("is read back cell by cell, and no text is left that a spreadsheet would run", () => {
    fc.assert(
      fc.property(someTable, (table) => {
        const text = csvOf(table);
        expect(text.startsWith("\uFEFF")).toBe(true);
        const read = readCsv(text.slice(1));
        expect(read.map((row) => row.length)).toEqual(table.map((row) => row.length));
        for (const [y, row] of table.entries())
          for (const [x, cell] of row.entries()) {
            const got = read[y]![x]!;
            if (typeof cell !== "string") expect(got).toBe(cell === null ? "" : String(cell));
            else {
              expect(dangerous.some((sign) => got.startsWith(sign))).toBe(false);
              expect(got === cell || got === `'${cell}`).toBe(true);
              expect(got === cell).toBe(!/^[=+\-@\t\r\n＝＋－＠]/.test(cell));
            }
          }
      }),
      { numRuns: 1000 },
    );
  });

  test("keeps our own numbers as numbers, negative and exact ones too", () => {
    expect(csvOf([[-5, new Big("-28.6153846"), new Big("1e-7"), 0]])).toBe("\uFEFF-5,-28.6153846,0.0000001,0\r\n");
    expect(csvOf([["-5"]])).toBe("\uFEFF'-5\r\n");
  });
});

describe("a report as CSV", () => {
  const evil = '=HYPERLINK("http://e.ex";"x")';
  const ask = { terminal: evil, cashier: "@SUM(A1)", payments: [{ method: "-2+3", amount: 130 }] };

  test.each([
    ["/v1/reports/day?format=csv", {}],
    ["/v1/reports/day", { accept: "text/csv" }],
    ["/v1/reports/period?format=csv", {}],
  ])("%s %j is a sheet of equal rows, with what strangers wrote made harmless", async (path, headers) => {
    await using till = await aTill();
    await sell(till, ask);
    const response = await till.get(path, headers);
    expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(response.headers.get("content-disposition")).toMatch(/^attachment; filename="(day|period)-[\d-]+\.csv"$/);
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const [columns, ...rows] = readCsv(new TextDecoder().decode(bytes));
    const { hash, seq } = till.home.ledger.journal.head();
    for (const row of rows) {
      expect(row).toHaveLength(columns!.length);
      expect(row.slice(-2)).toEqual([String(seq), Buffer.from(hash).toString("hex")]);
      for (const cell of row) expect(cell).not.toMatch(/^[=+@\t\r]|^-(?!\d+$)/);
    }
    if (path.includes("day")) expect(rows).toContainEqual(expect.arrayContaining(["tills issued", `'${evil}`, "'@SUM(A1)"]));
  });

  test("format=json weighs more than the header, and any other format is refused", async () => {
    await using till = await aTill();
    const json = await till.get("/v1/reports/day?format=json", { accept: "text/csv" });
    expect(json.headers.get("content-type")).toContain("application/json");
    expect((await till.get("/v1/reports/day?format=xls")).status).toBe(422);
  });
});
