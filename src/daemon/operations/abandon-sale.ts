import { createHash } from "node:crypto";
import type { Client } from "../../../db/till/books/people/tokens.ts";
import { refuse } from "../../invoice/problems.ts";
import { canonicalJson } from "../../invoice/seal/canonical.ts";
import { type Shop, secondsNow } from "../shop.ts";
import { type InvoiceView, viewInvoice } from "./view-invoice.ts";
import { assertWholeJournal } from "./whole-journal.ts";

export interface Abandonment {
  readonly requestId: string;
  readonly reason: string;
  /** The number of the invoice written by hand instead, if any. */
  readonly paperNumber?: string;
}

/** What came of it: the invoice that exists after all, or the promise that there will never be one. */
export type Abandoned = { readonly result: "issued"; readonly invoice: InvoiceView } | { readonly result: "abandoned" };

/** Burns a request id so that a late retry cannot issue what was written by hand; says so when it was issued already. */
export function abandonSale(shop: Shop, client: Client, { requestId, reason, paperNumber }: Abandonment): Promise<Abandoned> {
  return shop.ledger.write((): Abandoned => {
    const earlier = shop.ledger.requests.find(client.name, requestId);
    if (earlier?.invoiceId) return { result: "issued", invoice: viewInvoice(shop, earlier.invoiceId) };
    if (earlier?.operation === "abandon") return { result: "abandoned" };
    if (earlier)
      throw refuse("request-reused", `Request ${requestId} was no sale, so there is nothing to abandon.`, {
        hint: "Abandon a sale under the request id it was sent with.",
      });
    assertWholeJournal(shop);
    const at = secondsNow(shop);
    const doc = { client: client.name, requestId, reason, ...(paperNumber !== undefined && { paperNumber }) };
    shop.ledger.journal.append({ kind: "abandon", doc, at }, shop.key);
    shop.ledger.requests.keep({
      client: client.name,
      requestId,
      operation: "abandon",
      digest: createHash("sha256").update(canonicalJson(doc)).digest(),
      invoiceId: null,
      subject: paperNumber ?? null,
      at,
    });
    return { result: "abandoned" };
  });
}
