import type { StoredAllowance } from "../../../db/till/books/allowances.ts";
import type { StoredInvoice } from "../../../db/till/books/invoices.ts";
import type { PrizeRow } from "../../../db/till/books/numbers/prizes.ts";
import type { SlipRow } from "../../../db/till/books/paper/slips.ts";
import type { ParcelRow } from "../../../db/till/books/parcels.ts";
import type { StoredUndoing } from "../../../db/till/books/undoings.ts";
import type { Shop } from "../shop.ts";

/** An invoice as the ledger has it now: the sealed record, and what is still moving around it. */
export interface InvoiceView {
  readonly stored: StoredInvoice;
  readonly slips: readonly SlipRow[];
  readonly parcels: readonly ParcelRow[];
  /** In the order they happened. */
  readonly undoings: readonly StoredUndoing[];
  readonly allowances: readonly StoredAllowance[];
  /** The largest first. */
  readonly prizes: readonly PrizeRow[];
  /** Numbers left for the same seller, period and kind. */
  readonly numbersLeft: number;
  /** The key whose signature came later, where the invoice was born without one. */
  readonly lateKid: string | null;
}

/** Reads one invoice with everything around it. */
export function viewInvoice(shop: Pick<Shop, "ledger">, id: number): InvoiceView {
  return viewStored(shop, shop.ledger.invoices.find(id));
}

/** The same for an invoice already read. */
export function viewStored({ ledger }: Pick<Shop, "ledger">, stored: StoredInvoice): InvoiceView {
  const { id, rangeId } = stored.row;
  return {
    stored,
    slips: ledger.slips.ofInvoice(id),
    parcels: ledger.parcels.ofInvoice(id, ledger.invoices.threadOf(stored.row)),
    undoings: ledger.undoings.ofInvoice(id),
    allowances: ledger.allowances.ofInvoice(id),
    prizes: ledger.prizes.ofInvoice(id),
    numbersLeft: ledger.ranges.left(ledger.ranges.keyOf(rangeId)),
    lateKid: stored.seal.kid === null ? (ledger.journal.lateSeal(stored.seal.seq)?.kid ?? null) : null,
  };
}
