import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { problemOf } from "../daemon/problem.ts";
import { aTill, type TestTill } from "../till/a-till.ts";
import { readSale } from "./golden-sale.ts";

let till: TestTill;
beforeAll(async () => {
  till = await aTill();
});
afterAll(async () => till[Symbol.asyncDispose]());

const buyer = { businessId: "04595257" };
const mobile = { type: "3J0002", id: "/ABC+123" };
const citizen = { type: "CQ0001", id: "TP03000001234567" };
const firstLine = (change: object) => ({ lines: [{ name: "茶", quantity: 1, unitPrice: 65, ...change }] });
const zero = { name: "烏龍茶禮盒", quantity: 1, unitPrice: 1500, taxType: "zero" };
const exempt = { name: "高麗菜", quantity: 1, unitPrice: 45, taxType: "exempt" };
const special = { name: "餐飲費", quantity: 1, unitPrice: 3000, taxType: "special" };

type Twin = readonly [twin: string, of: string, change: object, path: string, code: string];

/** Each is a golden sale but for what it changes. `undefined` takes a field away. */
const twins: Readonly<Record<string, readonly Twin[]>> = {
  "who gets it and how (spec 3.4)": [
    ["a donation with a carrier", "donation", { carrier: mobile }, "donation", "combination"],
    ["a donation by a company", "donation", { buyer }, "donation", "combination"],
    ["a donation by a company with a mobile barcode", "donation", { buyer, carrier: mobile }, "donation", "combination"],
    ["a donation on paper", "donation", { print: true }, "print", "combination"],
    ["a mobile barcode on paper", "mobile-barcode", { print: true }, "print", "combination"],
    ["a citizen certificate on paper", "citizen-certificate", { print: true }, "print", "combination"],
    ["a card on paper", "card-carrier-hidden-id", { print: true }, "print", "combination"],
    ["a company with a citizen certificate", "company-mobile-barcode", { carrier: citizen }, "carrier", "combination"],
    ["a company with a member carrier", "member-carrier", { buyer }, "carrier", "combination"],
    ["a company with a card, printed", "card-carrier-hidden-id", { buyer, print: true }, "carrier", "combination"],
  ],
  "carriers and codes (spec 3.2, 3.3)": [
    [
      "a mobile barcode in small letters",
      "mobile-barcode",
      { carrier: { ...mobile, id: "/abc+123" } },
      "carrier.id",
      "carrier-id",
    ],
    ["a full-width slash", "mobile-barcode", { carrier: { ...mobile, id: "／ABC+123" } }, "carrier.id", "carrier-id"],
    ["a mobile barcode of nine", "mobile-barcode", { carrier: { ...mobile, id: "/ABC+1234" } }, "carrier.id", "carrier-id"],
    ["a line end in front", "mobile-barcode", { carrier: { ...mobile, id: "\r/ABC+123" } }, "carrier.id", "carrier-id"],
    [
      "a mobile barcode with two ids",
      "mobile-barcode",
      { carrier: { ...mobile, hiddenId: "/ABC+124" } },
      "carrier.hiddenId",
      "carrier-id",
    ],
    [
      "a certificate of 13 digits",
      "citizen-certificate",
      { carrier: { ...citizen, id: "TP0300000123456" } },
      "carrier.id",
      "carrier-id",
    ],
    ["a carrier type of five", "member-carrier", { carrier: { type: "EJ011", id: "1" } }, "carrier.type", "carrier-type"],
    ["a carrier without an id", "member-carrier", { carrier: { type: "EJ0113", id: "" } }, "carrier.id", "carrier-id"],
    [
      "a full-width blank behind an id",
      "member-carrier",
      { carrier: { type: "EJ0113", id: "42　" } },
      "carrier.id",
      "carrier-id",
    ],
    ["an id of 401 characters", "member-carrier", { carrier: { type: "EJ0113", id: "x".repeat(401) } }, "carrier.id", "too-big"],
    ["a donation code of two digits", "donation", { donation: "16" }, "donation", "donation-code"],
    ["a donation code of eight digits", "donation", { donation: "12345678" }, "donation", "too-big"],
    ["a donation code with letters", "donation", { donation: "X168" }, "donation", "donation-code"],
  ],
  "the buyer (spec 3.1, 5.1)": [
    [
      "a 統編 with a wrong check sum",
      "company-inclusive",
      { buyer: { businessId: "04595258" } },
      "buyer.businessId",
      "business-id",
    ],
    ["a 統編 of seven digits", "company-inclusive", { buyer: { businessId: "0459525" } }, "buyer.businessId", "invalid-format"],
    [
      "the consumer's ten zeros",
      "company-inclusive",
      { buyer: { businessId: "0000000000" } },
      "buyer.businessId",
      "invalid-format",
    ],
    ["a name of zeros", "company-inclusive", { buyer: { ...buyer, name: "0000" } }, "buyer.name", "buyer-name"],
    ["a name of 61 characters", "company-inclusive", { buyer: { ...buyer, name: "名".repeat(61) } }, "buyer.name", "too-long"],
    [
      "an address of 101 characters",
      "company-inclusive",
      { buyer: { ...buyer, address: "路".repeat(101) } },
      "buyer.address",
      "too-long",
    ],
    ["a deduction by a consumer", "consumer-discount", { buyerRemark: "1" }, "buyerRemark", "buyer-remark"],
    ["a deduction nobody knows", "company-inclusive", { buyerRemark: "5" }, "buyerRemark", "invalid-value"],
  ],
  "kinds of tax (spec 4.2, 4.3)": [
    ["zero-rated without its export", "zero-rated-customs", { export: undefined }, "export", "export-missing"],
    [
      "zero-rated for a reason of no clause",
      "zero-rated-customs",
      { export: { customs: true, reason: "70" } },
      "export.reason",
      "export-reason",
    ],
    ["an export of taxable goods", "consumer-discount", { export: { customs: true, reason: "71" } }, "export", "export-needless"],
    ["mixed for a company", "mixed", { buyer }, "lines", "mixed-company"],
    ["special tax mixed with exempt", "special-tax", { lines: [special, exempt] }, "lines", "mixed-special"],
    ["special tax without its rate", "special-tax", { taxRate: undefined }, "taxRate", "tax-rate"],
    ["special tax at 7 %", "special-tax", { taxRate: "0.07" }, "taxRate", "tax-rate"],
    ["a rate on ordinary tax", "consumer-discount", { taxRate: "0.05" }, "taxRate", "tax-rate"],
    ["special tax on an ordinary invoice", "special-tax", { invoiceType: "07" }, "invoiceType", "invoice-type"],
    ["ordinary tax on a special invoice", "consumer-discount", { invoiceType: "08" }, "invoiceType", "invoice-type"],
    ["mixed said of one line", "mixed", { lines: [{ ...zero, taxType: "mixed" }] }, "lines[0].taxType", "invalid-value"],
    [
      "a discount larger than what it is taken off",
      "mixed",
      { export: undefined, lines: [exempt, { ...exempt, unitPrice: -50 }, { name: "泡麵", quantity: 1, unitPrice: 28 }] },
      "lines",
      "part-negative",
    ],
  ],
  "amounts (spec 4.1)": [
    ["a total that differs", "weight-with-decimals", { total: 1104 }, "total", "total-differs"],
    ["an untaxed total in place of the taxed", "company-untaxed", { total: 257238 }, "total", "total-differs"],
    ["a line's amount that differs", "consumer-discount", firstLine({ amount: 66 }), "lines[0].amount", "amount-differs"],
    ["a total of zero", "consumer-discount", firstLine({ unitPrice: 0 }), "total", "total-not-positive"],
    ["a total below zero", "consumer-discount", firstLine({ unitPrice: -65 }), "total", "total-not-positive"],
    ["a total rounded to zero", "consumer-discount", firstLine({ unitPrice: "0.49" }), "total", "total-not-positive"],
    [
      "one dollar more than the codes can hold",
      "largest-amount",
      { ...firstLine({ unitPrice: 4294967296 }), total: undefined },
      "total",
      "total-too-large",
    ],
    ["a quantity of 0", "consumer-discount", firstLine({ quantity: 0 }), "lines[0].quantity", "zero"],
    ["eight decimals", "weight-with-decimals", firstLine({ quantity: "0.12345678" }), "lines[0].quantity", "too-many-digits"],
    [
      "half a dollar paid",
      "consumer-discount",
      { payments: [{ method: "cash", amount: 0.5 }] },
      "payments[0].amount",
      "invalid-type",
    ],
  ],
  "lines and texts (spec 3.5, 5.2)": [
    ["no line", "consumer-discount", { lines: [] }, "lines", "too-small"],
    [
      "10,000 lines",
      "three-hundred-lines",
      { lines: Array(10_000).fill({ name: "品", quantity: 1, unitPrice: 1 }) },
      "lines",
      "too-big",
    ],
    ["a name of 501 characters", "very-long-name", firstLine({ name: "品".repeat(501) }), "lines[0].name", "too-long"],
    ["an empty name", "very-long-name", firstLine({ name: " " }), "lines[0].name", "empty"],
    ["a unit of seven characters", "line-remarks", firstLine({ unit: "一二三四五六七" }), "lines[0].unit", "too-long"],
    ["a remark of 121 characters", "line-remarks", firstLine({ remark: "註".repeat(121) }), "lines[0].remark", "too-long"],
    ["a field nobody knows", "consumer-discount", { taxId: "04595257" }, "taxId", "unknown-field"],
  ],
};

describe.each(Object.entries(twins))("refused with its own code, and no number used: %s", (_, rows) => {
  test.each(rows)("%s", async (_, of, change, path, code) => {
    const problem = await refused({ ...readSale(of), ...change });
    expect(problem).toMatchObject({ status: 422, code: "sale-invalid" });
    expect(problem.faults).toContainEqual(expect.objectContaining({ path, code }));
  });
});

test("a sale an hour old that does not say so is refused, and no number used", async () => {
  expect(await refused({ ...readSale("late-sale"), late: false })).toMatchObject({ status: 409, code: "sale-late" });
});

test("a sale that expects a live till is refused by a demo, and no number used", async () => {
  expect(await refused({ ...readSale("consumer-discount"), expect: "live" })).toMatchObject({ code: "not-live" });
});

/** Posts what must be refused, and makes sure that nothing came of it. */
async function refused(sale: object) {
  const { journal, invoices, ranges } = till.home.ledger;
  const before = [journal.head(), invoices.count(), ranges.list()];
  const problem = await problemOf(await till.post("/v1/sales", sale));
  expect([journal.head(), invoices.count(), ranges.list()]).toEqual(before);
  return problem;
}
