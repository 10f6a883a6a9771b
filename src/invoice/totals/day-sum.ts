import type { AllowanceRecord, InvoiceRecord } from "../record.ts";
import { allowanceFigures, type Figures, figuresOf, minus, noFigures, plus } from "./figures.ts";

/**
 * Something that was done and sealed. Every act counts for the day on which it was done: a sale for its own, an undoing for the
 * day of the undoing, whatever day the sale was. Money taken back today never changes what an earlier day's report said.
 */
export type CountedAct =
  | { readonly act: "issue"; readonly rangeId: number; readonly invoice: InvoiceRecord }
  | { readonly act: "cancel"; readonly invoice: InvoiceRecord }
  /** A withdrawal of a cancelled invoice takes no money away a second time. */
  | { readonly act: "withdraw"; readonly invoice: InvoiceRecord; readonly wasCancelled: boolean }
  | { readonly act: "allow" | "cancel-allowance"; readonly invoice: InvoiceRecord; readonly allowance: AllowanceRecord };

/** What was done in a day. net = issued + reissued − cancelled − withdrawn − allowances + allowancesCancelled. */
export interface DayTotals {
  readonly issued: Figures;
  /** Corrected revisions under the number of a withdrawn invoice. */
  readonly reissued: Figures;
  readonly cancelled: Figures;
  /** Invoices that stood until they were withdrawn. */
  readonly withdrawn: Figures;
  /** Withdrawals of invoices cancelled before, whose money was gone already. */
  readonly withdrawnAfterCancel: number;
  readonly allowances: Figures;
  readonly allowancesCancelled: Figures;
  /** `count` is of invoices: an allowance takes money off, not an invoice. */
  readonly net: Figures;
  readonly ranges: readonly RangeOfDay[];
  readonly payments: readonly PaymentTotal[];
  readonly tills: readonly TillTotal[];
  readonly recipients: Recipients;
}

/** The numbers a range gave in the day. */
export interface RangeOfDay {
  readonly invoiceType: string;
  readonly period: string;
  readonly first: string;
  readonly last: string;
  readonly count: number;
}

/** What the tills said of payment; `method` null is what they left unsaid of their totals. Undone: of cancelled and withdrawn invoices. */
export interface PaymentTotal {
  readonly method: string | null;
  readonly taken: number;
  readonly undone: number;
}

export interface CountAndTotal {
  readonly count: number;
  readonly total: number;
}

/** One cashier at one terminal, as the sale named them; an undoing counts where its sale was made. */
export interface TillTotal {
  readonly terminal: string | null;
  readonly cashier: string | null;
  readonly issued: CountAndTotal;
  readonly undone: CountAndTotal;
  readonly allowances: CountAndTotal;
  readonly net: number;
}

/** Who the day's invoices, reissued ones included, went to, and how. */
export interface Recipients {
  readonly companies: number;
  readonly consumers: number;
  readonly onPaper: number;
  readonly carriers: number;
  readonly donations: number;
}

type Part = "issued" | "reissued" | "cancelled" | "withdrawn" | "allowances" | "allowancesCancelled";

/** Adds up a day act by act, so that no day needs to be in memory. */
export class DaySum {
  readonly #parts: Record<Part, Figures> = {
    issued: noFigures,
    reissued: noFigures,
    cancelled: noFigures,
    withdrawn: noFigures,
    allowances: noFigures,
    allowancesCancelled: noFigures,
  };
  #withdrawnAfterCancel = 0;
  #recipients: Recipients = { companies: 0, consumers: 0, onPaper: 0, carriers: 0, donations: 0 };
  readonly #ranges = new Map<number, RangeOfDay>();
  readonly #payments = new Map<string | null, PaymentTotal>();
  readonly #tills = new Map<string, TillTotal>();

  takeAll(acts: Iterable<CountedAct>): void {
    for (const act of acts) this.take(act);
  }

  take(act: CountedAct): void {
    const { invoice } = act;
    if (act.act === "issue") this.#issue(invoice, act.rangeId);
    else if (act.act === "cancel") this.#undo("cancelled", invoice);
    else if (act.act !== "withdraw") this.#allow(act.act, act.allowance, invoice);
    else if (act.wasCancelled) this.#withdrawnAfterCancel++;
    else this.#undo("withdrawn", invoice);
  }

  get totals(): DayTotals {
    const { issued, reissued, cancelled, withdrawn, allowances, allowancesCancelled } = this.#parts;
    const standing = minus(minus(plus(issued, reissued), cancelled), withdrawn);
    return {
      ...this.#parts,
      withdrawnAfterCancel: this.#withdrawnAfterCancel,
      net: { ...minus(plus(standing, allowancesCancelled), allowances), count: standing.count },
      ranges: [...this.#ranges.values()],
      payments: sorted(this.#payments.values(), ({ method }) => [method]),
      tills: sorted(this.#tills.values(), ({ terminal, cashier }) => [terminal, cashier]),
      recipients: this.#recipients,
    };
  }

  #issue(invoice: InvoiceRecord, rangeId: number): void {
    const first = invoice.revision === 1;
    this.#add(first ? "issued" : "reissued", figuresOf(invoice));
    if (first) this.#number(invoice, rangeId);
    this.#pay(invoice, "taken");
    this.#till(invoice, "issued", invoice.total);
    const { companies, consumers, onPaper, carriers, donations } = this.#recipients;
    this.#recipients = {
      companies: companies + (invoice.buyer ? 1 : 0),
      consumers: consumers + (invoice.buyer ? 0 : 1),
      onPaper: onPaper + (invoice.onPaper ? 1 : 0),
      carriers: carriers + (invoice.carrier ? 1 : 0),
      donations: donations + (invoice.donation === null ? 0 : 1),
    };
  }

  #undo(part: "cancelled" | "withdrawn", invoice: InvoiceRecord): void {
    this.#add(part, figuresOf(invoice));
    this.#pay(invoice, "undone");
    this.#till(invoice, "undone", invoice.total);
  }

  #allow(act: "allow" | "cancel-allowance", allowance: AllowanceRecord, invoice: InvoiceRecord): void {
    const given = act === "allow";
    this.#add(given ? "allowances" : "allowancesCancelled", allowanceFigures(allowance));
    this.#till(invoice, "allowances", given ? allowance.total : -allowance.total);
  }

  #add(part: Part, figures: Figures): void {
    this.#parts[part] = plus(this.#parts[part], figures);
  }

  #number({ invoiceType, period, number }: InvoiceRecord, rangeId: number): void {
    const range = this.#ranges.get(rangeId) ?? { invoiceType, period, first: number, last: number, count: 0 };
    const first = number < range.first ? number : range.first;
    const last = number > range.last ? number : range.last;
    this.#ranges.set(rangeId, { ...range, first, last, count: range.count + 1 });
  }

  /** A payment may be said in part only: what is missing to the total is shown, not hidden. */
  #pay({ payments, total }: InvoiceRecord, side: "taken" | "undone"): void {
    const unsaid = payments.reduce((left, { amount }) => left - amount, total);
    const said = unsaid === 0 ? payments : [...payments, { method: null, amount: unsaid }];
    for (const { method, amount } of said) {
      const sum = this.#payments.get(method) ?? { method, taken: 0, undone: 0 };
      this.#payments.set(method, { ...sum, [side]: sum[side] + amount });
    }
  }

  #till(invoice: InvoiceRecord, side: "issued" | "undone" | "allowances", money: number): void {
    const { terminal = null, cashier = null }: { readonly terminal?: string | null; readonly cashier?: string | null } = invoice;
    const key = JSON.stringify([terminal, cashier]);
    const none = { count: 0, total: 0 };
    const sum = this.#tills.get(key) ?? { terminal, cashier, issued: none, undone: none, allowances: none, net: 0 };
    const { count, total } = sum[side];
    const changed = { count: count + Math.sign(money), total: total + money };
    this.#tills.set(key, { ...sum, [side]: changed, net: sum.net + (side === "issued" ? money : -money) });
  }
}

/** In the order of their names, what has no name last. */
function sorted<T>(rows: Iterable<T>, names: (row: T) => readonly (string | null)[]): T[] {
  const key = (row: T) => names(row).map((name) => (name === null ? "2" : `1${name}`));
  return [...rows].sort((one, other) => (key(one).join("\n") < key(other).join("\n") ? -1 : 1));
}
