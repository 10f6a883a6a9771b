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

/** A key that no hub knows yet. It is kept only once a hub has taken it. */
export function freshEnrolmentKey(): KeyObject {
  return generateKeyPairSync("ed25519").privateKey;
}

/** Keeps the key for its owner alone. */
export function keepEnrolmentKey(path: string, key: KeyObject): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeSecret(path, key.export({ type: "pkcs8", format: "pem" }) as string);
}
