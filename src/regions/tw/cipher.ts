import { createCipheriv, createDecipheriv, createHash } from "node:crypto";

/** Fixed by 電子發票證明聯一維及二維條碼規格說明 v1.8 for every seller. */
const initialVector = Buffer.from("Dt8lyToo17X/XkXaQvihuA==", "base64");
const passphraseSalt = Buffer.from("Nd8NUYIxHIBxlzExqGM9gA==", "base64");

/** The seller's AES-128 key behind 加密驗證資訊. */
export type QrKey = Uint8Array;

/** Reads a key of exactly 32 hex digits; anything else would print ciphers nobody can check, so it is refused. */
export function qrKeyFromHex(hex: string): QrKey {
  if (!/^[0-9A-Fa-f]{32}$/.test(hex)) throw new Error("the QR key must be exactly 32 hexadecimal digits");
  return Buffer.from(hex, "hex");
}

/** What the official genKey tool makes of a 種子密碼: Java's SHA1PRNG seeded with SHA-1 of passphrase and salt. */
export function qrKeyFromPassphrase(passphrase: string): QrKey {
  const seed = sha1(Buffer.concat([Buffer.from(passphrase, "utf8"), passphraseSalt]));
  return sha1(sha1(seed)).subarray(0, 16);
}

/** 加密驗證資訊: 24 characters over number and random code (spec/taiwan.md 6.3). */
export function cipherOf(key: QrKey, number: string, randomCode: string): string {
  const cipher = createCipheriv("aes-128-cbc", key, initialVector);
  return cipher.update(number + randomCode, "latin1", "base64") + cipher.final("base64");
}

/** Number and random code behind a cipher, or null where it was not made with this key. */
export function readCipher(key: QrKey, cipher: string): string | null {
  try {
    const reader = createDecipheriv("aes-128-cbc", key, initialVector);
    return reader.update(cipher, "base64", "latin1") + reader.final("latin1");
  } catch {
    return null;
  }
}

function sha1(bytes: Uint8Array): Buffer {
  return createHash("sha1").update(bytes).digest();
}
