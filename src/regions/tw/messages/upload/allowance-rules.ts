import Big from "big.js";
import type { Fault } from "../../../../base/problem.ts";
import { sum } from "../../../../invoice/money.ts";
import type { AllowanceRecord } from "../../../../invoice/record.ts";
import { broken, type Rule } from "../form/rule.ts";
import type { AllowanceContent, AllowanceItem } from "./allowance-table.ts";
import { futureFaults, orderFaults } from "./moment.ts";
import { buyerRules } from "./role.ts";

/** What is refused in an allowance although its table allows it. What is left of the invoice (E0221) only its ledger knows. */
export function allowanceFaults(content: AllowanceContent, record: AllowanceRecord, atSeconds: number): Fault[] {
  return [
    ...broken(buyerRules, content.Main.Buyer, "Main.Buyer."),
    ...broken(sumRules, content),
    ...content.Details.ProductItem.flatMap((item, index) => broken(itemRules, item, `Details.ProductItem[${index}].`)),
    ...orderFaults(record.invoice.issuedAt, record.allowedAt, "Main.AllowanceDate"),
    ...futureFaults(record.allowedAt, atSeconds, "Main.AllowanceDate"),
  ];
}

const sumRules: readonly Rule<AllowanceContent>[] = [
  {
    code: "E0103",
    path: "Amount.TotalAmount",
    message: "It is not the sum of the items.",
    holds: ({ Amount, Details }) => sum(Details.ProductItem.map((item) => new Big(item.Amount))).eq(Amount.TotalAmount),
  },
  {
    code: "E0103",
    path: "Amount.TaxAmount",
    message: "It is not the sum of the items' tax.",
    holds: ({ Amount, Details }) => sum(Details.ProductItem.map((item) => new Big(item.Tax))).eq(Amount.TaxAmount),
  },
  {
    code: "E0105",
    path: "Amount.TotalAmount",
    message: "An allowance gives back more than nothing.",
    holds: ({ Amount }) => new Big(Amount.TotalAmount).gt(0),
  },
];

const itemRules: readonly Rule<AllowanceItem>[] = [
  {
    code: "E0106",
    path: "Quantity",
    message: "A quantity must not be zero.",
    holds: ({ Quantity }) => !new Big(Quantity).eq(0),
  },
];
