import Big from "big.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { issue } from "../../../src/invoice/invoice.ts";
import type { AllowanceAsk, AllowanceLine, InvoiceRecord } from "../../../src/invoice/record.ts";
import type { Sale } from "../../../src/invoice/sale.ts";
import { tw } from "../../../src/regions/tw/tw.ts";
import { aLine, aSale } from "./a-sale.ts";

const law = tw.law("0123456789abcdef0123456789abcdef");
const company = { businessId: "04595257" };

function anInvoice(sale: Partial<Sale>): InvoiceRecord {
  const allotment = { number: "TS00000007", period: "11512", randomCode: "0412" };
  const request = { client: "test", id: "1" };
  const whole = {
    sale: aSale(sale),
    allotment,
    atSeconds: 1_795_327_385,
    seller: tw.demo.seller,
    environment: "demo",
    request,
  } as const;
  return issue(whole, law);
}

/** Gives back one ask after the other and returns the figures of each. */
function giveAll(invoice: InvoiceRecord, asks: readonly (readonly AllowanceAsk[])[]) {
  const earlier: AllowanceLine[] = [];
  return asks.map((ask) => {
    expect(law.undo.allowanceFaults(invoice, earlier, ask)).toEqual([]);
    const allowance = law.undo.allowance(invoice, earlier, ask);
    earlier.push(...allowance.lines);
    return allowance;
  });
}

function codes(invoice: InvoiceRecord, asks: readonly AllowanceAsk[]): string[] {
  return law.undo.allowanceFaults(invoice, [], asks).map(({ path, code }) => `${path} ${code}`);
}

describe("a consumer's line", () => {
  test("gives back its tax apart, though the invoice shows none", () => {
    const [allowance] = giveAll(anInvoice({ lines: [aLine({ quantity: "2", unitPrice: "65" })] }), [
      [{ line: 1, quantity: "1" }],
    ]);
    expect(allowance).toEqual({
      lines: [
        {
          line: 1,
          name: "珍珠奶茶",
          quantity: "1",
          unit: "式",
          unitPrice: "62",
          amount: "62",
          tax: 3,
          taxType: "taxable",
          given: 65,
        },
      ],
      tax: 3,
      amount: "62",
      total: 65,
    });
  });

  test("comes to the same tax in many small allowances as in one", () => {
    const invoice = anInvoice({ lines: [aLine({ quantity: "10", unitPrice: "10" })] });
    const small = giveAll(
      invoice,
      Array.from({ length: 10 }, () => [{ line: 1, quantity: "1" }]),
    );
    const [whole] = giveAll(invoice, [[{ line: 1 }]]);
    expect(small.reduce((tax, one) => tax + one.tax, 0)).toBe(5);
    expect(Math.max(...small.map(({ tax }) => tax))).toBe(1);
    expect(whole).toMatchObject({ tax: 5, amount: "95", total: 100, lines: [{ quantity: "10", unitPrice: "9.5" }] });
  });

  test("has no tax to give back when it is exempt, beside a taxable one that has", () => {
    const invoice = anInvoice({ lines: [aLine({ unitPrice: "105" }), aLine({ unitPrice: "40", taxType: "exempt" })] });
    const [allowance] = giveAll(invoice, [[{ line: 1 }, { line: 2 }]]);
    expect(allowance?.lines.map(({ amount, tax }) => [amount, tax])).toEqual([
      ["100", 5],
      ["40", 0],
    ]);
  });

  test("gives back no tax below zero after an allowance that carried it was left alone by the others", () => {
    const invoice = anInvoice({ lines: [aLine({ unitPrice: "20" })] });
    const [, carried] = giveAll(invoice, [[{ line: 1, amount: 9 }], [{ line: 1, amount: 2 }]]);
    expect(carried?.tax).toBe(1);
    const next = law.undo.allowance(invoice, carried!.lines, [{ line: 1, amount: 1 }]);
    expect(next).toMatchObject({ tax: 0, amount: "1", total: 1 });
  });

  test("of a quantity whose price rounds up is whole after the last piece", () => {
    const invoice = anInvoice({ lines: [aLine({ quantity: "3", unitPrice: "33.5" })] });
    const given = giveAll(
      invoice,
      Array.from({ length: 3 }, () => [{ line: 1, quantity: "1" }]),
    );
    expect(given.map(({ total }) => total)).toEqual([34, 34, 33]);
  });
});

describe("a company's invoice", () => {
  test("given back whole comes to exactly its sales amount and tax", () => {
    const invoice = anInvoice({ buyer: company, lines: [aLine({ unitPrice: "65" }), aLine({ unitPrice: "65" })] });
    const given = giveAll(invoice, [[{ line: 1 }], [{ line: 2, amount: 30 }], [{ line: 2 }]]);
    expect(given[0]).toMatchObject({ amount: "62", tax: 3, total: 65 });
    expect(sumOf(given)).toEqual({ amount: "124", tax: 6, total: 130 });
  });

  test("whose line is given back in pieces comes to exactly that line", () => {
    const invoice = anInvoice({ buyer: company, lines: [aLine({ unitPrice: "65" }), aLine({ unitPrice: "65" })] });
    const given = giveAll(invoice, [[{ line: 1, amount: 20 }], [{ line: 1, amount: 20 }], [{ line: 1, amount: 25 }]]);
    expect(given.map(({ amount }) => amount)).toEqual(["19", "19", "24"]);
  });

  test("at untaxed prices gives the tax back on top", () => {
    const invoice = anInvoice({ buyer: company, pricesIncludeTax: false, lines: [aLine({ unitPrice: "100", quantity: "2" })] });
    const given = giveAll(invoice, [[{ line: 1, quantity: "1" }], [{ line: 1 }]]);
    expect(given.map(({ amount, tax, total }) => ({ amount, tax, total }))).toEqual([
      { amount: "100", tax: 5, total: 105 },
      { amount: "100", tax: 5, total: 105 },
    ]);
  });

  test("with a discount gives back no more than was paid", () => {
    const invoice = anInvoice({ buyer: company, lines: [aLine({ unitPrice: "130" }), aLine({ unitPrice: "-10" })] });
    expect(codes(invoice, [{ line: 1 }])).toEqual(["lines more-than-left"]);
    expect(sumOf(giveAll(invoice, [[{ line: 1, amount: 120 }]]))).toEqual({ amount: "114", tax: 6, total: 120 });
  });
});

describe("what cannot be given back is named", () => {
  const invoice = anInvoice({ lines: [aLine({ quantity: "2", unitPrice: "65" }), aLine({ unitPrice: "-10" })] });

  test.each<[AllowanceAsk, string]>([
    [{ line: 3 }, "lines[0].line no-such-line"],
    [{ line: 2 }, "lines[0].line discount-line"],
    [{ line: 1, quantity: "3" }, "lines[0].quantity quantity-out-of-range"],
    [{ line: 1, quantity: "-1" }, "lines[0].quantity quantity-out-of-range"],
    [{ line: 1, quantity: "0.001" }, "lines[0].quantity nothing-given"],
    [{ line: 1, amount: 131 }, "lines[0].amount more-than-left"],
    [{ line: 1, amount: 0 }, "lines[0].amount nothing-given"],
    [{ line: 1, amount: -5 }, "lines[0].amount nothing-given"],
  ])("%j", (ask, fault) => {
    expect(codes(invoice, [ask])).toEqual([fault]);
  });

  test("all at once, a line named twice too", () => {
    expect(codes(invoice, [{ line: 9 }, { line: 1, amount: 1 }, { line: 1, amount: 1 }])).toEqual([
      "lines[0].line no-such-line",
      "lines[2].line line-twice",
    ]);
  });
});

test("whatever is given back and taken back again, no line, amount or tax ever exceeds the invoice's", () => {
  fc.assert(
    fc.property(anySale, fc.array(anAct, { maxLength: 25 }), (sale, acts) => {
      const invoice = anInvoice(sale);
      let open: { lines: readonly AllowanceLine[]; total: number }[] = [];
      for (const { takeBack, asks } of acts) {
        const earlier = open.flatMap(({ lines }) => lines);
        if (takeBack !== null) open = open.filter((_, index) => index !== takeBack);
        else if (law.undo.allowanceFaults(invoice, earlier, asks).length === 0) {
          const allowance = law.undo.allowance(invoice, earlier, asks);
          open = [...open, allowance];
          for (const { amount, tax } of allowance.lines) expect(tax >= 0 && Number(amount) >= 0).toBe(true);
          assertWithin(invoice, open);
        }
      }
    }),
    { numRuns: 400 },
  );
});

function assertWithin(invoice: InvoiceRecord, open: readonly { lines: readonly AllowanceLine[]; total: number }[]): void {
  const lines = open.flatMap((one) => one.lines);
  const amount = lines.reduce((sum, line) => sum.plus(line.amount), new Big(0));
  const tax = lines.reduce((sum, line) => sum + line.tax, 0);
  const total = open.reduce((sum, one) => sum + one.total, 0);
  expect(total).toBeLessThanOrEqual(invoice.total);
  expect(amount.lte(invoice.sales + invoice.zeroRated + invoice.exempt)).toBe(true);
  if (invoice.tax > 0) expect(tax).toBeLessThanOrEqual(invoice.tax);
  if (invoice.tax > 0 && total === invoice.total) expect([amount.toFixed(), tax]).toEqual([String(invoice.sales), invoice.tax]);
  for (const [index, line] of invoice.lines.entries()) {
    const given = lines.filter((one) => one.line === index + 1).reduce((sum, one) => sum + one.given, 0);
    if (given > 0) expect(given).toBeLessThanOrEqual(line.amount);
  }
}

const aPrice = fc.integer({ min: 1, max: 3000 }).map((cents) => String(cents / 10));
const anySale = fc
  .record({
    prices: fc.array(fc.tuple(aPrice, fc.integer({ min: 1, max: 5 })), { minLength: 1, maxLength: 4 }),
    discount: fc.integer({ min: 0, max: 40 }),
    isCompany: fc.boolean(),
    pricesIncludeTax: fc.boolean(),
  })
  .map(
    ({ prices, discount, isCompany, pricesIncludeTax }): Partial<Sale> => ({
      lines: [
        ...prices.map(([unitPrice, quantity]) => aLine({ unitPrice, quantity: String(quantity) })),
        ...(discount > 0 ? [aLine({ unitPrice: String(-discount) })] : []),
      ],
      pricesIncludeTax,
      ...(isCompany && { buyer: company }),
    }),
  )
  .filter((sale) => law.faults(aSale(sale)).length === 0);

const anAsk = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.constantFrom("all", "quantity", "amount"), fc.integer({ min: 1, max: 200 }))
  .map(([line, by, much]): AllowanceAsk => {
    if (by === "all") return { line };
    return by === "quantity" ? { line, quantity: String(Math.ceil(much / 50)) } : { line, amount: much };
  });
const anAct = fc.record({
  takeBack: fc.option(fc.nat({ max: 5 }), { freq: 3 }),
  asks: fc.array(anAsk, { minLength: 1, maxLength: 3 }),
});

function sumOf(given: readonly { amount: string; tax: number; total: number }[]) {
  return {
    amount: given.reduce((sum, one) => sum.plus(one.amount), new Big(0)).toFixed(),
    tax: given.reduce((sum, one) => sum + one.tax, 0),
    total: given.reduce((sum, one) => sum + one.total, 0),
  };
}
