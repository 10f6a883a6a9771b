import type { Law } from "./law.ts";
import { refuse } from "./problems.ts";
import type { Allotment, Environment, InvoiceRecord, Seller } from "./record.ts";
import type { Sale } from "./sale.ts";

export interface Birth {
  readonly sale: Sale;
  readonly allotment: Allotment;
  readonly atSeconds: number;
  readonly seller: Seller;
  readonly environment: Environment;
  readonly request: { readonly client: string; readonly id: string };
  /** For a number that comes again after a withdrawal. */
  readonly revision?: { readonly revision: number; readonly atSeconds: number };
}

/** A sale becomes an invoice. Pure: the same birth and law give the same record. Assumes a lawful sale. */
export function issue(birth: Birth, law: Law): InvoiceRecord {
  const { sale, allotment, atSeconds, seller, environment, request, revision } = birth;
  const { lines, ...sums } = law.amounts(sale);
  return {
    format: 1,
    region: law.region,
    environment,
    number: allotment.number,
    period: allotment.period,
    revision: revision?.revision ?? 1,
    invoiceType: law.invoiceType(sale),
    randomCode: allotment.randomCode,
    issuedAt: law.localTime(atSeconds),
    ...(revision && { revisedAt: law.localTime(revision.atSeconds) }),
    seller,
    buyer: sale.buyer ?? null,
    carrier: sale.carrier ?? null,
    donation: sale.donation ?? null,
    export: sale.export ?? null,
    onPaper: law.papers(sale).proof,
    pricesIncludeTax: sale.pricesIncludeTax,
    lines: sale.lines.map(({ amount: _, ...line }, index) => ({ ...line, ...lines[index]! })),
    ...sums,
    currency: law.currency,
    payments: sale.payments ?? [],
    codes: law.codes({ allotment, atSeconds, seller, sale, amounts: { lines, ...sums } }),
    request,
    ...said(sale),
  };
}

/** What the POS may leave unsaid stays out of the record, so that it never holds an empty field. */
function said({ buyerRemark, terminal, cashier, orderId, soldAt }: Sale) {
  return {
    ...(buyerRemark !== undefined && { buyerRemark }),
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
