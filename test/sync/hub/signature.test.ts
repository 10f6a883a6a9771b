import { createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { contentDigest, isSignedBy, readSignature, type Signable, signMessage } from "../../../src/sync/hub/signature.ts";
import { coveredComponents } from "../../../src/sync/protocol.ts";
import { WoundClock } from "../../wound-clock.ts";
import { Doorkeeper } from "../reference-hub/doorkeeper.ts";

/** RFC 9421, appendix B.1.4 and B.2.6: the key, the request and the signature printed there. */
const rfc = {
  key: createPrivateKey(
    "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF\n-----END PRIVATE KEY-----\n",
  ),
  message: {
    method: "POST",
    url: new URL("https://example.com/foo?param=Value&Pet=dog"),
    headers: {
      date: "Tue, 20 Apr 2021 02:07:55 GMT",
      "content-type": "application/json",
      "content-length": "18",
    },
  },
  components: ["date", "@method", "@path", "@authority", "content-type", "content-length"],
  input:
    'sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
  signature: "sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:",
} as const;

describe("a signature", () => {
  test("of the standard's own example comes out as it is printed there", () => {
    const { message, components, key } = rfc;
    const terms = { label: "sig-b26", components, created: 1_618_884_473, keyid: "test-key-ed25519" };
    expect(signMessage(message, terms, key)).toEqual({ "signature-input": rfc.input, signature: rfc.signature });
  });

  test("of the standard's own example is verified, and of another request is not", () => {
    const headers = { ...rfc.message.headers, "signature-input": rfc.input, signature: rfc.signature };
    const message = { ...rfc.message, headers };
    const read = readSignature(message)!;
    expect(read).toMatchObject({ label: "sig-b26", created: 1_618_884_473, keyid: "test-key-ed25519" });
    const key = createPublicKey(rfc.key);
    expect(isSignedBy(message, read, key)).toBe(true);
    expect(isSignedBy({ ...message, method: "PUT" }, read, key)).toBe(false);
    expect(isSignedBy({ ...message, headers: { ...headers, date: "Tue, 20 Apr 2021 02:07:56 GMT" } }, read, key)).toBe(false);
    expect(isSignedBy({ ...message, url: new URL("https://example.org/foo") }, read, key)).toBe(false);
  });

  test("in a form nobody here sends is not read", () => {
    const { input, signature } = rfc;
    for (const headers of [
      {},
      { "signature-input": input },
      { "signature-input": `${input}, ${input.replace("sig-b26", "two")}`, signature },
      { "signature-input": input, signature: signature.replace("sig-b26", "other") },
      { "signature-input": `${input};alg="rsa-pss-sha512"`, signature },
      { "signature-input": input.replace('"date" ', '"date" "date" '), signature },
      { "signature-input": `${input};created=9`, signature },
    ])
      expect(readSignature({ headers })).toBeNull();
  });

  test("a digest is that of RFC 9530", () => {
    expect(contentDigest(Buffer.from('{"hello": "world"}'))).toBe("sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:");
  });
});

describe("the doorkeeper", () => {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const body = Buffer.from("{}");
  const clock = new WoundClock();
  const now = () => Math.floor(clock.now().getTime() / 1000);
  const doorkeeper = () => new Doorkeeper({ clock, keyOf: (keyid) => (keyid === "till-1" ? publicKey : undefined) });

  const signed = (terms: object = {}, message: Partial<Signable> = {}): Signable => {
    const plain = { method: "POST", url: new URL("https://hub.test/v1/till/parcels"), ...message };
    const headers = { "content-digest": contentDigest(body), ...message.headers };
    const whole = { label: "till", components: coveredComponents, created: now(), nonce: "n-1", keyid: "till-1", ...terms };
    return { ...plain, headers: { ...headers, ...signMessage({ ...plain, headers }, whole, privateKey) } };
  };

  test("lets a fresh request of an enrolled till in, once", () => {
    const door = doorkeeper();
    const message = signed();
    expect(door.admit(message, body)).toEqual({ result: "admitted", keyid: "till-1" });
    expect(door.admit(message, body)).toMatchObject({ result: "refused", code: "nonce-used" });
  });

  test.each([
    ["an old one", signed({ created: now() - 301 }), "signature-stale"],
    ["one from the future", signed({ created: now() + 301 }), "signature-stale"],
    ["a stranger's", signed({ keyid: "till-2" }), "till-unknown"],
    ["one without a nonce", signed({ nonce: undefined }), "signature-missing"],
    ["one that does not cover the body", signed({ components: ["@method", "@target-uri"] }), "signature-missing"],
    ["one sent to another hub", { ...signed(), url: new URL("https://other.test/v1/till/parcels") }, "signature-wrong"],
    ["one that is not signed", { ...signed(), headers: { "content-digest": contentDigest(body) } }, "signature-missing"],
  ] as const)("refuses %s", (_, message, code) => {
    expect(doorkeeper().admit(message, body)).toMatchObject({ result: "refused", code });
  });

  test("refuses a body that was changed, with its digest or without", () => {
    const other = Buffer.from("[]");
    const message = signed();
    expect(doorkeeper().admit(message, other)).toMatchObject({ code: "signature-wrong" });
    const forged = { ...message, headers: { ...message.headers, "content-digest": contentDigest(other) } };
    expect(doorkeeper().admit(forged, other)).toMatchObject({ code: "signature-wrong" });
  });

  test("still knows a nonce as long as its signature would be fresh", async () => {
    const door = doorkeeper();
    const message = signed({ created: now() + 299, nonce: "n-2" });
    expect(door.admit(message, body)).toMatchObject({ result: "admitted" });
    await clock.wind(590_000);
    door.admit(signed({ nonce: "n-3" }), body);
    expect(door.admit(message, body)).toMatchObject({ code: "nonce-used" });
    await clock.wind(60_000);
    expect(door.admit(message, body)).toMatchObject({ code: "signature-stale" });
  });
});
