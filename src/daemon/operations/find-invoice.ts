import type { InvoiceRow } from "../../../db/till/books/invoices.ts";
import type { Client } from "../../../db/till/books/people/tokens.ts";
import { refuse } from "../../invoice/problems.ts";
import type { Shop } from "../shop.ts";

/** The newest invoice of that address a client may see: `own` limits it to one client's. Throws `not-found`. */
export function findInvoice(shop: Pick<Shop, "ledger">, address: string, own?: Client["name"]): InvoiceRow {
  const [period, number] = address.includes("-") ? (address.split("-") as [string, string]) : [undefined, address];
  const row = shop.ledger.invoices.byNumber(number, period).find((row) => own === undefined || row.client === own);
  if (row) return row;
  throw refuse("not-found", `There is no invoice ${address} here.`, {
    hint:
      own === undefined ? "GET /v1/invoices finds by time, total or part of a number." : "This token sees its own invoices only.",
  });
}
