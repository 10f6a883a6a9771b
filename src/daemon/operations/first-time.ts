import { createHash } from "node:crypto";
import type { RequestOperation, RequestRow } from "../../../db/till/books/requests.ts";
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
export function firstTime(shop: Shop, request: KeyedRequest): boolean {
  if (askedBefore(shop, request)) return false;
  keepRequest(shop, request);
  return true;
}

/** The very same request as it was kept before, or null when it is new. Throws `request-reused`. Inside a write. */
export function askedBefore(shop: Shop, { client, key, operation, content }: KeyedRequest): RequestRow | null {
  const earlier = key === undefined ? undefined : shop.ledger.requests.find(client, key);
  if (!earlier) return null;
  if (earlier.operation === operation && earlier.digest.equals(digestOf(content))) return earlier;
  throw refuse("request-reused", `The Idempotency-Key ${key} was used before for something else.`, {
    hint: "Give every request a key of its own; repeat a key only with the very same content.",
  });
}

/** Keeps a new request for ever, with what it was about, so that a repetition finds it again. Inside a write. */
export function keepRequest(
  shop: Shop,
  { client, key, operation, content }: KeyedRequest,
  about: { readonly invoiceId?: number; readonly subject?: string } = {},
): void {
  if (key === undefined) return;
  const { invoiceId = null, subject = null } = about;
  shop.ledger.requests.keep({
    client,
    requestId: key,
    operation,
    digest: digestOf(content),
    invoiceId,
    subject,
    at: secondsNow(shop),
  });
}

function digestOf(content: unknown): Buffer {
  return createHash("sha256").update(canonicalJson(content)).digest();
}
