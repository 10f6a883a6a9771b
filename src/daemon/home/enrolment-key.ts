import { createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { writeSecret } from "./secret.ts";

/** The key this till signs its requests to the hub with, and nothing else; null where there is none that can be used. */
export function findEnrolmentKey(path: string): KeyObject | null {
  if (!existsSync(path)) return null;
  try {
    const key = createPrivateKey(readFileSync(path));
    return key.asymmetricKeyType === "ed25519" ? key : null;
  } catch {
    return null; // a damaged key is no key: the till is enrolled again
  }
}

/** The same, made and kept for its owner alone where there is none yet. */
export function ownEnrolmentKey(path: string): KeyObject {
  const known = findEnrolmentKey(path);
  if (known) return known;
  const { privateKey } = generateKeyPairSync("ed25519");
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeSecret(path, privateKey.export({ type: "pkcs8", format: "pem" }) as string);
  return privateKey;
}
