import Big from "big.js";
import { lineAmount, sum } from "../../../invoice/money.ts";
import type { InvoiceAmounts, LineAmounts } from "../../../invoice/record.ts";
import type { Sale, SaleLine, TaxType } from "../../../invoice/sale.ts";
import { generalRate, taxKindOf } from "./tax-kind.ts";

/** The New Taiwan dollar has no minor unit in invoices: amounts are whole NT$. */
export const minorDigits = 0;

/** 1 + 5 %, between a taxable price with and without tax. */
const grossFactor = new Big(1).plus(generalRate);
/** MIG 4.1 takes seven digits behind the point. */
const finest = 7;

/** A line with the price and the amount its customer sees, before any tax is taken out. */
interface Priced {
  readonly unitPrice: Big;
  readonly amount: Big;
  readonly taxType: TaxType;
}

/** Every figure of an invoice, exact (spec/taiwan.md 4.1, 4.2). Assumes a lawful sale. */
export function amountsOf(sale: Sale): InvoiceAmounts {
  const { taxType, rate } = taxKindOf(sale);
  const lines = pricedLines(sale);
  const zeroRated = total(lines, "zero").toNumber();
  const exempt = total(lines, "exempt").toNumber();
  const kind = { taxType, taxRate: rate, zeroRated, exempt };
  const taxed = total(lines, "taxable").plus(total(lines, "special"));
  if (!separatesTax(sale)) return { ...kind, ...whole(lines, taxed, zeroRated + exempt) };
  return { ...kind, ...(sale.pricesIncludeTax ? taxTakenOut(lines, taxed) : taxAdded(lines, taxed)) };
}

/**
 * Each line with the price its customer sees. A consumer always sees prices with tax: where the POS sent them without, they
 * are made inclusive line by line.
 */
export function pricedLines(sale: Sale): readonly Priced[] {
  const gross = !sale.pricesIncludeTax && !sale.buyer;
  return sale.lines.map((line) => {
    const factor = gross && line.taxType === "taxable" ? grossFactor : new Big(1);
    return { unitPrice: factor.times(line.unitPrice), amount: amountOf(line, factor), taxType: line.taxType };
  });
}

/** What the customer pays, before it is known to be lawful: the figure every limit is held against. */
export function payable(sale: Sale): Big {
  const lines = pricedLines(sale);
  const untaxed = separatesTax(sale) && !sale.pricesIncludeTax;
  return sum(lines.map(({ amount }) => amount)).plus(untaxed ? taxOn(total(lines, "taxable")) : 0);
}

function amountOf(line: SaleLine, factor: Big): Big {
  return lineAmount(line.quantity, factor.times(line.unitPrice).toFixed(), minorDigits);
}

/** Tax stands by itself only on a company's invoice of ordinary tax; everywhere else it is inside the prices. */
function separatesTax(sale: Sale): boolean {
  return sale.buyer !== undefined && taxKindOf(sale).taxType === "taxable";
}

/** A consumer's invoice, and a company's without ordinary tax: amounts as seen, no tax apart. */
function whole(lines: readonly Priced[], taxed: Big, untaxedTotal: number) {
  const sales = taxed.toNumber();
  return { lines: lines.map(seen), sales, tax: 0, total: sales + untaxedTotal };
}

/** A company's invoice at inclusive prices: the tax is taken out of the total, and the lines follow so that their sum is exact. */
function taxTakenOut(lines: readonly Priced[], taxed: Big) {
  const sales = taxed.div(grossFactor).round(0, Big.roundHalfUp);
  const amounts = lines.map(({ amount }) => amount.div(grossFactor).round(finest, Big.roundHalfUp));
  const last = amounts.length - 1;
  amounts[last] = sales.minus(sum(amounts.slice(0, last)));
  return {
    lines: lines.map((line, index) => ({
      ...seen(line),
      untaxed: {
        unitPrice: line.unitPrice.div(grossFactor).round(finest, Big.roundHalfUp).toFixed(),
        amount: amounts[index]!.toFixed(),
      },
    })),
    sales: sales.toNumber(),
    tax: taxed.minus(sales).toNumber(),
    total: taxed.toNumber(),
  };
}

/** A company's invoice at untaxed prices: the tax comes on top of the sum. */
function taxAdded(lines: readonly Priced[], untaxed: Big) {
  const tax = taxOn(untaxed);
  return {
    lines: lines.map((line) => ({
      ...seen(line),
      untaxed: { unitPrice: line.unitPrice.round(finest, Big.roundHalfUp).toFixed(), amount: line.amount.toFixed() },
    })),
    sales: untaxed.toNumber(),
    tax: tax.toNumber(),
    total: untaxed.plus(tax).toNumber(),
  };
}

function taxOn(untaxed: Big): Big {
  return untaxed.times(generalRate).round(0, Big.roundHalfUp);
}

function seen({ unitPrice, amount }: Priced): LineAmounts {
  return { unitPrice: unitPrice.round(finest, Big.roundHalfUp).toFixed(), amount: amount.toNumber() };
}

function total(lines: readonly Priced[], taxType: TaxType): Big {
  return sum(lines.filter((line) => line.taxType === taxType).map(({ amount }) => amount));
}
