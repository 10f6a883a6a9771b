import Big from "big.js";
import type { Decimal } from "../money.ts";
import type { AllowanceRecord, InvoiceRecord, InvoiceTaxType } from "../record.ts";
import type { TaxType } from "../sale.ts";
import { allowanceParts, type Figures, figuresOf, noFigures, plus } from "./figures.ts";
import { type DoubtfulNumbers, type RangeAtHand, type RangeUse, RangeWatch } from "./number-use.ts";

/** An invoice of the period, and what has become of it by the report's moment. Times are local, with offset. */
export interface CountedInvoice {
  readonly invoice: InvoiceRecord;
  readonly rangeId: number;
  readonly cancelledAt: string | null;
  readonly withdrawn: boolean;
}

/** What a return is filed from. Invoices belong to the period of their number, allowances to the one in which they were given. */
export interface PeriodTotals {
  /** Invoices that stand: not cancelled, not withdrawn. A revision counts once, the withdrawn one before it not at all. */
  readonly standing: Figures;
  readonly cancelled: Figures;
  readonly kinds: readonly KindTotal[];
  readonly cancelledNumbers: readonly { readonly number: string; readonly cancelledAt: string }[];
  /** Withdrawn and not issued again: the number says nothing until it is. */
  readonly withdrawnNumbers: readonly string[];
  readonly allowances: AllowanceSums;
  readonly allowancesCancelled: AllowanceSums;
  readonly ranges: readonly RangeUse[];
}

/** Invoices of one kind of tax and one kind of document. */
export interface KindTotal {
  readonly invoiceType: string;
  readonly taxType: InvoiceTaxType;
  readonly taxRate: Decimal;
  readonly buyer: "consumer" | "company";
  readonly by: "paper" | "carrier" | "donation";
  readonly standing: Figures;
  readonly cancelled: Figures;
}

/** Allowances as the messages have them: `amount` without tax, exact, in major units; `tax` and `total` in minor units. */
export interface AllowanceSums {
  readonly count: number;
  readonly amount: Decimal;
  readonly tax: number;
  readonly total: number;
  readonly kinds: readonly AllowanceKind[];
}

export interface AllowanceKind {
  readonly taxType: TaxType;
  readonly buyer: "consumer" | "company";
  /** Allowances that have such a line. */
  readonly count: number;
  readonly amount: Decimal;
  readonly tax: number;
  readonly total: number;
}

/** Adds up a period invoice by invoice. They come in the order of their issue times, revisions of a number oldest first. */
export class PeriodSum {
  #standing = noFigures;
  #cancelled = noFigures;
  readonly #kinds = new Map<string, KindTotal>();
  readonly #cancelledNumbers: { number: string; cancelledAt: string }[] = [];
  readonly #withdrawn = new Set<string>();
  readonly #given = new AllowanceSum();
  readonly #takenBack = new AllowanceSum();
  readonly #ranges: ReadonlyMap<number, RangeWatch>;

  constructor(ranges: readonly RangeAtHand[], doubtful: readonly DoubtfulNumbers[] = []) {
    const watchOf = (range: RangeAtHand) =>
      new RangeWatch(
        range,
        doubtful.filter(({ rangeId }) => rangeId === range.id),
      );
    this.#ranges = new Map(ranges.map((range) => [range.id, watchOf(range)]));
  }

  take({ invoice, rangeId, cancelledAt, withdrawn }: CountedInvoice): void {
    const { number, revision } = invoice;
    const range = this.#ranges.get(rangeId);
    if (revision === 1) range?.see(number);
    if (this.#withdrawn.delete(number)) range?.count("withdrawn", -1);
    if (withdrawn) {
      this.#withdrawn.add(number);
      range?.count("withdrawn", 1);
      return;
    }
    const figures = figuresOf(invoice);
    const fate = cancelledAt === null ? "standing" : "cancelled";
    range?.count(fate, 1);
    this.#kind(invoice, fate, figures);
    if (cancelledAt === null) this.#standing = plus(this.#standing, figures);
    else {
      this.#cancelled = plus(this.#cancelled, figures);
      this.#cancelledNumbers.push({ number, cancelledAt });
    }
  }

  takeAllowance(act: "allow" | "cancel-allowance", allowance: AllowanceRecord): void {
    (act === "allow" ? this.#given : this.#takenBack).take(allowance);
  }

  /** `over`: the period is past. */
  totals(over: boolean): PeriodTotals {
    return {
      standing: this.#standing,
      cancelled: this.#cancelled,
      kinds: [...this.#kinds.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, kind]) => kind),
      cancelledNumbers: this.#cancelledNumbers,
      withdrawnNumbers: [...this.#withdrawn],
      allowances: this.#given.sums,
      allowancesCancelled: this.#takenBack.sums,
      ranges: [...this.#ranges.values()].map((watch) => watch.use(over)),
    };
  }

  #kind(invoice: InvoiceRecord, fate: "standing" | "cancelled", figures: Figures): void {
    const { invoiceType, taxType, taxRate, donation, carrier } = invoice;
    const buyer = invoice.buyer ? "company" : "consumer";
    const by = donation !== null ? "donation" : carrier ? "carrier" : "paper";
    const key = [invoiceType, taxType, taxRate, buyer, by].join(" ");
    const kind = { invoiceType, taxType, taxRate, buyer, by, standing: noFigures, cancelled: noFigures } as const;
    const sum = this.#kinds.get(key) ?? kind;
    this.#kinds.set(key, { ...sum, [fate]: plus(sum[fate], figures) });
  }
}

class AllowanceSum {
  #count = 0;
  readonly #kinds = new Map<string, AllowanceKind>();

  take(record: AllowanceRecord): void {
    const buyer = record.buyer ? "company" : "consumer";
    const counted = new Set<string>();
    this.#count++;
    for (const { taxType, amount, tax, total } of allowanceParts(record)) {
      const key = `${taxType} ${buyer}`;
      const sum = this.#kinds.get(key) ?? { taxType, buyer, count: 0, amount: "0", tax: 0, total: 0 };
      this.#kinds.set(key, {
        ...sum,
        count: sum.count + (counted.has(key) ? 0 : 1),
        amount: amount.plus(sum.amount).toFixed(),
        tax: sum.tax + tax,
        total: sum.total + total,
      });
      counted.add(key);
    }
  }

  get sums(): AllowanceSums {
    const kinds = [...this.#kinds.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, kind]) => kind);
    return {
      count: this.#count,
      amount: kinds.reduce((sum, { amount }) => sum.plus(amount), new Big(0)).toFixed(),
      tax: kinds.reduce((sum, { tax }) => sum + tax, 0),
      total: kinds.reduce((sum, { total }) => sum + total, 0),
      kinds,
    };
  }
}
