import { describe, expect, test } from "vitest";
import { aRecord, aSheet, buyer } from "../../../documents/a-sheet.ts";
import { abroad, aLine } from "../a-sale.ts";

const entriesOf = (entries: readonly { label: string; value: string }[]) =>
  entries.map(({ label, value }) => `${label} ${value}`);
const rowsOf = (sheet: ReturnType<typeof aSheet>) => [...sheet.rows];

describe("what stands on a company's sheet", () => {
  test("is the invoice with both parties, its lines and its sums", () => {
    const record = aRecord({
      lines: [aLine({ quantity: "2000", unitPrice: "65", unit: "杯" }), aLine({ name: "折扣", unitPrice: "-10.5" })],
    });
    const sheet = aSheet(record);
    expect(entriesOf(sheet.facts)).toEqual([
      "發票號碼 TS-00000007",
      "期別 115年11-12月",
      "開立時間 2026-11-22 14:03:05",
      "隨機碼 0412",
      "格式 25",
      "機號 POS1",
      "單號 A-77",
    ]);
    expect(sheet.parties.map(({ title, entries }) => [title, ...entriesOf(entries)])).toEqual([
      ["賣方", "名稱 測試茶舖有限公司", "統一編號 12345675", "地址 臺北市中正區測試路1號"],
      ["買方", `名稱 ${buyer.name}`, "統一編號 04595257", `地址 ${buyer.address}`],
    ]);
    expect(rowsOf(sheet)).toEqual([
      ["1", "珍珠奶茶", "2,000", "杯", "65", "130,000", "TX"],
      ["2", "折扣", "1", "", "-10.5", "-11", "TX"],
    ]);
    expect(entriesOf(sheet.totals)).toEqual([
      "項數 2",
      "銷售額(應稅) 123,799",
      "銷售額(零稅率) 0",
      "銷售額(免稅) 0",
      "營業稅 5% 6,190",
      "總計 NT$ 129,989",
      "總計新臺幣 壹拾貳萬玖仟玖佰捌拾玖元整",
    ]);
  });

  test("says of its prices whether tax is in them", () => {
    const titles = (pricesIncludeTax: boolean) => aSheet(aRecord({ pricesIncludeTax })).columns.map(({ title }) => title);
    expect(titles(true)).toContain("單價(含稅)");
    expect(titles(false)).toContain("金額(未稅)");
  });

  test("shows zero-rated and exempt sums, and explains the marks of its lines", () => {
    const zero = aSheet(aRecord({ lines: [aLine({ taxType: "zero" })], export: abroad }));
    expect(entriesOf(zero.totals)).toContain("銷售額(零稅率) 105");
    expect(entriesOf(zero.totals)).toContain("營業稅 0");
    expect(zero.notes[0]).toContain("TZ 零稅率");
    expect(aSheet().notes).toEqual(["謝謝光臨"]);
  });
});

describe("a copy of the content can never pass for the proof slip", () => {
  test("it says so, has another title and no codes", () => {
    const sheet = aSheet();
    expect(sheet).toMatchObject({ title: "發票內容副本／明細", codes: null, watermark: null });
    expect(sheet.remarks).toEqual(["本件為電子發票內容之副本，非電子發票證明聯，不得據以兌獎。"]);
    const { codes } = aRecord();
    for (const text of [codes.qrLeft, codes.qrRight, codes.barcode])
      expect(JSON.stringify({ ...sheet, rows: rowsOf(sheet) })).not.toContain(text);
  });

  test("a consumer's has no random code, and a donated one hides the end of its number", () => {
    const carried = aSheet({ ...aRecord(), buyer: null, carrier: { type: "3J0002", id: "/ABC+123" } });
    expect(JSON.stringify(carried)).not.toMatch(/隨機碼|格式/);
    expect(entriesOf(carried.totals)).toEqual(["項數 1", "總計 NT$ 105", "總計新臺幣 壹佰零伍元整"]);
    const donated = aSheet({ ...aRecord(), buyer: null, donation: "168001" });
    expect(JSON.stringify(donated)).not.toContain("TS-00000007");
    expect(entriesOf(donated.facts)).toContain("發票號碼 TS-00000***");
  });
});

describe("what a sheet is marked with", () => {
  test("a later printing is a copy, and says which", () => {
    const sheet = aSheet(aRecord(), { copy: 2 });
    expect(sheet.title).toBe("發票內容副本／明細補印");
    expect(sheet.remarks).toContain("補印第 2 次");
  });

  test("what is not live, cancelled or withdrawn says so across the page", () => {
    expect(aSheet(aRecord({}, { environment: "demo" }))).toMatchObject({ watermark: "測試", title: "測試發票內容副本／明細" });
    expect(aSheet(aRecord({}, { environment: "rehearsal" }), { status: "cancelled" }).watermark).toBe("測試　作廢");
    const withdrawn = aSheet(aRecord(), { status: "withdrawn" });
    expect(withdrawn.watermark).toBe("註銷");
    expect(withdrawn.remarks).toContain("本發票已註銷。");
  });

  test("a corrected revision says which it is", () => {
    expect(entriesOf(aSheet(aRecord({}, { revision: 3 })).facts)).toContain("更正 第 2 次");
  });
});

test("the proof slip on A4 has the codes of the record, its own title and no remark", () => {
  const record = aRecord();
  const { barcode, qrLeft: left, qrRight: right } = record.codes;
  const sheet = aSheet(record, { kind: "proof" });
  expect(sheet).toMatchObject({ title: "電子發票證明聯", remarks: [], codes: { barcode, left, right } });
  expect(entriesOf(sheet.facts)).toContain("總計 105");
});
