import type { KeyObject } from "node:crypto";
import { type Link, linkHash, verifyHash } from "./seal.ts";

/** One row of the journal as it was found. A row sealed without a usable key carries no signature of its own. */
export interface ChainEntry extends Link {
  readonly hash: Uint8Array;
  readonly kid: string | null;
  readonly sig: Uint8Array | null;
  /** Seconds since 1970. The hash covers it by way of the document, which holds it too. */
  readonly at: number;
}

/** The state a walk carries from entry to entry, so that a long chain can be walked in pieces. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: Uint8Array;
}

export const chainStart: ChainHead = { seq: 0, hash: new Uint8Array(32) };

export type ChainFault = "gap" | "chain-break" | "content-altered" | "bad-signature" | "unknown-key" | "bad-late-seal";

export interface BrokenEntry {
  readonly seq: number;
  readonly kind: string;
  readonly fault: ChainFault;
  readonly explanation: string;
}

/** The kind of an entry that brings the late signature of an earlier one. */
export const lateSealKind = "seal";

/**
 * Walks the chain entry by entry and names the first broken one. Keys come from the verifier's list, never from a row. Begun
 * in the middle, it takes its starting point on trust.
 */
export class ChainWalk {
  readonly #keys: ReadonlyMap<string, KeyObject>;
  readonly #start: ChainHead;
  /** Hashes of entries that have neither a signature nor a later `seal` entry covering them yet, by seq. */
  readonly #unsealed = new Map<number, string>();
  #head: ChainHead;

  constructor(keys: ReadonlyMap<string, KeyObject>, start: ChainHead = chainStart) {
    this.#keys = keys;
    this.#start = start;
    this.#head = start;
  }

  /** The last whole entry. */
  get head(): ChainHead {
    return this.#head;
  }

  /** How many entries passed so far wait for a seal. */
  get pendingSeals(): number {
    return this.#unsealed.size;
  }

  /** Takes the next entry; returns what is wrong with it, or null. */
  take(entry: ChainEntry): BrokenEntry | null {
    const broken = this.#inspect(entry) ?? this.#inspectLateSeal(entry);
    if (broken) return { seq: entry.seq, kind: entry.kind, ...broken };
    if (!entry.sig) this.#unsealed.set(entry.seq, Buffer.from(entry.hash).toString("hex"));
    this.#head = { seq: entry.seq, hash: entry.hash };
    return null;
  }

  /** Takes entries up to the first broken one. */
  takeAll(entries: Iterable<ChainEntry>): BrokenEntry | null {
    for (const entry of entries) {
      const broken = this.take(entry);
      if (broken) return broken;
    }
    return null;
  }

  #inspect(entry: ChainEntry): Verdict | null {
    const { seq, hash } = this.#head;
    if (entry.seq !== seq + 1) return { fault: "gap", explanation: `Entry ${seq + 1} is missing: ${entry.seq} follows ${seq}.` };
    if (!Buffer.from(entry.prev).equals(hash))
      return { fault: "chain-break", explanation: `Entry ${entry.seq} does not follow the entry before it.` };
    if (!Buffer.from(linkHash(entry)).equals(entry.hash))
      return { fault: "content-altered", explanation: `Entry ${entry.seq} (${entry.kind}) is not what was sealed.` };
    if ((JSON.parse(entry.doc) as { at?: number }).at !== entry.at)
      return { fault: "content-altered", explanation: `The time of entry ${entry.seq} (${entry.kind}) is not the sealed one.` };
    return this.#inspectSignature(entry);
  }

  #inspectSignature(entry: ChainEntry): Verdict | null {
    if (!entry.sig && entry.kid === null) return null;
    if (!entry.sig || entry.kid === null)
      return {
        fault: "bad-signature",
        explanation: `Entry ${entry.seq} has half a seal: a key's name and a signature go together.`,
      };
    const key = this.#keys.get(entry.kid);
    if (!key)
      return { fault: "unknown-key", explanation: `Entry ${entry.seq} names key ${entry.kid}, which is not in the key list.` };
    return verifyHash(entry.hash, entry.sig, key)
      ? null
      : { fault: "bad-signature", explanation: `The signature of entry ${entry.seq} is wrong.` };
  }

  /** A late seal names the entry, its hash and the signature; it must cover an entry that was waiting for one. */
  #inspectLateSeal(entry: ChainEntry): Verdict | null {
    if (entry.kind !== lateSealKind) return null;
    const { seq, hash, kid, sig } = JSON.parse(entry.doc) as { seq: number; hash: string; kid: string; sig: string };
    const key = this.#keys.get(kid);
    const waited = seq <= this.#start.seq || this.#unsealed.get(seq) === hash;
    if (!waited || !key || !verifyHash(Buffer.from(hash, "hex"), Buffer.from(sig, "base64"), key))
      return { fault: "bad-late-seal", explanation: `Entry ${entry.seq} claims to seal entry ${seq}, but does not fit it.` };
    this.#unsealed.delete(seq);
    return null;
  }
}

type Verdict = Pick<BrokenEntry, "fault" | "explanation">;
