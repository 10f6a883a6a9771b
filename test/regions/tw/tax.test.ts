import Big from "big.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Sale } from "../../../src/invoice/sale.ts";
import { amountsOf } from "../../../src/regions/tw/law/amounts.ts";
import { twLaw } from "../../../src/regions/tw/law/law.ts";
import { abroad, aLine, aSale, company, someLawfulSale } from "./a-sale.ts";
import vectors from "./vectors.json" with { type: "json" };

const law = twLaw(Buffer.alloc(16));

const codesOf = (sale: Sale) => law.faults(sale).map((fault) => fault.code);

test.each(
  vectors.tax.cases,
)("a company that pays $total at inclusive prices is charged $b2b_sales and $b2b_tax tax", (vector) => {
  const sale = aSale({ buyer: company, lines: [aLine({ unitPrice: String(vector.total) })] });
  expect(amountsOf(sale)).toMatchObject({ sales: vector.b2b_sales, tax: vector.b2b_tax, total: vector.total });
});

test("a consumer's tax is never separated", () => {
  expect(amountsOf(aSale())).toMatchObject({ sales: 105, tax: 0, total: 105, taxType: "taxable", taxRate: "0.05" });
});

test("a consumer's untaxed prices are made inclusive line by line", () => {
  const sale = aSale({
    pricesIncludeTax: false,
    lines: [aLine({ unitPrice: "65", quantity: "2" }), aLine({ unitPrice: "9.5" })],
  });
  expect(amountsOf(sale).lines).toEqual([
    { unitPrice: "68.25", amount: 137 },
    { unitPrice: "9.975", amount: 10 },
  ]);
});

test("a company's untaxed prices are summed first and taxed as a whole", () => {
  const sale = aSale({
    buyer: company,
    pricesIncludeTax: false,
    lines: [aLine({ unitPrice: "100" }), aLine({ unitPrice: "10" })],
  });
  expect(amountsOf(sale)).toMatchObject({ sales: 110, tax: 6, total: 116 });
});

test("zero-rated and exempt sales carry no tax, each in a field of its own", () => {
  const zero = aSale({ lines: [aLine({ taxType: "zero" })], export: abroad });
  expect(law.faults(zero)).toEqual([]);
  expect(amountsOf(zero)).toMatchObject({ taxType: "zero", taxRate: "0", sales: 0, zeroRated: 105, exempt: 0, total: 105 });
  const exempt = aSale({ buyer: company, lines: [aLine({ taxType: "exempt" })] });
  expect(law.faults(exempt)).toEqual([]);
  expect(amountsOf(exempt)).toMatchObject({
    taxType: "exempt",
    taxRate: "0",
    sales: 0,
    zeroRated: 0,
    exempt: 105,
    tax: 0,
    total: 105,
  });
});

test("a mixed receipt keeps each kind apart", () => {
  const lines = [aLine(), aLine({ taxType: "exempt", unitPrice: "30" }), aLine({ taxType: "zero", unitPrice: "7" })];
  const sale = aSale({ lines, export: abroad });
  expect(law.faults(sale)).toEqual([]);
  expect(amountsOf(sale)).toMatchObject({ taxType: "mixed", sales: 105, exempt: 30, zeroRated: 7, tax: 0, total: 142 });
});

test("special tax draws from ranges of type 08 and keeps its rate", () => {
  const sale = aSale({ lines: [aLine({ taxType: "special" })], taxRate: "0.15" });
  expect(law.faults(sale)).toEqual([]);
  expect(law.invoiceType(sale)).toBe("08");
  expect(amountsOf(sale)).toMatchObject({ taxType: "special", taxRate: "0.15", sales: 105, tax: 0, total: 105 });
});

describe("illegal kinds of tax are refused, each with its code", () => {
  const cases: readonly [string, Sale, string][] = [
    ["a company's mixed invoice", aSale({ buyer: company, lines: [aLine(), aLine({ taxType: "exempt" })] }), "mixed-company"],
    ["special tax among others", aSale({ lines: [aLine(), aLine({ taxType: "special" })] }), "mixed-special"],
    ["special tax without a rate", aSale({ lines: [aLine({ taxType: "special" })] }), "tax-rate"],
    ["special tax at 7 %", aSale({ lines: [aLine({ taxType: "special" })], taxRate: "0.07" }), "tax-rate"],
    ["a rate on ordinary tax", aSale({ taxRate: "0.05" }), "tax-rate"],
    ["a zero-rated line without export", aSale({ lines: [aLine({ taxType: "zero" })] }), "export-missing"],
    ["an export without a zero-rated line", aSale({ export: abroad }), "export-needless"],
    [
      "an unknown clause",
      aSale({ lines: [aLine({ taxType: "zero" })], export: { customs: true, reason: "70" } }),
      "export-reason",
    ],
    ["a type the lines do not make", aSale({ invoiceType: "08" }), "invoice-type"],
    [
      "a discount larger than its own kind",
      aSale({ lines: [aLine({ unitPrice: "-10" }), aLine({ taxType: "exempt", unitPrice: "50" })] }),
      "part-negative",
    ],
  ];
  test.each(cases)("%s", (_, sale, code) => expect(codesOf(sale)).toContain(code));
});

test("the parts, the tax and the total of every lawful sale agree to the dollar, and so do the lines of the upload", () => {
  fc.assert(
    fc.property(someLawfulSale(law), (sale) => {
      const { lines, sales, zeroRated, exempt, tax, total } = amountsOf(sale);
      expect(sales + zeroRated + exempt + tax).toBe(total);
      for (const figure of [sales, zeroRated, exempt, tax]) expect(figure).toBeGreaterThanOrEqual(0);
      const uploaded = lines.reduce((sum, line) => sum.plus(line.untaxed?.amount ?? line.amount), new Big(0));
      expect(uploaded.toFixed()).toBe(String(sales + zeroRated + exempt));
      for (const line of lines) expect(line.untaxed?.amount ?? "0").toMatch(/^-?\d+(\.\d{1,7})?$/);
      if (tax > 0) expect(Math.abs(tax - sales * 0.05)).toBeLessThanOrEqual(0.525);
    }),
    { numRuns: 500 },
  );
});
