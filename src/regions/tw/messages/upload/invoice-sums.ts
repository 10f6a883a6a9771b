import Big from "big.js";
import { sum } from "../../../../invoice/money.ts";
import type { Rule } from "../form/rule.ts";
import type { InvoiceContent } from "./invoice-table.ts";

type Figures = Pick<InvoiceContent, "Amount" | "Details">;

/** What the figures of an invoice must add up to (spec/taiwan.md 4.1, 4.2). How far the platform forgives is not known, so exactly. */
export const amountRules: readonly Rule<Figures>[] = [
  {
    code: "E0103",
    path: "Amount.SalesAmount",
    message: "It is not the sum of the taxable items.",
    holds: (figures) => itemSum(figures, "1", "4").eq(figures.Amount.SalesAmount),
  },
  {
    code: "E0103",
    path: "Amount.ZeroTaxSalesAmount",
    message: "It is not the sum of the zero-rated items.",
    holds: (figures) => itemSum(figures, "2").eq(figures.Amount.ZeroTaxSalesAmount),
  },
  {
    code: "E0103",
    path: "Amount.FreeTaxSalesAmount",
    message: "It is not the sum of the exempt items.",
    holds: (figures) => itemSum(figures, "3").eq(figures.Amount.FreeTaxSalesAmount),
  },
  {
    code: "E0103",
    path: "Amount.TotalAmount",
    message: "It is not the sum of the three sales amounts and the tax.",
    holds: ({ Amount }) => sum(partsOf(Amount).map((part) => new Big(part))).eq(Amount.TotalAmount),
  },
  {
    code: "E0105",
    path: "Amount.TotalAmount",
    message: "The total must be above zero.",
    holds: ({ Amount }) => new Big(Amount.TotalAmount).gt(0),
  },
  {
    code: "E0227",
    path: "Amount.TaxAmount",
    message: "Special tax is inside the prices: the tax amount is zero.",
    holds: ({ Amount }) => Amount.TaxType !== "4" || new Big(Amount.TaxAmount).eq(0),
  },
  {
    code: "rule-14",
    path: "Amount",
    message: "The amounts of a domestic seller are whole New Taiwan dollars.",
    holds: ({ Amount }) => [...partsOf(Amount), Amount.TotalAmount].every(isWhole),
  },
];

function itemSum({ Details }: Figures, ...taxTypes: readonly string[]): Big {
  return sum(Details.ProductItem.filter((item) => taxTypes.includes(item.TaxType)).map((item) => new Big(item.Amount)));
}

function partsOf({ SalesAmount, FreeTaxSalesAmount, ZeroTaxSalesAmount, TaxAmount }: Figures["Amount"]): readonly string[] {
  return [SalesAmount, FreeTaxSalesAmount, ZeroTaxSalesAmount, TaxAmount];
}

function isWhole(amount: string): boolean {
  return new Big(amount).mod(1).eq(0);
}
