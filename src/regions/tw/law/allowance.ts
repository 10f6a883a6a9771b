import Big from "big.js";
import type { Fault } from "../../../base/problem.ts";
import { sum } from "../../../invoice/money.ts";
import type { AllowanceAsk, AllowanceLine, AllowanceRecord, InvoiceLine, InvoiceRecord } from "../../../invoice/record.ts";
import type { TaxType } from "../../../invoice/sale.ts";
import { generalRate } from "./tax-kind.ts";

/** MIG 4.1 takes seven digits behind the point. */
const finest = 7;
/** G0401's Unit is optional by its schema and asked for in practice (spec/taiwan.md 12, `defaultUnit`). */
const defaultUnit = "式";

/**
 * The figures of an allowance: amounts without tax, tax whole for each line (spec/taiwan.md 5.4). Tax is worked out on all
 * that was given back so far, so that many small allowances come to the same tax as one large one. Assumes asks without faults.
 */
export function allowanceOf(
  invoice: InvoiceRecord,
  earlier: readonly AllowanceLine[],
  asks: readonly AllowanceAsk[],
): Pick<AllowanceRecord, "lines" | "tax" | "amount" | "total"> {
  const lines: AllowanceLine[] = [];
  for (const ask of asks) lines.push(lineOf(invoice, [...earlier, ...lines], ask));
  const tax = lines.reduce((total, line) => total + line.tax, 0);
  const given = lines.reduce((total, line) => total + line.given, 0);
  return {
    lines,
    tax,
    amount: sum(lines.map((line) => new Big(line.amount))).toFixed(),
    total: given + (showsTax(invoice) ? 0 : tax),
  };
}

/** Everything in which the asks go beyond what earlier allowances left, line by line and for each kind of tax (E0221, E0309). */
export function allowanceFaults(
  invoice: InvoiceRecord,
  earlier: readonly AllowanceLine[],
  asks: readonly AllowanceAsk[],
): Fault[] {
  const faults = asks.flatMap((ask, index) => askFaults(invoice, { earlier, ask, twice: isNamedBefore(asks, index) }, index));
  return faults.length > 0 ? faults : kindFaults(invoice, earlier, asks);
}

function isNamedBefore(asks: readonly AllowanceAsk[], index: number): boolean {
  return asks.findIndex(({ line }) => line === asks[index]!.line) < index;
}

interface Asked {
  readonly earlier: readonly AllowanceLine[];
  readonly ask: AllowanceAsk;
  readonly twice: boolean;
}

function askFaults(invoice: InvoiceRecord, { earlier, ask, twice }: Asked, index: number): Fault[] {
  const fault = (field: string, code: string, message: string) => [{ path: `lines[${index}].${field}`, code, message }];
  const line = invoice.lines[ask.line - 1];
  if (!line) return fault("line", "no-such-line", `The invoice has lines 1 to ${invoice.lines.length}, no line ${ask.line}.`);
  if (twice) return fault("line", "line-twice", `Line ${ask.line} is named twice.`);
  if (line.amount <= 0)
    return fault("line", "discount-line", "A discount is not given back: give less back of what it discounted.");
  if (ask.quantity !== undefined && (new Big(ask.quantity).lte(0) || new Big(ask.quantity).gt(line.quantity)))
    return fault(
      "quantity",
      "quantity-out-of-range",
      `The line was ${line.quantity}; give back more than 0 and no more than that.`,
    );
  const left = leftOf(line, earlier, ask.line);
  const wanted = wantedOf(line, left, ask);
  if (left === 0) return fault("line", "nothing-left", `Nothing is left of line ${ask.line}.`);
  if (wanted < 1) return fault(ask.quantity === undefined ? "amount" : "quantity", "nothing-given", "This gives nothing back.");
  if (wanted > left)
    return fault(
      ask.quantity === undefined ? "amount" : "quantity",
      "more-than-left",
      `This gives back ${wanted}, but only ${left} is left of line ${ask.line}.`,
    );
  return [];
}

/** Discount lines make a kind of tax worth less than its other lines together. */
function kindFaults(invoice: InvoiceRecord, earlier: readonly AllowanceLine[], asks: readonly AllowanceAsk[]): Fault[] {
  const wanted = asks.map((ask) => ({ taxType: invoice.lines[ask.line - 1]!.taxType, given: givenOf(invoice, earlier, ask) }));
  return [...new Set(wanted.map(({ taxType }) => taxType))].flatMap((taxType) => {
    const left = worthOf(invoice, taxType).seen - givenTo(earlier, taxType);
    const given = givenTo(wanted, taxType);
    if (given <= left) return [];
    const message = `This gives back ${given} of the ${taxType} lines, but after discounts and allowances only ${left} is left.`;
    return [{ path: "lines", code: "more-than-left", message }];
  });
}

function lineOf(invoice: InvoiceRecord, before: readonly AllowanceLine[], ask: AllowanceAsk): AllowanceLine {
  const line = invoice.lines[ask.line - 1]!;
  const given = givenOf(invoice, before, ask);
  const { tax, amount } = partedOf(invoice, before, { taxType: line.taxType, given });
  const whole = ask.amount === undefined && ask.quantity === undefined && given === line.amount;
  const quantity = ask.quantity ?? (whole ? line.quantity : undefined);
  return {
    line: ask.line,
    name: line.name,
    quantity: quantity ?? "1",
    unit: (quantity !== undefined && line.unit) || defaultUnit,
    unitPrice: amount
      .div(quantity ?? 1)
      .round(finest, Big.roundHalfUp)
      .toFixed(),
    amount: amount.toFixed(),
    tax,
    taxType: line.taxType,
    given,
  };
}

/**
 * What is given back of a line, parted into amount and tax, so that what stands on paper adds up to the dollar. Amounts and taxes
 * of all allowances together come to those of the invoice, since tax is worked out on all that was given back so far.
 */
function partedOf(invoice: InvoiceRecord, before: readonly AllowanceLine[], { taxType, given }: Portion) {
  const worth = worthOf(invoice, taxType);
  const gone = before.filter((one) => one.taxType === taxType);
  const taxGone = gone.reduce((total, one) => total + one.tax, 0);
  const givenAfter = givenTo(gone, taxType) + given;
  const taxAfter = new Big(worth.tax).times(givenAfter).div(worth.seen).round(0, Big.roundHalfUp).toNumber();
  const tax = Math.max(0, taxAfter - taxGone);
  return { tax, amount: new Big(showsTax(invoice) ? given - tax : given) };
}

type Portion = Pick<AllowanceLine, "taxType" | "given">;

/** What all lines of one kind of tax are worth as the buyer saw them, and the tax in or on it. */
function worthOf(invoice: InvoiceRecord, taxType: TaxType): { seen: number; tax: number } {
  const lines = invoice.lines.filter((line) => line.taxType === taxType);
  const seen = lines.reduce((total, line) => total + line.amount, 0);
  if (taxType !== "taxable") return { seen, tax: 0 };
  if (lines.some((line) => line.untaxed)) return { seen, tax: invoice.tax };
  const untaxed = new Big(seen).div(new Big(1).plus(generalRate)).round(0, Big.roundHalfUp).toNumber();
  return { seen, tax: seen - untaxed };
}

/** Whether the amounts of the invoice's lines have the tax in them, or there is none. */
function showsTax({ lines, total }: InvoiceRecord): boolean {
  return lines.reduce((seen, line) => seen + line.amount, 0) === total;
}

function givenOf(invoice: InvoiceRecord, before: readonly AllowanceLine[], ask: AllowanceAsk): number {
  const line = invoice.lines[ask.line - 1]!;
  return wantedOf(line, leftOf(line, before, ask.line), ask);
}

/** Minor units off the line. Rounding alone never makes a quantity worth more than what is left. */
function wantedOf(line: InvoiceLine, left: number, { quantity, amount }: AllowanceAsk): number {
  if (amount !== undefined) return amount;
  if (quantity === undefined) return left;
  const exact = new Big(line.amount).times(quantity).div(line.quantity);
  return exact.lt(left + 1)
    ? Math.min(left, exact.round(0, Big.roundHalfUp).toNumber())
    : exact.round(0, Big.roundHalfUp).toNumber();
}

function leftOf(line: InvoiceLine, before: readonly AllowanceLine[], number: number): number {
  return before.filter((one) => one.line === number).reduce((left, one) => left - one.given, line.amount);
}

function givenTo(lines: readonly Pick<AllowanceLine, "taxType" | "given">[], taxType: TaxType): number {
  return lines.filter((line) => line.taxType === taxType).reduce((total, line) => total + line.given, 0);
}
