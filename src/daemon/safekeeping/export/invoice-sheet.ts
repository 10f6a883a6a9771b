import { type Cell, csvOf } from "../../http/csv.ts";
import type { Shop } from "../../shop.ts";
import { type ExportedInvoice, invoicesOf } from "./exported-invoice.ts";

const columns = [
  "number",
  "period",
  "revision",
  "status",
  "issuedAt",
  "invoiceType",
  "taxType",
  "taxRate",
  "sales",
  "zeroRated",
  "exempt",
  "tax",
  "total",
  "randomCode",
  "buyer",
  "buyerName",
  "carrier",
  "donation",
  "terminal",
  "cashier",
  "orderId",
  "entry",
  "hash",
] as const;

/** All invoices as one table for spreadsheets, guarded as every sheet is. */
export async function* csvPieces(shop: Shop, period: string, upTo: number): AsyncGenerator<Uint8Array> {
  yield lineOf(null);
  for await (const invoice of invoicesOf(shop, period, upTo)) yield lineOf(invoice);
}

/** How long an invoice's line is; null is the heading. */
export function sheetBytes(invoice: ExportedInvoice | null): number {
  return lineOf(invoice).length;
}

function lineOf(invoice: ExportedInvoice | null): Uint8Array {
  // The mark of UTF-8 stands before the heading and nowhere else.
  return Buffer.from(invoice === null ? csvOf([columns]) : csvOf([cellsOf(invoice)]).slice(1));
}

function cellsOf({ row, record, status, hash }: ExportedInvoice): readonly Cell[] {
  const { number, period, revision, issuedAt, invoiceType, taxType, taxRate, sales, zeroRated, exempt, tax, total } = record;
  const money = [sales, zeroRated, exempt, tax, total];
  const { randomCode, buyer, carrier, donation, terminal = null, cashier = null, orderId = null } = record;
  const who = [buyer?.businessId ?? null, buyer?.name ?? null, carrier?.id ?? null, donation];
  const head = [number, period, revision, status, issuedAt, invoiceType, taxType, taxRate];
  return [...head, ...money, randomCode, ...who, terminal, cashier, orderId, row.id, hash];
}
