import type Big from "big.js";
import type { Fault } from "../../../base/problem.ts";
import { sum } from "../../../invoice/money.ts";
import type { Sale, SaleLine } from "../../../invoice/sale.ts";
import { largestAmount } from "../codes.ts";
import { payable, pricedLines } from "./amounts.ts";

/** Everything wrong with the sale's figures. Sums are exact, so a twenty-digit price is refused, never rounded. */
export function amountFaults(sale: Sale): Fault[] {
  const lines = pricedLines(sale);
  return [
    ...lines.flatMap(({ amount }, index) => lineFaults(sale.lines[index]!, amount, index)),
    ...partFaults(lines),
    ...totalFaults(sale, payable(sale)),
  ];
}

/** A line beyond what a total may be is refused too: taken back by another, it would still be recorded inexactly. */
function lineFaults(line: SaleLine, amount: Big, index: number): Fault[] {
  const path = `lines[${index}].amount`;
  const faults: Fault[] = [];
  if (line.amount !== undefined && !amount.eq(line.amount))
    faults.push({
      path,
      code: "amount-differs",
      message: `${line.quantity} × ${line.unitPrice} is ${amount.toFixed()}, not ${line.amount}.`,
    });
  if (amount.abs().gt(largestAmount))
    faults.push({
      path,
      code: "amount-too-large",
      message: `The line comes to ${amount.toFixed()}; a line can carry at most ${largestAmount}.`,
    });
  return faults;
}

/** The message has a field for each kind of tax, and none may be negative: a discount belongs to what it discounts. */
function partFaults(lines: ReturnType<typeof pricedLines>): Fault[] {
  const kinds = [...new Set(lines.map((line) => line.taxType))];
  if (kinds.length < 2) return [];
  return kinds
    .filter((kind) => sum(lines.filter((line) => line.taxType === kind).map(({ amount }) => amount)).lt(0))
    .map((kind) => ({
      path: "lines",
      code: "part-negative",
      message: `The ${kind} lines add up to less than zero: give a discount the taxType of what it discounts.`,
    }));
}

function totalFaults(sale: Sale, total: Big): Fault[] {
  const faults: Fault[] = [];
  if (sale.total !== undefined && !total.eq(sale.total))
    faults.push({ path: "total", code: "total-differs", message: `The sale comes to ${total.toFixed()}, not ${sale.total}.` });
  if (total.lte(0))
    faults.push({
      path: "total",
      code: "total-not-positive",
      message: `The total is ${total.toFixed()}; an invoice needs a total above zero.`,
    });
  if (total.gt(largestAmount))
    faults.push({
      path: "total",
      code: "total-too-large",
      message: `The total is ${total.toFixed()}; an invoice can carry at most ${largestAmount}.`,
    });
  return faults;
}
