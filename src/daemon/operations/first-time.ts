import { createHash } from "node:crypto";
import type { RequestOperation } from "../../../db/till/books/requests.ts";
import { refuse } from "../../invoice/problems.ts";
import { canonicalJson } from "../../invoice/seal/canonical.ts";
import { type Shop, secondsNow } from "../shop.ts";

/** A request that changes something, as the door names it. */
export interface KeyedRequest {
  readonly client: string;
  /** The Idempotency-Key; without one every request is a new one. */
  readonly key: string | undefined;
  readonly operation: RequestOperation;
  /** What was asked, as JSON: the same key with anything else is refused. */
  readonly content: unknown;
}

/** Keeps a request's key for ever. False when the very same was asked before, so that a lost answer repeats nothing. Inside a write. */
export function firstTime(shop: Shop, { client, key, operation, content }: KeyedRequest): boolean {
  if (key === undefined) return true;
  const digest = createHash("sha256").update(canonicalJson(content)).digest();
  const earlier = shop.ledger.requests.find(client, key);
  if (!earlier) {
    shop.ledger.requests.keep({
      client,
      requestId: key,
      operation,
      digest,
      invoiceId: null,
      subject: null,
      at: secondsNow(shop),
    });
    return true;
  }
  if (earlier.operation === operation && earlier.digest.equals(digest)) return false;
  throw refuse("request-reused", `The Idempotency-Key ${key} was used before for something else.`, {
    hint: "Give every request a key of its own; repeat a key only with the very same content.",
  });
}
