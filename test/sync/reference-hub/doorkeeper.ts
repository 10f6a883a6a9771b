import type { KeyObject } from "node:crypto";
import type { Clock } from "../../../src/base/clock.ts";
import { contentDigest, isSignedBy, readSignature, type Signable } from "../../../src/sync/hub/signature.ts";
import { coveredComponents, signatureLifeSeconds } from "../../../src/sync/protocol.ts";

/** Why a request is not let in. */
export type Refusal = "signature-missing" | "signature-wrong" | "signature-stale" | "nonce-used" | "till-unknown";

export type Admission =
  | { readonly result: "admitted"; readonly keyid: string }
  | { readonly result: "refused"; readonly code: Refusal; readonly reason: string };

export interface DoorkeeperParts {
  readonly clock: Pick<Clock, "now">;
  /** The public key of an enrolled till; undefined where there is none of that name. */
  keyOf(keyid: string): KeyObject | undefined;
}

/** Lets a till's request in once: signed by an enrolled key, fresh, over this very body, and never seen before. */
export class Doorkeeper {
  readonly #parts: DoorkeeperParts;
  /** When each nonce may be forgotten, in seconds since 1970: a signature that old is refused for its age. */
  readonly #nonces = new Map<string, number>();

  constructor(parts: DoorkeeperParts) {
    this.#parts = parts;
  }

  admit(message: Signable, body: Uint8Array, keyOf = this.#parts.keyOf): Admission {
    const read = readSignature(message);
    if (read === null || read.created === null || read.keyid === null || !read.nonce)
      return refused("signature-missing", "The request needs one signature with created, nonce and keyid.");
    const lacking = coveredComponents.filter((name) => !read.components.includes(name));
    if (lacking.length > 0) return refused("signature-missing", `The signature does not cover ${lacking.join(", ")}.`);
    const key = keyOf(read.keyid);
    if (!key) return refused("till-unknown", `No till is enrolled with the key ${read.keyid}.`);
    if (message.headers["content-digest"] !== contentDigest(body))
      return refused("signature-wrong", "The body is not what the digest says.");
    if (!isSignedBy(message, read, key)) return refused("signature-wrong", "The signature does not belong to this request.");
    const nowSeconds = Math.floor(this.#parts.clock.now().getTime() / 1000);
    const offBy = read.created - nowSeconds;
    if (Math.abs(offBy) > signatureLifeSeconds)
      return refused("signature-stale", `The till's clock and the hub's are ${Math.abs(offBy)} s apart; 300 s are borne.`);
    return this.#once(`${read.keyid} ${read.nonce}`, nowSeconds)
      ? { result: "admitted", keyid: read.keyid }
      : refused("nonce-used", "This very request was seen before.");
  }

  /** Only what was truly signed is remembered, so that nobody else can fill the memory. */
  #once(nonce: string, nowSeconds: number): boolean {
    for (const [old, until] of this.#nonces) {
      if (until >= nowSeconds) break;
      this.#nonces.delete(old);
    }
    if (this.#nonces.has(nonce)) return false;
    this.#nonces.set(nonce, nowSeconds + 2 * signatureLifeSeconds);
    return true;
  }
}

function refused(code: Refusal, reason: string): Admission {
  return { result: "refused", code, reason };
}
