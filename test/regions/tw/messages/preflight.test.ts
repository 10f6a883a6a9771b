import { describe, expect, test } from "vitest";
import type { InvoiceRecord } from "../../../../src/invoice/record.ts";
import { messages, preflight } from "../../../../src/regions/tw/messages/messages.ts";
import {
  aBranchTrack,
  aCompanysInvoice,
  aLine,
  anAllowance,
  anAllowanceCancel,
  anExport,
  anInvoice,
  anUndo,
  mobile,
  now,
  seller,
  someUnusedNumbers,
} from "./records.ts";

describe("pre-flight of an invoice", () => {
  test.each([
    ["a consumer's on paper", anInvoice()],
    ["a company's on paper", aCompanysInvoice()],
    ["a company's with a mobile barcode, on paper too", aCompanysInvoice({ carrier: mobile })],
    ["a consumer's with a carrier", anInvoice({ carrier: mobile, onPaper: false })],
    ["a donated one", anInvoice({ donation: "919", onPaper: false })],
    ["an export", anExport()],
  ])("passes %s", (_, record) => {
    expect(preflight(messages.F0401, record, now)).toEqual([]);
  });

  // The client's rules by their numbers (spec/taiwan.md 5.2), as far as a record can break them.
  const broken: [string, InvoiceRecord][] = [
    ["rule-1", anInvoice({ seller: { ...seller, address: "　" } })],
    ["rule-2", aCompanysInvoice({ buyer: { businessId: "10458572" } })],
    ["rule-2", aCompanysInvoice({ buyer: { businessId: "1045857A" } })],
    ["rule-3", aCompanysInvoice({ buyer: { businessId: "10458575", name: "000" } })],
    ["rule-4", anInvoice({ randomCode: "AAAA" })],
    ["rule-5", anInvoice({ issuedAt: "2026-02-30T14:05:22+08:00" })],
    ["rule-6", anInvoice({ donation: "919" })],
    ["rule-7", anInvoice({ carrier: { type: "CQ0001", id: "AB12345678901234" } })],
    ["rule-8", anInvoice({ onPaper: false })],
    ["rule-9", anInvoice({ carrier: { type: "3J0002", id: "" }, onPaper: false })],
    ["rule-10", anInvoice({ carrier: { type: "EJ0113", id: "123　" }, onPaper: false })],
    ["rule-10", anInvoice({ carrier: { type: "EJ0113", id: "123", hiddenId: " 45" }, onPaper: false })],
    ["rule-11", anInvoice({ donation: "", onPaper: false })],
    ["rule-12", anExport({ export: null })],
    ["rule-12", aMixedExport({ export: null })],
    ["rule-14", anInvoice({ sales: 314.5, total: 314.5 })],
    ["rule-15", anInvoice({ carrier: { type: "5G0001", id: "a@example.org" }, onPaper: false })],
    ["rule-16", anInvoice({ lines: [] })],
    ["E0103", anInvoice({ sales: 314, total: 314 })],
    ["E0103", anInvoice({ total: 316 })],
    ["E0103", aCompanysInvoice({ sales: 299, tax: 16 })],
    ["E0103", aMixedExport({ zeroRated: 0, exempt: 105 })],
    ["E0105", anInvoice({ lines: [aLine(), aLine({ amount: -105 })], sales: 0, total: 0 })],
    ["E0106", anInvoice({ lines: [aLine({ quantity: "0", amount: 315 })] })],
    ["E0107", anInvoice({ period: "11504" })],
    ["E0112", anInvoice({ export: { customs: true, reason: "71" } })],
    ["E0225", aSpecial({ taxRate: "0" })],
    ["E0226", aSpecial({ invoiceType: "07" })],
    ["E0226", anInvoice({ invoiceType: "08" })],
    ["E0227", aSpecial({ sales: 300, tax: 15, lines: [aLine({ amount: 300, taxType: "special" })] })],
    ["E1004", anInvoice({ issuedAt: "2026-01-05T15:01:01+08:00" })],
    ["tax-rate", anInvoice({ taxRate: "0" })],
    ["schema", anInvoice({ number: "ab11223344" })],
    ["schema", anInvoice({ lines: Array.from({ length: 10_000 }, () => aLine({ amount: 0 })) })],
    ["schema", anInvoice({ lines: [aLine({ name: "茶".repeat(501) })] })],
    ["schema", anInvoice({ lines: [aLine({ name: "\u0000" })] })],
  ];
  test.each(broken)("names %s (%#)", (code, record) => {
    expect(preflight(messages.F0401, record, now).map((fault) => fault.code)).toContain(code);
  });

  test("names what no record of ours can say: an item of mixed tax, and a sequence number twice", () => {
    const content = messages.F0401.content(anInvoice());
    const item = { ...content.Details.ProductItem[0]!, TaxType: "9" };
    const faults = messages.F0401.faults({ ...content, Details: { ProductItem: [item, item] } }, anInvoice(), now);
    expect(faults.map((fault) => fault.code)).toEqual(["E0103", "rule-13", "rule-13", "E0220"]);
  });

  test("takes the e-mail carrier only as a seller from abroad would send it", () => {
    const { Main, Amount, Details } = messages.F0401.content(
      anInvoice({ carrier: { type: "5G0001", id: "a@example.org" }, onPaper: false }),
    );
    const codesOf = (main: Partial<typeof Main>, Currency?: string) => {
      const content = { Main: { ...Main, ...main }, Amount: { ...Amount, Currency }, Details };
      return messages.F0401.faults(content, anInvoice(), now).map((fault) => fault.code);
    };
    expect(codesOf({}, "USD")).toEqual([]);
    expect(codesOf({})).toEqual(["rule-15"]);
    expect(codesOf({ PrintMark: "Y" }, "USD")).toContain("rule-15");
    expect(codesOf({ Buyer: { Identifier: "10458575", Name: "好買" } }, "USD")).toEqual(["rule-15"]);
  });

  test.each([
    ["Amount.SalesAmount", { sales: 106 }],
    ["Amount.ZeroTaxSalesAmount", { zeroRated: 106 }],
    ["Amount.FreeTaxSalesAmount", { exempt: 1 }],
  ])("names %s when it alone is not what its items add up to", (path, differently) => {
    const faults = preflight(messages.F0401, aMixedExport({ total: 211, ...differently }), now);
    expect(faults.map((fault) => [fault.path, fault.code])).toEqual([[path, "E0103"]]);
  });

  test("names no more than what is wrong, and where", () => {
    const long = aLine({ unit: "一二三四五六七" });
    expect(preflight(messages.F0401, anInvoice({ lines: [aLine({ amount: 210 }), long] }), now)).toEqual([
      { path: "Details.ProductItem[1].Unit", code: "schema", message: "The message takes at most 6 characters here." },
    ]);
  });

  test("counts characters, so that sixty of any script are a name", () => {
    expect(preflight(messages.F0401, anInvoice({ seller: { ...seller, name: "𠮷".repeat(60) } }), now)).toEqual([]);
  });

  test("lets a till be some seconds ahead, and never holds back what is late", () => {
    expect(preflight(messages.F0401, anInvoice({ issuedAt: "2026-01-05T15:01:00+08:00" }), now)).toEqual([]);
    expect(preflight(messages.F0401, anInvoice(), now + 30 * 86_400)).toEqual([]);
  });
});

describe("pre-flight of an undoing", () => {
  test.each([
    ["passes a cancellation", {}, []],
    ["names a reason of blanks", { reason: " \n " }, ["schema"]],
    ["takes twenty characters between blanks", { reason: `  ${"退".repeat(20)} ` }, []],
    ["names a reason too long", { reason: "退".repeat(21) }, ["schema"]],
    ["names an approval too long", { approvalNumber: "1".repeat(61) }, ["schema"]],
    ["names an act before its invoice", { undoneAt: "2026-01-05T14:05:21+08:00" }, ["date-order"]],
    ["names an act in the future", { undoneAt: "2026-01-06T00:00:00+08:00" }, ["E1004"]],
  ])("%s", (_, differently, codes) => {
    expect(preflight(messages.F0501, anUndo(differently), now).map((fault) => fault.code)).toEqual(codes);
  });

  test("asks the same of a withdrawal", () => {
    const codesOf = (reason: string, undoneAt: string) =>
      preflight(messages.F0701, anUndo({ act: "withdraw", reason, undoneAt }), now).map((fault) => fault.code);
    expect(codesOf("品項誤植", "2026-01-05T15:00:00+08:00")).toEqual([]);
    expect(codesOf("", "2026-01-01T00:00:00+08:00")).toEqual(["schema", "date-order"]);
  });
});

describe("pre-flight of an allowance", () => {
  const later = now + 6 * 86_400;
  const [line] = anAllowance().lines;
  test.each([
    ["passes one", {}, []],
    ["names a sum of items that differs", { amount: "101" }, ["E0103"]],
    ["names a sum of tax that differs", { tax: 6 }, ["E0103"]],
    ["names nothing given back", { lines: [{ ...line!, amount: "0" }], amount: "0" }, ["E0105"]],
    ["names a quantity of zero", { lines: [{ ...line!, quantity: "0.0" }] }, ["E0106"]],
    ["names one without lines", { lines: [], amount: "0", tax: 0 }, ["schema", "E0105"]],
    ["names a number too long", { allowanceNumber: "1".repeat(17) }, ["schema"]],
    ["names a fraction of tax", { lines: [{ ...line!, tax: 4.5 }], tax: 4.5 }, ["schema", "schema"]],
    ["names one before its invoice", { allowedAt: "2026-01-04T00:00:00+08:00" }, ["date-order"]],
    ["names a buyer that is none", { buyer: { businessId: "12345678" } }, ["rule-2"]],
  ])("%s", (_, differently, codes) => {
    expect(preflight(messages.G0401, anAllowance(differently), later).map((fault) => fault.code)).toEqual(codes);
  });

  test("names a cancellation before its allowance", () => {
    const record = anAllowanceCancel({ cancelledAt: "2026-01-04T00:00:00+08:00" });
    expect(preflight(messages.G0501, record, later).map((fault) => fault.code)).toEqual(["date-order"]);
  });
});

describe("pre-flight of track files", () => {
  test.each([
    ["passes one span", [{ first: 50, last: 99 }], []],
    [
      "passes neighbours in any order",
      [
        { first: 60, last: 99 },
        { first: 50, last: 59 },
      ],
      [],
    ],
    ["passes a single number", [{ first: 50, last: 50 }], []],
    [
      "names an overlap",
      [
        { first: 60, last: 99 },
        { first: 50, last: 60 },
      ],
      ["E0609"],
    ],
    [
      "names a span inside another that is not its neighbour",
      [
        { first: 1, last: 99 },
        { first: 2, last: 3 },
        { first: 50, last: 60 },
      ],
      ["E0609", "E0609"],
    ],
    ["names a span backwards", [{ first: 99, last: 50 }], ["E0613"]],
    ["names a report of nothing", [], ["schema"]],
    [
      "names more than ten thousand",
      Array.from({ length: 10_001 }, (_, index) => ({ first: index * 2, last: index * 2 })),
      ["schema"],
    ],
  ])("%s", (_, unused, codes) => {
    expect(preflight(messages.E0402, { ...someUnusedNumbers, unused }, now).map((fault) => fault.code)).toEqual(codes);
  });

  test("a branch gets whole booklets of what was granted, and nothing else", () => {
    const codesOf = (first: number, last: number) =>
      preflight(messages.E0401, { ...aBranchTrack, given: [{ first, last }] }, now).map((fault) => fault.code);
    expect(codesOf(11_223_350, 11_223_399)).toEqual([]);
    expect(codesOf(11_223_400, 11_223_449)).toEqual(["E0603"]);
    expect(codesOf(11_223_300, 11_223_324)).toEqual(["schema"]);
  });

  test("a period is five digits ending in an even month", () => {
    const codes = ["11501", "202602", "11514"].map((period) =>
      preflight(messages.E0402, { ...someUnusedNumbers, period }, now).map((fault) => fault.path),
    );
    expect(codes).toEqual([["Main.YearMonth"], ["Main.YearMonth"], ["Main.YearMonth"]]);
  });
});

function aMixedExport(differently: Partial<InvoiceRecord>): InvoiceRecord {
  return anExport({
    lines: [aLine(), aLine({ taxType: "zero" })],
    taxType: "mixed",
    taxRate: "0.05",
    sales: 105,
    total: 210,
    ...differently,
  });
}

function aSpecial(differently: Partial<InvoiceRecord>): InvoiceRecord {
  return anInvoice({
    invoiceType: "08",
    lines: [aLine({ amount: 315, taxType: "special" })],
    taxType: "special",
    taxRate: "0.25",
    ...differently,
  });
}
