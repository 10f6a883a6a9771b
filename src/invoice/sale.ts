import { createHash } from "node:crypto";
import type { Decimal } from "./money.ts";
import { canonicalJson } from "./seal/canonical.ts";

/** How a line is taxed. `special` only on an invoice of its own. */
export type TaxType = "taxable" | "zero" | "exempt" | "special";

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

/** A company that buys; a consumer is no buyer by name. */
export interface Buyer {
  readonly businessId: string;
  readonly name?: string;
  readonly address?: string;
}

/** Where a paperless invoice is kept. `hiddenId` is there only where the second id differs from the first. */
export interface Carrier {
  readonly type: string;
  readonly id: string;
  readonly hiddenId?: string;
}

/** What a zero-rated sale must say of its export: through the customs or not, and the clause it rests on. */
export interface Export {
  readonly customs: boolean;
  readonly reason: string;
}

/** What the POS sends; not yet an invoice. */
export interface Sale {
  readonly lines: readonly SaleLine[];
  readonly pricesIncludeTax: boolean;
  readonly buyer?: Buyer;
  /** Whether and how the buyer deducts, by the region's code. */
  readonly buyerRemark?: string;
  readonly carrier?: Carrier;
  readonly donation?: string;
  readonly export?: Export;
  /** Only for special tax: the rate as a decimal, `0.15`. */
  readonly taxRate?: Decimal;
  readonly invoiceType?: string;
  /** Absent: as the law says. */
  readonly print?: boolean | "by-caller";
  readonly details?: "auto" | "always" | "never";
  /** Minor units, as the caller worked it out; must agree with the sum of the lines. */
  readonly total?: number;
  readonly payments?: readonly Payment[];
  readonly terminal?: string;
  readonly cashier?: string;
  readonly orderId?: string;
  readonly soldAt?: string;
}

/**
 * What decides whether two requests are the same sale. Only what bears on the invoice's content counts: a retry may well carry
 * another cashier or time, and must still find its invoice. What was not said stays out, as it always did.
 */
export function digestOf(sale: Sale): Uint8Array {
  const { lines, pricesIncludeTax, buyer, buyerRemark, carrier, donation, taxRate, invoiceType } = sale;
  const content = {
    lines,
    ...(!pricesIncludeTax && { pricesIncludeTax }),
    ...(buyer && { buyer }),
    ...(buyerRemark !== undefined && { buyerRemark }),
    ...(carrier && { carrier }),
    ...(donation !== undefined && { donation }),
    ...(sale.export && { export: sale.export }),
    ...(taxRate !== undefined && { taxRate }),
    ...(invoiceType !== undefined && { invoiceType }),
  };
  return createHash("sha256").update(canonicalJson(content)).digest();
}
