import fc from "fast-check";
import { expect, test } from "vitest";
import { type ChainEntry, ChainWalk } from "../../../src/invoice/seal/chain.ts";
import { AChain, keys } from "./a-chain.ts";

/** Sealed entries, a pending one, and its late seal. */
const chain = new AChain()
  .append("home", { environment: "demo", seller: "測試茶舖有限公司" })
  .append("invoice", { number: "TS00000000", total: 120 })
  .append("invoice", { number: "TS00000001", total: 99 }, null)
  .append("abandon", { requestId: "POS1-1" })
  .sealLate(3).entries;

const columns = ["seq", "kind", "doc", "prev", "hash", "kid", "sig", "at"] as const;

test("the untouched chain is whole", () => {
  const walk = new ChainWalk(keys);
  expect(walk.takeAll(chain)).toBeNull();
  expect(walk.pendingSeals).toBe(0);
});

test("any single flipped bit in any column of any entry is found, at that entry", () => {
  fc.assert(
    fc.property(fc.nat(chain.length - 1), fc.constantFrom(...columns), fc.nat(), (index, column, bit) => {
      const entry = chain[index]!;
      if (entry[column] === null) return;
      const spoilt = chain.with(index, { ...entry, [column]: flip(entry[column], bit) } as ChainEntry);
      const broken = new ChainWalk(keys).takeAll(spoilt);
      expect(broken?.seq).toBe(spoilt[index]!.seq);
      expect(broken?.explanation).not.toBe("");
    }),
    { numRuns: 3000 },
  );
});

test("a seal taken off an entry leaves it waiting for one, which the walk counts", () => {
  const walk = new ChainWalk(keys);
  expect(walk.takeAll(chain.with(1, { ...chain[1]!, kid: null, sig: null }))).toBeNull();
  expect(walk.pendingSeals).toBe(1);
});

/** The same value with one bit turned over, read back as the database would. */
function flip(value: number | string | Uint8Array, bit: number): unknown {
  if (typeof value === "number") return Number(BigInt(value) ^ (1n << BigInt(bit % 48)));
  const bytes = Buffer.from(value as string);
  bytes[Math.floor(bit / 8) % bytes.length]! ^= 1 << (bit % 8);
  return typeof value === "string" ? bytes.toString("utf8") : bytes;
}
