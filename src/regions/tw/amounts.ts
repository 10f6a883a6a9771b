import type { Fault } from "../../base/problem.ts";
import type { InvoiceAmounts } from "../../invoice/law.ts";
import { lineAmount, sum } from "../../invoice/money.ts";
import type { Sale } from "../../invoice/sale.ts";
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
  const faults: Fault[] = [];
  const lines = sale.lines.map((line) => lineAmount(line.quantity, line.unitPrice, minorDigits));
  sale.lines.forEach((line, index) => {
    const amount = lines[index]!;
    if (line.amount !== undefined && !amount.eq(line.amount))
      faults.push({
        path: `lines[${index}].amount`,
        code: "amount-differs",
        message: `${line.quantity} × ${line.unitPrice} is ${amount.toFixed()}, not ${line.amount}.`,
      });
  });
  const total = sum(lines);
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
