import Big from "big.js";
import fc from "fast-check";
import type { Law } from "../../../src/invoice/law.ts";
import type { Sale, SaleLine, TaxType } from "../../../src/invoice/sale.ts";

export const company = { businessId: "04595257", name: "測試股份有限公司" };
export const abroad = { customs: true, reason: "71" };

/** A line with full defaults. */
export function aLine(line: Partial<SaleLine> = {}): SaleLine {
  return { name: "珍珠奶茶", quantity: "1", unitPrice: "105", taxType: "taxable", ...line };
}

/** A consumer's sale on paper, unless the test says otherwise. */
export function aSale(sale: Partial<Sale> = {}): Sale {
  return { lines: [aLine()], pricesIncludeTax: true, ...sale };
}

const mobile = { type: "3J0002", id: "/ABC+123" };
const recipients: Readonly<Record<string, Partial<Sale>>> = {
  paper: {},
  company: { buyer: company },
  mobile: { carrier: mobile },
  "company-mobile": { buyer: company, carrier: mobile, print: true },
  donation: { donation: "168001" },
};

/** Random lawful sales of every kind of tax, to consumers and companies, on paper, on carriers and donated. */
export const someLawfulSale = (law: Law) =>
  fc
    .record({
      kind: fc.constantFrom<TaxType | "mixed">("taxable", "exempt", "zero", "mixed"),
      recipient: fc.constantFrom("paper", "company", "mobile", "company-mobile", "donation"),
      pricesIncludeTax: fc.boolean(),
      lines: fc.array(
        fc.record({
          quantity: fc.integer({ min: 1, max: 5000 }),
          cents: fc.integer({ min: -2000, max: 500_000 }),
          other: fc.boolean(),
        }),
        { minLength: 1, maxLength: 12 },
      ),
    })
    .map(({ kind, recipient, pricesIncludeTax, lines }): Sale => {
      const sale = aSale({
        pricesIncludeTax,
        lines: lines.map(({ quantity, cents, other }) =>
          aLine({
            quantity: new Big(quantity).div(100).toFixed(),
            unitPrice: new Big(cents).div(100).toFixed(),
            taxType: kind === "mixed" ? (other ? "exempt" : "taxable") : kind,
          }),
        ),
        ...recipients[recipient],
      });
      return sale.lines.some((line) => line.taxType === "zero") ? { ...sale, export: abroad } : sale;
    })
    .filter((sale) => law.faults(sale).length === 0);
