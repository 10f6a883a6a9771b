import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cipherOf, qrKeyFromHex } from "../../../../src/regions/tw/cipher.ts";
import { aSale, aTill, type TestTill } from "../../../till/a-till.ts";
import { problemOf } from "../../problem.ts";

/** Published: the key the official tool makes of this 種子密碼. */
const passphrase = "24634102";
const derived = "FE05F029154F6AA67A78B338ED2F6601";
const other = "FE0F50D87215F625D1248F5FDAEBA37F";
/** Published: what `other` makes of AA12345678 and 1234. */
const known = "AA12345678+1234=73UqXrAk5DsVNv2VEvIFkQ==";

interface Imported {
  readonly fingerprint: string;
  readonly checked: boolean;
}

const importKey = (till: TestTill, body: object, headers = {}) => till.post<Imported>("/v1/admin/keys", body, headers);
const keyIn = (till: TestTill) => readFileSync(till.home.paths.qrKey, "latin1").trim();

async function cipherOfNextSale(till: TestTill) {
  const { number, randomCode, codes } = await (await till.post("/v1/sales", aSale())).json();
  return { printed: codes.qrLeft.slice(53, 77), by: (hex: string) => cipherOf(qrKeyFromHex(hex), number, randomCode) };
}

test("a key that makes the known cipher is used from the very next sale on, and the one before is kept under its fingerprint", async () => {
  await using till = await aTill();
  const before = keyIn(till);
  const first = await cipherOfNextSale(till);
  expect(first.printed).toBe(first.by(before));
  const answer = await importKey(till, { hex: other.toLowerCase(), check: known });
  expect(answer.status).toBe(201);
  const { fingerprint, checked } = await answer.json();
  expect([checked, fingerprint]).toEqual([true, expect.stringMatching(/^[0-9a-f]{16}$/)]);
  const second = await cipherOfNextSale(till);
  expect(second.printed).toBe(second.by(other));
  expect(keyIn(till)).toBe(other);

  await importKey(till, { passphrase });
  const kept = join(till.home.paths.keys, `qr-${fingerprint}.key`);
  expect(readFileSync(kept, "latin1").trim()).toBe(other);
  expect(statSync(kept).mode & 0o777).toBe(0o600);
});

test("a 種子密碼 becomes the key that the official tool makes of it", async () => {
  await using till = await aTill();
  await importKey(till, { passphrase });
  expect(keyIn(till)).toBe(derived);
});

test.each([
  ["that makes another cipher", { hex: derived, check: known }, "key-unproven"],
  ["with a check of no known form", { hex: other, check: "AA12345678" }, "key-invalid"],
  ["of the wrong length", { hex: "0123" }, "key-invalid"],
  ["said in both ways", { hex: other, passphrase }, "key-invalid"],
  ["not said at all", {}, "key-invalid"],
  ["of an empty 種子密碼", { passphrase: " " }, "key-invalid"],
  ["of a 種子密碼 with a blank behind it", { passphrase: `${passphrase} ` }, "key-invalid"],
  ["with a letter that is no digit", { hex: `${other.slice(1)}O` }, "key-invalid"],
])("a key %s is refused, and nothing changes", async (_, body, code) => {
  await using till = await aTill();
  const [before, head] = [keyIn(till), till.home.ledger.journal.head().seq];
  const answer = await importKey(till, body);
  expect([answer.status, (await problemOf(answer)).code]).toEqual([422, code]);
  expect([keyIn(till), till.home.ledger.journal.head().seq]).toEqual([before, head]);
  const sale = await cipherOfNextSale(till);
  expect(sale.printed).toBe(sale.by(before));
});

test("a live till takes an unchecked key only where somebody says so, and the journal says that it was unchecked", async () => {
  await using till = await aTill({ environment: "live" });
  const refused = await importKey(till, { hex: other });
  expect([refused.status, (await problemOf(refused)).code]).toEqual([422, "key-unproven"]);
  expect((await importKey(till, { hex: other, unchecked: true })).status).toBe(201);
  const { doc } = till.home.ledger.journal.newestOf("key-import")!;
  expect(JSON.parse(doc)).toMatchObject({ checked: false, by: "test" });
});

test("the journal names a key by its fingerprint and never holds it, nor its 種子密碼", async () => {
  await using till = await aTill();
  const { fingerprint } = await (await importKey(till, { passphrase })).json();
  const docs = till.home.ledger.journal.after(0, 100).map(({ doc }) => doc);
  expect(docs.join()).toContain(fingerprint);
  expect(docs.join().toUpperCase()).not.toMatch(new RegExp(`${derived}|${passphrase}`));
});

test("the same import again under its Idempotency-Key is journalled once", async () => {
  await using till = await aTill();
  const again = { "idempotency-key": "key-1" };
  const first = await (await importKey(till, { hex: other }, again)).json();
  const head = till.home.ledger.journal.head().seq;
  expect(await (await importKey(till, { hex: other }, again)).json()).toEqual(first);
  expect(till.home.ledger.journal.head().seq).toBe(head);
  expect((await problemOf(await importKey(till, { hex: derived }, again))).code).toBe("request-reused");
  expect(keyIn(till)).toBe(other);
});

test("only an admin imports keys", async () => {
  await using till = await aTill();
  const token = await till.token("pos", "operate");
  expect((await importKey(till, { hex: other }, { authorization: `Bearer ${token}` })).status).toBe(403);
});

test("an import repeated after another one leaves the newer key in place", async () => {
  await using till = await aTill();
  const again = { "idempotency-key": "import-1" };
  await importKey(till, { hex: other }, again);
  await importKey(till, { passphrase });
  expect((await importKey(till, { hex: other }, again)).status).toBe(201);
  expect(keyIn(till)).toBe(derived);
});
