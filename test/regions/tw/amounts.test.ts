import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Sale } from "../../../src/invoice/sale.ts";
import { amountFaults } from "../../../src/regions/tw/law/amount-faults.ts";
import { amountsOf } from "../../../src/regions/tw/law/amounts.ts";
import { aLine as aLineOf, aSale as aSaleOf } from "./a-sale.ts";

describe("a consumer's amounts", () => {
  test("sales equal the total and no tax is separated", () => {
    expect(amountsOf(aSale(["2", "65"], ["1", "-10"]))).toMatchObject({ sales: 120, tax: 0, total: 120 });
    expect(lineAmounts(aSale(["2", "65"], ["1", "-10"]))).toEqual([130, -10]);
  });

  test("each line is rounded by itself, and the total is the sum of the rounded lines", () => {
    expect(lineAmounts(aSale(["1", "0.5"], ["1", "0.5"], ["1", "0.4"]))).toEqual([1, 1, 0]);
    expect(lineAmounts(aSale(["1", "10"], ["1", "-0.5"]))).toEqual([10, -1]);
  });

  test("a lawful sale's recorded lines add up to its total exactly", () => {
    const decimal = fc.tuple(fc.integer({ min: -9_999_999, max: 99_999_999 }), fc.integer({ min: 0, max: 7 }));
    const number = decimal.map(([digits, places]) => (digits / 10 ** places).toFixed(places));
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 20 }), (lines) => {
        const sale = aSale(...lines);
        if (amountFaults(sale).length > 0) return;
        const amounts = lineAmounts(sale);
        const { total } = amountsOf(sale);
        for (const amount of amounts) expect(Number.isSafeInteger(amount)).toBe(true);
        expect(amounts.reduce((sum, amount) => sum + amount, 0)).toBe(total);
        expect(total).toBeGreaterThan(0);
        expect(total).toBeLessThanOrEqual(0xffff_ffff);
      }),
    );
  });
});

describe("unlawful figures", () => {
  test.each([
    { about: "a total of zero", sale: aSale(["1", "10"], ["1", "-10"]), codes: ["total-not-positive"] },
    { about: "a total below zero", sale: aSale(["1", "-10"]), codes: ["total-not-positive"] },
    { about: "a total that rounds to zero", sale: aSale(["1", "0.4"]), codes: ["total-not-positive"] },
    {
      about: "a total that eight hexadecimal digits cannot hold",
      sale: aSale(["1", "4294967295"], ["1", "1"]),
      codes: ["total-too-large"],
    },
    { about: "a twenty-digit price", sale: aSale(["1", "12345678901234567890"]), codes: ["amount-too-large", "total-too-large"] },
    {
      about: "a giant line taken back by another",
      sale: aSale(["1", "12345678901234567890"], ["1", "-12345678901234567800"]),
      codes: ["amount-too-large", "amount-too-large"],
    },
    {
      about: "an amount that does not agree",
      sale: aSaleOf({ lines: [{ ...aLine("2", "65"), amount: 131 }] }),
      codes: ["amount-differs"],
    },
    { about: "a total that does not agree", sale: { ...aSale(["2", "65"]), total: 131 }, codes: ["total-differs"] },
    {
      about: "several at once",
      sale: aSaleOf({ lines: [{ ...aLine("1", "5"), amount: 6 }, aLine("1", "-5")], total: 1 }),
      codes: ["amount-differs", "total-differs", "total-not-positive"],
    },
  ])("$about is named", ({ sale, codes }) => {
    expect(amountFaults(sale).map(({ code }) => code)).toEqual(codes);
  });

  test("the largest total that fits is lawful", () => {
    expect(amountFaults(aSale(["1", "4294967295"]))).toEqual([]);
  });

  test("a fault says where it is and what would be right", () => {
    const [fault] = amountFaults(aSaleOf({ lines: [aLine("1", "1"), { ...aLine("2", "32.5"), amount: 64 }] }));
    expect(fault).toEqual({ path: "lines[1].amount", code: "amount-differs", message: "2 × 32.5 is 65, not 64." });
  });
});

function lineAmounts(sale: Sale): number[] {
  return amountsOf(sale).lines.map(({ amount }) => amount);
}

function aLine(quantity: string, unitPrice: string) {
  return aLineOf({ quantity, unitPrice });
}

function aSale(...lines: readonly (readonly [quantity: string, unitPrice: string])[]): Sale {
  return aSaleOf({ lines: lines.map(([quantity, unitPrice]) => aLine(quantity, unitPrice)) });
}
