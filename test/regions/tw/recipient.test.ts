import { describe, expect, test } from "vitest";
import type { Sale } from "../../../src/invoice/sale.ts";
import { twLaw } from "../../../src/regions/tw/law/law.ts";
import { aSale } from "./a-sale.ts";
import vectors from "./vectors.json" with { type: "json" };

const law = twLaw(Buffer.alloc(16));
const company = { businessId: "04595257" };
const mobile = { type: "3J0002", id: "/ABC+123" };
const citizen = { type: "CQ0001", id: "AB12345678901234" };
const card = { type: "1K0001", id: "1234567890123456", hiddenId: "9F0011AA" };

const codesOf = (sale: Sale) => law.faults(sale).map((fault) => fault.code);

describe("every combination of the law is taken, with the paper it is due", () => {
  const cases: readonly [string, Partial<Sale>, { proof: boolean; details: boolean }][] = [
    ["consumer, paper", {}, { proof: true, details: false }],
    ["consumer, paper, details asked for", { details: "always" }, { proof: true, details: true }],
    ["consumer, mobile barcode", { carrier: mobile }, { proof: false, details: false }],
    ["consumer, citizen certificate", { carrier: citizen }, { proof: false, details: false }],
    ["consumer, another registered carrier", { carrier: card }, { proof: false, details: false }],
    ["consumer, donation", { donation: "168001" }, { proof: false, details: false }],
    ["consumer, donation, details asked for", { donation: "168001", details: "always" }, { proof: false, details: true }],
    ["company, paper", { buyer: company }, { proof: true, details: true }],
    ["company, paper, without details", { buyer: company, details: "never" }, { proof: true, details: false }],
    ["company, mobile barcode", { buyer: company, carrier: mobile }, { proof: false, details: false }],
    ["company, mobile barcode, printed too", { buyer: company, carrier: mobile, print: true }, { proof: true, details: true }],
    ["consumer, paper, printed where it is due anyway", { print: true }, { proof: true, details: false }],
  ];
  test.each(cases)("%s", (_, parts, papers) => {
    expect(law.faults(aSale(parts))).toEqual([]);
    expect(law.papers(aSale(parts))).toEqual(papers);
  });
});

describe("every other combination is refused", () => {
  const cases: readonly [string, Partial<Sale>, string][] = [
    ["donation and company", { donation: "168", buyer: company }, "combination"],
    ["donation and carrier", { donation: "168", carrier: mobile }, "combination"],
    ["donation and paper", { donation: "168", print: true }, "combination"],
    ["carrier and paper", { carrier: mobile, print: true }, "combination"],
    ["company and citizen certificate", { buyer: company, carrier: citizen }, "combination"],
    ["company and card", { buyer: company, carrier: card, print: true }, "combination"],
    ["a deduction without a company", { buyerRemark: "1" }, "buyer-remark"],
    ["a buyer called zeros", { buyer: { ...company, name: "0000" } }, "buyer-name"],
    ["a carrier of no type", { carrier: { type: "XX", id: "1" } }, "carrier-type"],
    ["a blank behind a carrier's id", { carrier: { ...card, id: "123　" } }, "carrier-id"],
    ["a second id for a mobile barcode", { carrier: { ...mobile, hiddenId: "/ABC+124" } }, "carrier-id"],
  ];
  test.each(cases)("%s", (_, parts, code) => expect(codesOf(aSale(parts))).toContain(code));
});

test("a POS that prints by itself may always say so: where nothing is due on paper it changes nothing", () => {
  for (const parts of [{ carrier: citizen }, { donation: "168" }]) {
    const sale = aSale({ ...parts, print: "by-caller" });
    expect(codesOf(sale)).toEqual([]);
    expect(law.papers(sale).proof).toBe(false);
  }
});

describe("ids are taken as scanned and checked by the vectors", () => {
  const { mobile_3J0002, citizen_CQ0001, donation } = vectors.carriers;
  test.each(mobile_3J0002.valid)("mobile barcode %s", (id) =>
    expect(codesOf(aSale({ carrier: { type: "3J0002", id } }))).toEqual([]));
  test.each(mobile_3J0002.invalid)("no mobile barcode %s", (id) =>
    expect(codesOf(aSale({ carrier: { type: "3J0002", id } }))).toContain("carrier-id"));
  test.each(citizen_CQ0001.valid)("citizen %s", (id) => expect(codesOf(aSale({ carrier: { type: "CQ0001", id } }))).toEqual([]));
  test.each(citizen_CQ0001.invalid)("no citizen %s", (id) =>
    expect(codesOf(aSale({ carrier: { type: "CQ0001", id } }))).toContain("carrier-id"));
  test.each(donation.valid)("donation %s", (code) => expect(codesOf(aSale({ donation: code }))).toEqual([]));
  test.each(donation.invalid)("no donation %s", (code) => expect(codesOf(aSale({ donation: code }))).toContain("donation-code"));
  test.each(vectors.ubn.valid)("buyer %s", (businessId) => expect(codesOf(aSale({ buyer: { businessId } }))).toEqual([]));
  test.each(vectors.ubn.invalid)("no buyer %s", (businessId) =>
    expect(codesOf(aSale({ buyer: { businessId } }))).toContain("business-id"));
});
