import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readTrackCsv } from "../../../../src/regions/tw/ranges/track-csv.ts";
import vectors from "../vectors.json" with { type: "json" };
import { big5, csv, utf8 } from "./granted.ts";

const [goodRow] = vectors.track_csv.rows as [string];
const good = csv(goodRow);
const grant = {
  row: 2,
  businessId: "12345678",
  invoiceType: "07",
  period: "11002",
  track: "KD",
  first: 12_345_600,
  last: 12_345_649,
};

function faultsOf(bytes: Uint8Array) {
  const read = readTrackCsv(bytes);
  return read.result === "refused" ? read.faults : [];
}

function places(bytes: Uint8Array): string[] {
  return faultsOf(bytes).map(({ path, code }) => `${path}: ${code}`);
}

describe("the platform's file", () => {
  test.each([
    ["Big5", big5(good)],
    ["UTF-8", utf8(good)],
    ["UTF-8 with BOM", utf8(`\ufeff${good}`)],
    ["UTF-8 with LF", utf8(good.replaceAll("\r\n", "\n"))],
    ["UTF-8 without a last line end", utf8(good.trimEnd())],
    ["Big5 with every cell quoted", big5(good.replace(/[^,\r\n]+/g, '"$&"'))],
    ["UTF-8 with blank lines and a blank last cell", utf8(`\r\n${good.replace("649", "649,")}\r\n,,\r\n`)],
  ])("is read the same in %s", (name, bytes) => {
    const row = name.startsWith("UTF-8 with blank lines") ? 3 : 2;
    expect(readTrackCsv(bytes)).toEqual({ result: "read", grants: [{ ...grant, row }], slots: [] });
  });

  test.each([
    ["7", "07"],
    ["07", "07"],
    ["8", "08"],
    ["08", "08"],
  ])("type %s is %s", (written, type) => {
    expect(readTrackCsv(utf8(good.replace(",7,", `,${written},`)))).toMatchObject({ grants: [{ invoiceType: type }] });
  });

  test.each(vectors.track_csv.invalid_rows)("the row %s is refused by row and column, and with it the whole file", (row) => {
    const faults = faultsOf(utf8(csv(goodRow, row)));
    expect(faults).not.toEqual([]);
    for (const fault of faults) expect(fault.path).toMatch(/^row 3, 發票(期別|字軌名稱|起號|迄號)$/);
  });

  test.each([
    "統編,InvoiceType,期別,字軌,起號,迄號",
    "營業人統編,發票類別代號,年期別,字軌號碼,起號,訖號",
    "Ban,InvoiceType,yearMonth,track,InvoiceBeginNo,InvoiceEndNo",
    " ban , INVOICETYPE ,InvoiceYearMonth,InvoiceTrack,InvoiceBeginNo,InvoiceEndNo",
  ])("the header %s is understood", (header) => {
    expect(readTrackCsv(utf8(`${header}\n12345678,7,11002,KD,12345600,12345649`))).toMatchObject({ grants: [grant] });
  });

  test("columns may stand in any order, between others", () => {
    const text = "迄號,本數,起號,字軌,期別,發票類別代號,統編\n12345649,1,12345600,KD,11002,07,12345678\n";
    expect(readTrackCsv(big5(text))).toMatchObject({ grants: [grant] });
  });
});

describe("a bad file", () => {
  test("all faults of all rows are named with row and column, under the file's own headings", () => {
    const text =
      "統編,InvoiceType,期別,字軌,起號,迄號\n1234567,9,115/12,kd,1234,12345649\n12345678,7,11512,KD,12345650,12345600\n";
    expect(places(utf8(text))).toEqual([
      "row 2, 統編: business-id",
      "row 2, InvoiceType: invoice-type",
      "row 2, 字軌: track",
      "row 2, 起號: number",
      "row 2, 期別: period",
      "row 3, 迄號: booklet",
      "row 3, 迄號: booklet",
    ]);
  });

  test.each([
    ["發票起號", "12345601,12345649"],
    ["發票迄號", "12345600,12345648"],
  ])("a broken booklet is refused at its broken end: %s of %s", (column, numbers) => {
    expect(places(utf8(csv(`12345678,7,一般稅額計算,11512,KD,${numbers}`)))).toEqual([`row 2, ${column}: booklet`]);
  });

  test("a row whose booklets are whole but backwards is refused", () => {
    expect(places(utf8(csv("12345678,7,一般稅額計算,11512,KD,12345650,12345649")))).toEqual(["row 2, 發票迄號: booklet"]);
  });

  test.each([
    ["a column is missing", csv(goodRow).replace("發票期別", "日期"), "row 1, 發票期別: column-missing"],
    ["a column is there twice", csv(goodRow).replace("發票類別,", "期別,"), "row 1, 發票期別: column-twice"],
    ["a row is short", csv(goodRow, "12345678,7,KD"), "row 3: columns"],
    ["a row is long", csv(goodRow, `${goodRow},1`), "row 3: columns"],
    ["a quotation mark has no partner", csv(goodRow, '12345678,"7,x'), "row 3: quotes"],
    ["there is only a header", csv(), "file: no-rows"],
    ["it is empty", "", "file: no-rows"],
  ])("it is refused when %s", (_, text, place) => {
    expect(places(utf8(text))).toEqual([place]);
  });

  test("bytes that are neither UTF-8 nor Big5 are refused as such", () => {
    expect(places(Buffer.from(`\ufeff${good}`, "utf16le"))).toEqual(["file: encoding"]);
  });

  test("whatever the bytes are, they are read or refused with a reason, never thrown over", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.string().map((text) => utf8(good + text)),
          fc.string().map(utf8),
        ),
        (bytes) => {
          const read = readTrackCsv(bytes);
          expect(read.result === "refused" ? read.faults.length : read.grants.length).toBeGreaterThan(0);
        },
      ),
    );
  });
});

test("a quoted cell may hold commas, quotes and line ends, and rows are still counted as an editor does", () => {
  const text = csv(goodRow.replace("一般稅額計算", '"一般,""稅額""\r\n計算"'), goodRow.replace("KD", "K1"));
  expect(places(big5(text))).toEqual(["row 4, 發票字軌名稱: track"]);
});
