import type { Allotment, Codes, Environment, Law, Seller } from "./law.ts";
import { refuse } from "./problems.ts";
import type { Payment, Sale, TaxType } from "./sale.ts";

export interface InvoiceLine {
  readonly name: string;
  readonly quantity: string;
  readonly unit?: string;
  readonly unitPrice: string;
  /** Minor units. */
  readonly amount: number;
  readonly taxType: TaxType;
  readonly remark?: string;
}

/** The sealed record: what paper, query and upload are all made from, and never anything else. JSON without floats. */
export interface InvoiceRecord {
  readonly format: 1;
  readonly region: string;
  readonly environment: Environment;
  readonly number: string;
  readonly period: string;
  readonly revision: number;
  readonly randomCode: string;
  /** Local time with offset. */
  readonly issuedAt: string;
  readonly seller: Seller;
  readonly buyer: null;
  readonly lines: readonly InvoiceLine[];
  readonly sales: number;
  readonly tax: number;
  readonly total: number;
  readonly currency: string;
  readonly payments: readonly Payment[];
  readonly codes: Codes;
  readonly request: { readonly client: string; readonly id: string };
  readonly terminal?: string;
  readonly cashier?: string;
  readonly orderId?: string;
  readonly soldAt?: string;
}

export interface Birth {
  readonly sale: Sale;
  readonly allotment: Allotment;
  readonly atSeconds: number;
  readonly seller: Seller;
  readonly environment: Environment;
  readonly request: { readonly client: string; readonly id: string };
}

/** A sale becomes an invoice. Pure: the same birth and law give the same record. Throws `sale-invalid` with every fault. */
export function issue({ sale, allotment, atSeconds, seller, environment, request }: Birth, law: Law): InvoiceRecord {
  const amounts = law.amounts(sale);
  const { terminal, cashier, orderId, soldAt } = sale;
  return {
    format: 1,
    region: law.region,
    environment,
    number: allotment.number,
    period: allotment.period,
    revision: 1,
    randomCode: allotment.randomCode,
    issuedAt: law.localTime(atSeconds),
    seller,
    buyer: null,
    lines: sale.lines.map((line, index) => ({ ...line, amount: amounts.lines[index]! })),
    sales: amounts.sales,
    tax: amounts.tax,
    total: amounts.total,
    currency: law.currency,
    payments: sale.payments ?? [],
    codes: law.codes({ allotment, atSeconds, seller, sale, amounts }),
    request,
    ...(terminal !== undefined && { terminal }),
    ...(cashier !== undefined && { cashier }),
    ...(orderId !== undefined && { orderId }),
    ...(soldAt !== undefined && { soldAt }),
  };
}

/** Refuses a sale the law does not allow, naming everything wrong with it. */
export function assertLawful(sale: Sale, law: Law): void {
  const faults = law.faults(sale);
  if (faults.length > 0)
    throw refuse("sale-invalid", faults.length === 1 ? faults[0]!.message : `The sale has ${faults.length} faults.`, {
      faults,
      hint: "Mend what `faults` names and send the sale again with the same requestId. No number was used.",
    });
}

/** `period-number`: numbers recur across periods, so neither alone names an invoice. */
export function invoiceId(record: { readonly period: string; readonly number: string }): string {
  return `${record.period}-${record.number}`;
}
