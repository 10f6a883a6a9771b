import { createHash } from "node:crypto";
import type { Decimal } from "./money.ts";
import { canonicalJson } from "./seal/canonical.ts";

export type TaxType = "taxable";

export interface SaleLine {
  readonly name: string;
  readonly quantity: Decimal;
  /** Major units, exact; tax included when the sale says so. */
  readonly unitPrice: Decimal;
  readonly unit?: string;
  readonly remark?: string;
  readonly taxType: TaxType;
  /** Minor units, as the caller worked it out; must agree with quantity × unit price. */
  readonly amount?: number;
}

export interface Payment {
  readonly method: string;
  /** Minor units. */
  readonly amount: number;
}

/** What the POS sends; not yet an invoice. */
export interface Sale {
  readonly lines: readonly SaleLine[];
  /** Minor units, as the caller worked it out; must agree with the sum of the lines. */
  readonly total?: number;
  readonly payments?: readonly Payment[];
  readonly terminal?: string;
  readonly cashier?: string;
  readonly orderId?: string;
  readonly soldAt?: string;
}

/**
 * What decides whether two requests are the same sale. Only the lines and what bears on tax count: a retry may well carry
 * another cashier or time, and must still find its invoice.
 */
export function digestOf(sale: Sale): Uint8Array {
  return createHash("sha256")
    .update(canonicalJson({ lines: sale.lines }))
    .digest();
}
