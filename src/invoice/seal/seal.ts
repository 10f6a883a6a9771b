import { createHash, createPublicKey, type KeyObject, sign, verify } from "node:crypto";

/** What is linked: a place in the chain, a short word for the kind of entry, and its canonical JSON. */
export interface Link {
  readonly seq: number;
  readonly kind: string;
  /** 32 bytes; the hash of the entry before, zeros for the first. */
  readonly prev: Uint8Array;
  /** RFC 8785 canonical JSON. */
  readonly doc: string;
}

/** A key that can seal. `kid` names one public key and one algorithm. */
export interface SealKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
}

/** SHA-256 over the entry's heading and its document (spec/sealing.md 1.1). Needs no key, so the chain never waits for one. */
export function linkHash({ seq, kind, prev, doc }: Link): Uint8Array {
  const heading = `seal1\n${seq}\n${kind}\n${Buffer.from(prev).toString("hex")}\n`;
  return createHash("sha256")
    .update(heading + doc, "utf8")
    .digest();
}

/** Ed25519 over the raw hash: 64 bytes, the same for the same input. */
export function signHash(hash: Uint8Array, key: SealKey): Uint8Array {
  return sign(null, hash, key.privateKey);
}

export function verifyHash(hash: Uint8Array, signature: Uint8Array, publicKey: KeyObject): boolean {
  return verify(null, hash, publicKey, signature);
}

/** The name of a public key: 16 hex digits of the SHA-256 of its SPKI. */
export function kidOf(key: KeyObject): string {
  const spki = (key.type === "private" ? createPublicKey(key) : key).export({ type: "spki", format: "der" });
  return createHash("sha256").update(spki).digest("hex").slice(0, 16);
}
