import Big from "big.js";
import type { AllowanceRecord, InvoiceRecord } from "../record.ts";

/**
 * How many documents, and their money by kind of tax, in minor units. total = taxable + zeroRated + exempt + special + tax.
 * `taxable` stands as in the records: with tax inside for consumers, without it for companies, whose tax stands apart.
 */
export interface Figures {
  readonly count: number;
  readonly taxable: number;
  readonly zeroRated: number;
  readonly exempt: number;
  readonly special: number;
  readonly tax: number;
  readonly total: number;
}

export const noFigures: Figures = { count: 0, taxable: 0, zeroRated: 0, exempt: 0, special: 0, tax: 0, total: 0 };

export function plus(one: Figures, other: Figures): Figures {
  return joined(one, other, 1);
}

export function minus(one: Figures, other: Figures): Figures {
  return joined(one, other, -1);
}

function joined(one: Figures, other: Figures, sign: 1 | -1): Figures {
  return {
    count: one.count + sign * other.count,
    taxable: one.taxable + sign * other.taxable,
    zeroRated: one.zeroRated + sign * other.zeroRated,
    exempt: one.exempt + sign * other.exempt,
    special: one.special + sign * other.special,
    tax: one.tax + sign * other.tax,
    total: one.total + sign * other.total,
  };
}

/** One invoice's figures. */
export function figuresOf({ taxType, sales, zeroRated, exempt, tax, total }: InvoiceRecord): Figures {
  const special = taxType === "special" ? sales : 0;
  return { count: 1, taxable: sales - special, zeroRated, exempt, special, tax, total };
}

const kindOf = { taxable: "taxable", zero: "zeroRated", exempt: "exempt", special: "special" } as const;

/** One allowance's figures on its invoice's footing, so that they can be taken off: tax stands apart only where the invoice shows it. */
export function allowanceFigures(record: AllowanceRecord): Figures {
  const apart = record.buyer !== null;
  const money = { taxable: 0, zeroRated: 0, exempt: 0, special: 0 };
  for (const { taxType, total, tax } of allowanceParts(record)) money[kindOf[taxType]] += apart ? total - tax : total;
  return { count: 1, ...money, tax: apart ? record.tax : 0, total: record.total };
}

/** What a line of an allowance gives back with tax, its tax, and the rest as it stands in the message. */
export function allowanceParts({ lines, tax, total }: AllowanceRecord) {
  const taxOnTop = lines.reduce((sum, line) => sum + line.given, 0) !== total;
  return lines.map((line) => ({
    taxType: line.taxType,
    amount: new Big(line.amount),
    tax: line.tax,
    total: line.given + (taxOnTop && tax !== 0 ? line.tax : 0),
  }));
}
