import type Big from "big.js";
import type { Fault } from "../../base/problem.ts";
import type { InvoiceAmounts } from "../../invoice/law.ts";
import { lineAmount, sum } from "../../invoice/money.ts";
import type { Sale, SaleLine } from "../../invoice/sale.ts";
import { largestAmount } from "./codes.ts";

/** The New Taiwan dollar has no minor unit in invoices: amounts are whole NT$. */
export const minorDigits = 0;

/** A consumer's sale: every price includes tax, sales = total and tax = 0 (spec/taiwan.md 4.2). Assumes a lawful sale. */
export function amountsOf(sale: Sale): InvoiceAmounts {
  const lines = sale.lines.map((line) => lineAmount(line.quantity, line.unitPrice, minorDigits));
  const total = sum(lines).toNumber();
  return { lines: lines.map((amount) => amount.toNumber()), sales: total, tax: 0, total };
}

/** Everything wrong with the sale's figures. Sums are exact, so a twenty-digit price is refused, never rounded. */
export function amountFaults(sale: Sale): Fault[] {
  const lines = sale.lines.map((line) => lineAmount(line.quantity, line.unitPrice, minorDigits));
  return [...lines.flatMap((amount, index) => lineFaults(sale.lines[index]!, amount, index)), ...totalFaults(sale, sum(lines))];
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

function totalFaults(sale: Sale, total: Big): Fault[] {
  const faults: Fault[] = [];
  if (sale.total !== undefined && !total.eq(sale.total))
    faults.push({
      path: "total",
      code: "total-differs",
      message: `The lines add up to ${total.toFixed()}, not ${sale.total}.`,
    });
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
