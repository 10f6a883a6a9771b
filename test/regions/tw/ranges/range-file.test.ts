import { describe, expect, test } from "vitest";
import { grantFaults } from "../../../../src/regions/tw/ranges/grant-faults.ts";
import { rangeFileKind, readRangeFile } from "../../../../src/regions/tw/ranges/range-file.ts";
import vectors from "../vectors.json" with { type: "json" };
import { aGrant, big5, csv, utf8 } from "./granted.ts";

function e0501(...booklets: number[]): Uint8Array {
  const rows = booklets.map(
    (count, index) =>
      `<InvoiceAssignNo><Ban>12345675</Ban><InvoiceType>07</InvoiceType><YearMonth>11512</YearMonth><InvoiceTrack>K${"DEF"[index]}</InvoiceTrack>` +
      `<InvoiceBeginNo>12345600</InvoiceBeginNo><InvoiceEndNo>12345699</InvoiceEndNo><InvoiceBooklet>${count}</InvoiceBooklet></InvoiceAssignNo>`,
  );
  return utf8(`<?xml version="1.0"?><InvoiceEnvelope><InvoicePack>${rows.join("")}</InvoicePack></InvoiceEnvelope>`);
}

const cipher = vectors.aes.cases[0]!.cipher;
const slots = (...numbers: string[]) => numbers.map((number) => ({ number, randomCode: "0042", cipher }));
const slotFile = (changes: object) =>
  utf8(JSON.stringify({ businessId: "12345675", invoiceType: "07", period: "11512", slots: slots("KD12345600"), ...changes }));
describe("what a file is", () => {
  test.each([
    ["csv", utf8(csv())],
    ["csv", big5(csv())],
    ["csv", utf8("")],
    ["e0501", utf8('<?xml version="1.0"?><InvoiceEnvelope/>')],
    ["e0501", utf8("\ufeff\r\n<InvoiceEnvelope/>")],
    ["slots", utf8('\ufeff {"slots":[]}')],
  ])("is told by its content: %s", (kind, bytes) => {
    expect(rangeFileKind(bytes)).toBe(kind);
  });

  test("each kind goes to its reader", () => {
    const row = "12345675,7,一般稅額計算,115/11 ~ 115/12,KD,12345600,12345699";
    expect(readRangeFile(big5(csv(row)))).toMatchObject({ result: "read", grants: [aGrant()] });
    expect(readRangeFile(e0501(2))).toEqual({ result: "read", grants: [aGrant({ row: 1 })], slots: [] });
    expect(readRangeFile(slotFile({}))).toMatchObject({ result: "read", slots: slots("KD12345600") });
  });
});

describe("E0501", () => {
  test("one count of booklets that the numbers belie, and nothing of the file is taken", () => {
    expect(readRangeFile(e0501(2, 3))).toMatchObject({ result: "refused", faults: [{ path: "InvoiceAssignNo[1]" }] });
  });

  test.each(["<broken", "<other/>"])("%s is refused as a file", (xml) => {
    expect(readRangeFile(utf8(xml))).toMatchObject({ result: "refused", faults: [{ path: "file", code: "xml" }] });
  });
});

describe("pre-bound slots", () => {
  test("adjacent numbers become one range in rising order, whatever the file's order, and each keeps its code and cipher", () => {
    const file = slots("KD00000012", "KD00000010", "KC00000007", "KD00000011", "KD00000014");
    const read = readRangeFile(slotFile({ slots: file }));
    expect(read).toMatchObject({
      grants: [
        { track: "KC", first: 7, last: 7 },
        { track: "KD", first: 10, last: 12 },
        { track: "KD", first: 14, last: 14 },
      ],
      slots: file,
    });
  });

  test("a number given twice stays visible as ranges that overlap", () => {
    const read = readRangeFile(slotFile({ slots: slots("KD00000010", "KD00000011", "KD00000011", "KD00000012") }));
    expect(
      read.result === "read" && grantFaults(read.grants, { businessId: "12345675", period: "11512", held: [] }),
    ).toMatchObject([{ path: "row 3", code: "overlap" }]);
  });

  test.each([
    ["slots[1].cipher", { slots: [...slots("KD00000000"), { number: "KD00000001", randomCode: "1234", cipher: "short" }] }],
    ["slots[0].randomCode", { slots: [{ number: "KD00000001", randomCode: "12", cipher }] }],
    ["slots[0].number", { slots: slots("KD1") }],
    ["slots", { slots: [] }],
    ["period", { period: "11511" }],
    ["period", { period: "1151112" }],
    ["businessId", { businessId: "1" }],
    ["file", { extra: 1 }],
  ])("a fault is named by its place: %s", (path, changes) => {
    expect(readRangeFile(slotFile(changes))).toMatchObject({ result: "refused", faults: [{ path, code: "slot-file" }] });
  });

  test("what is not JSON is refused as such", () => {
    expect(readRangeFile(utf8("{oops"))).toMatchObject({ faults: [{ path: "file", code: "json" }] });
  });
});
