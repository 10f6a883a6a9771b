import { generateKeyPairSync } from "node:crypto";
import canonicalizeModule from "canonicalize";
import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "../../../src/invoice/seal/canonical.ts";
import { kidOf, linkHash, signHash, verifyHash } from "../../../src/invoice/seal/seal.ts";
import { keys, sealKey } from "./a-chain.ts";

// The package's types and its ESM shape disagree about where the function is.
const canonicalize = ("default" in canonicalizeModule ? canonicalizeModule.default : canonicalizeModule) as (
  value: unknown,
) => string;

const publicKey = [...keys.values()][0]!;

// spec/sealing.md 1.1: measured with an independent implementation.
const first = {
  seq: 1,
  kind: "invoice",
  prev: new Uint8Array(32),
  doc: `{"gross":20804,"number":"TS00000001","seller":"武汉测试便利商店有限公司"}`,
};
const firstHash = "f3e9fcb17e6cc6f90e0bc11bb9e4e95b3006846efdf31dd9ae6e978a0cfb0221";
const second = { seq: 2, kind: "reprint", prev: Buffer.from(firstHash, "hex"), doc: `{"copy":1,"number":"TS00000001"}` };

test("the hash of the first entry is the one of the sealing specification", () => {
  expect(hex(linkHash(first))).toBe(firstHash);
});

test("the hash of an entry over the one before is the one of the sealing specification", () => {
  expect(hex(linkHash(second))).toBe("7816dcb08c6d1bafff2dce84ff8000ffb48b243bdd9d2b2dbab939c3ec529822");
});

test("a record is written canonically: keys in order, no blanks, Chinese as it is", () => {
  const record = { seller: "武汉测试便利商店有限公司", number: "TS00000001", gross: 20804 };
  expect(canonicalJson(record)).toBe(first.doc);
});

test("what is no JSON cannot be made canonical", () => {
  expect(() => canonicalJson(undefined)).toThrow("only JSON values");
});

test("a signature has 64 bytes, is the same for the same hash, and fits only that hash", () => {
  const signature = signHash(linkHash(first), sealKey);
  expect(signature).toHaveLength(64);
  expect(signHash(linkHash(first), sealKey)).toEqual(signature);
  expect(verifyHash(linkHash(first), signature, publicKey)).toBe(true);
  expect(verifyHash(linkHash(second), signature, publicKey)).toBe(false);
});

test("the raw hash is signed, never its hexadecimal text", () => {
  const signature = signHash(linkHash(first), sealKey);
  expect(verifyHash(Buffer.from(firstHash, "utf8"), signature, publicKey)).toBe(false);
});

test("both halves of a key have one name, and another key has another", () => {
  expect(kidOf(sealKey.privateKey)).toBe(kidOf(publicKey));
  expect(kidOf(publicKey)).toMatch(/^[0-9a-f]{16}$/);
  expect(kidOf(generateKeyPairSync("ed25519").publicKey)).not.toBe(kidOf(publicKey));
});

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

test("canonical JSON is what an independent implementation writes", () => {
  fc.assert(fc.property(fc.jsonValue({ stringUnit: "binary" }), (value) => canonicalJson(value) === canonicalize(value)));
});
