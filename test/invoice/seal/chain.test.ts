import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type ChainEntry, ChainWalk } from "../../../src/invoice/seal/chain.ts";
import { kidOf, signHash } from "../../../src/invoice/seal/seal.ts";
import { AChain, aChain, keys, sealKey } from "./a-chain.ts";

describe("a whole chain", () => {
  test("is walked to its head", () => {
    const walk = new ChainWalk(keys);
    const entries = aChain(5);
    expect(walk.takeAll(entries)).toBeNull();
    expect(walk.head).toEqual({ seq: 5, hash: entries[4]!.hash });
    expect(walk.pendingSeals).toBe(0);
  });

  test("may be walked in pieces, and begun in the middle", () => {
    const entries = aChain(5);
    const walk = new ChainWalk(keys);
    expect(walk.takeAll(entries.slice(0, 2))).toBeNull();
    expect(walk.takeAll(entries.slice(2))).toBeNull();
    const tail = new ChainWalk(keys, { seq: 3, hash: entries[2]!.hash });
    expect(tail.takeAll(entries.slice(3))).toBeNull();
    expect(tail.head.seq).toBe(5);
  });
});

describe("the first broken entry is named", () => {
  test.each<{ about: string; spoil: (entries: ChainEntry[]) => void; seq: number; fault: string }>([
    { about: "an entry taken out", spoil: (entries) => entries.splice(2, 1), seq: 4, fault: "gap" },
    { about: "the first entry taken out", spoil: (entries) => entries.splice(0, 1), seq: 2, fault: "gap" },
    {
      about: "two entries in the wrong order",
      spoil: (entries) => entries.splice(1, 2, entries[2]!, entries[1]!),
      seq: 3,
      fault: "gap",
    },
    { about: "an entry twice", spoil: (entries) => entries.splice(2, 0, entries[1]!), seq: 2, fault: "gap" },
    { about: "another past", spoil: (entries) => change(entries, 3, { prev: new Uint8Array(32) }), seq: 3, fault: "chain-break" },
    {
      about: "an entry of another chain",
      spoil: (entries) => entries.splice(2, 1, new AChain().append("a", {}).append("b", {}).append("c", {}).entries[2]!),
      seq: 3,
      fault: "chain-break",
    },
    {
      about: "an edited document",
      spoil: (entries) => change(entries, 3, { doc: entries[2]!.doc.replace("120", "12") }),
      seq: 3,
      fault: "content-altered",
    },
    { about: "another kind", spoil: (entries) => change(entries, 3, { kind: "abandon" }), seq: 3, fault: "content-altered" },
    {
      about: "another hash",
      spoil: (entries) => change(entries, 3, { hash: new Uint8Array(32) }),
      seq: 3,
      fault: "content-altered",
    },
    { about: "another time", spoil: (entries) => change(entries, 3, { at: 1 }), seq: 3, fault: "content-altered" },
    {
      about: "another signature",
      spoil: (entries) => change(entries, 3, { sig: entries[1]!.sig }),
      seq: 3,
      fault: "bad-signature",
    },
    {
      about: "a signature without a key's name",
      spoil: (entries) => change(entries, 3, { kid: null }),
      seq: 3,
      fault: "bad-signature",
    },
    {
      about: "a key's name without a signature",
      spoil: (entries) => change(entries, 3, { sig: null }),
      seq: 3,
      fault: "bad-signature",
    },
    {
      about: "a foreign key's seal",
      spoil: (entries) => change(entries, 3, foreignSeal(entries[2]!)),
      seq: 3,
      fault: "unknown-key",
    },
    {
      about: "a foreign key's seal under our key's name",
      spoil: (entries) => change(entries, 3, { ...foreignSeal(entries[2]!), kid: sealKey.kid }),
      seq: 3,
      fault: "bad-signature",
    },
  ])("$about is $fault at entry $seq", ({ spoil, seq, fault }) => {
    const entries = aChain(5);
    spoil(entries);
    const walk = new ChainWalk(keys);
    const broken = walk.takeAll(entries);
    expect(broken).toMatchObject({ seq, fault });
    expect(broken!.explanation).toContain(String(seq));
  });

  test("of several broken entries it is the first, and the head stays before it", () => {
    const entries = aChain(5);
    change(entries, 2, { kind: "x" });
    change(entries, 4, { kind: "x" });
    const walk = new ChainWalk(keys);
    expect(walk.takeAll(entries)).toMatchObject({ seq: 2 });
    expect(walk.head.seq).toBe(1);
  });
});

describe("a late seal", () => {
  const pending = () => new AChain().append("invoice", { n: 1 }, null).append("invoice", { n: 2 }, null);

  test("covers an entry that waited for one", () => {
    const walk = new ChainWalk(keys);
    expect(walk.takeAll(pending().entries)).toBeNull();
    expect(walk.pendingSeals).toBe(2);
    expect(walk.takeAll(pending().sealLate(1).entries.slice(2))).toBeNull();
    expect(walk.pendingSeals).toBe(1);
  });

  test.each([
    ["another signature", { sig: Buffer.alloc(64).toString("base64") }],
    ["another entry's hash", { hash: "00".repeat(32) }],
    ["an unknown key", { kid: "0000000000000000" }],
    ["an entry that is still to come", { seq: 9 }],
  ])("that names %s is bad", (_, claim) => {
    expect(new ChainWalk(keys).takeAll(pending().sealLate(1, claim).entries)).toMatchObject({ seq: 3, fault: "bad-late-seal" });
  });

  test("of an entry that has its seal already is bad, the second late one included", () => {
    const sealed = new AChain().append("invoice", {}).sealLate(1);
    expect(new ChainWalk(keys).takeAll(sealed.entries)).toMatchObject({ seq: 2, fault: "bad-late-seal" });
    const twice = pending().sealLate(1).sealLate(1);
    expect(new ChainWalk(keys).takeAll(twice.entries)).toMatchObject({ seq: 4, fault: "bad-late-seal" });
  });

  test("of an entry before the walk's start is checked by its signature alone", () => {
    const { entries } = pending().sealLate(1);
    const start = { seq: 2, hash: entries[1]!.hash };
    expect(new ChainWalk(keys, start).takeAll(entries.slice(2))).toBeNull();
    const forged = pending().sealLate(1, { sig: Buffer.alloc(64).toString("base64") }).entries;
    expect(new ChainWalk(keys, { seq: 2, hash: forged[1]!.hash }).takeAll(forged.slice(2))).toMatchObject({
      fault: "bad-late-seal",
    });
  });
});

function change(entries: ChainEntry[], seq: number, part: Partial<ChainEntry>): void {
  entries[seq - 1] = { ...entries[seq - 1]!, ...part };
}

function foreignSeal({ hash }: ChainEntry): Pick<ChainEntry, "kid" | "sig"> {
  const { privateKey } = generateKeyPairSync("ed25519");
  const kid = kidOf(privateKey);
  return { kid, sig: signHash(hash, { kid, privateKey }) };
}
