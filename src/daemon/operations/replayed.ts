import type { Client } from "../../../db/till/books/people/tokens.ts";
import { refuse } from "../../invoice/problems.ts";
import type { Shop } from "../shop.ts";

/** A request that makes an invoice, as it is kept. */
export interface InvoiceRequest {
  readonly requestId: string;
  readonly operation: "sale" | "reissue";
  readonly digest: Buffer;
}

/**
 * The invoice an earlier request of the same id made, or null when the id is new. The same id with other content, or one
 * that was given up, is refused. Inside a write, so that two of the same id cannot both be new.
 */
export function replayed(shop: Shop, client: Client, request: InvoiceRequest): number | null {
  const earlier = shop.ledger.requests.find(client.name, request.requestId);
  if (!earlier) return null;
  if (earlier.operation === "abandon" && earlier.invoiceId === null)
    throw refuse("request-abandoned", `Request ${request.requestId} was abandoned and can never issue an invoice.`, {
      hint: earlier.subject
        ? `Invoice ${earlier.subject} was written by hand for it.`
        : "If the sale still needs an invoice, send it under a new request id.",
    });
  if (earlier.operation !== request.operation || !earlier.digest.equals(request.digest))
    throw refuse("request-reused", `Request ${request.requestId} was used before for something else.`, {
      hint: "Give every sale an id of its own; repeat an id only with the very same content.",
    });
  return earlier.invoiceId;
}
