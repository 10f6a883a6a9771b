import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { canonicalJson } from "../../../src/invoice/seal/canonical.ts";
import { type ChainEntry, chainStart, lateSealKind } from "../../../src/invoice/seal/chain.ts";
import { kidOf, linkHash, type SealKey, signHash } from "../../../src/invoice/seal/seal.ts";

const pair = generateKeyPairSync("ed25519");

export const sealKey: SealKey = { kid: kidOf(pair.publicKey), privateKey: pair.privateKey };

export const keys: ReadonlyMap<string, KeyObject> = new Map([[sealKey.kid, pair.publicKey]]);

/** Appends entries as the journal does; without a key they wait for their seal. */
export class AChain {
  readonly entries: ChainEntry[] = [];

  append(kind: string, doc: object, key: SealKey | null = sealKey): this {
    const last = this.entries.at(-1);
    const at = 1_795_327_385 + this.entries.length;
    const link = {
      seq: (last?.seq ?? 0) + 1,
      kind,
      prev: last?.hash ?? chainStart.hash,
      doc: canonicalJson({ ...doc, at }),
    };
    const hash = linkHash(link);
    this.entries.push({ ...link, hash, kid: key?.kid ?? null, sig: key && signHash(hash, key), at });
    return this;
  }

  /** Brings the signature of an earlier entry. */
  sealLate(seq: number, claim: object = {}): this {
    const { hash } = this.entries[seq - 1]!;
    const sig = Buffer.from(signHash(hash, sealKey)).toString("base64");
    return this.append(lateSealKind, { seq, hash: Buffer.from(hash).toString("hex"), kid: sealKey.kid, sig, ...claim });
  }
}

/** A chain of so many invoices. */
export function aChain(length: number): ChainEntry[] {
  const chain = new AChain();
  for (let number = 1; number <= length; number++) chain.append("invoice", { number: `TS0000000${number}`, total: 120 });
  return chain.entries;
}
