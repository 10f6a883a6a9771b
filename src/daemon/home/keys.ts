import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { kidOf, type SealKey } from "../../invoice/seal/seal.ts";
import { writeSecret } from "./secret.ts";

const sealPattern = /^seal-[0-9a-f]{16}\.key\.pem$/;
const publicPattern = /^seal-[0-9a-f]{16}\.pub\.pem$/;

/** Makes the till's first seal key: Ed25519, the private half 0600, the public half beside it for ever. */
export function makeSealKey(folder: string): SealKey {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const kid = kidOf(publicKey);
  writeSecret(join(folder, `seal-${kid}.pub.pem`), publicKey.export({ type: "spki", format: "pem" }) as string);
  writeSecret(join(folder, `seal-${kid}.key.pem`), privateKey.export({ type: "pkcs8", format: "pem" }) as string);
  return { kid, privateKey };
}

/** The key that seals, or null when there is none that can be used: sales go on and are sealed later. */
export function findSealKey(folder: string): SealKey | null {
  for (const name of filesOf(folder).filter((name) => sealPattern.test(name))) {
    try {
      const privateKey = createPrivateKey(readFileSync(join(folder, name)));
      if (privateKey.asymmetricKeyType === "ed25519") return { kid: kidOf(privateKey), privateKey };
    } catch {
      // a damaged key is no key: the status says that there is none, and nothing is sealed with it
    }
  }
  return null;
}

/** Every public key this home ever sealed with, by its name: what a verifier checks against. */
export function publicKeys(folder: string): Map<string, KeyObject> {
  const keys = filesOf(folder)
    .filter((name) => publicPattern.test(name))
    .map((name) => createPublicKey(readFileSync(join(folder, name))));
  return new Map(keys.map((key) => [kidOf(key), key]));
}

function filesOf(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}
