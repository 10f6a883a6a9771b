import { createHash, type KeyObject } from "node:crypto";
import { z } from "zod";
import { type SealKey, signHash, verifyHash } from "../../../invoice/seal/seal.ts";

/** One file of an archive, as its manifest lists it. */
export const listedPart = z.object({ name: z.string(), bytes: z.number(), sha256: z.string() });

export type ListedPart = z.infer<typeof listedPart>;

const manifestSeal = z.strictObject({ sha256: z.string(), kid: z.string().nullable(), sig: z.string().nullable() });

export const manifestName = "manifest.json";
export const sealName = "manifest.seal.json";

/** What stands behind a manifest: its hash, signed with the till's own key where there is one. */
export function sealManifest(manifest: Uint8Array, key: SealKey | null): Uint8Array {
  const hash = createHash("sha256").update(manifest).digest();
  const sig = key && Buffer.from(signHash(hash, key)).toString("base64");
  return Buffer.from(`${JSON.stringify({ sha256: hash.toString("hex"), kid: key?.kid ?? null, sig })}\n`);
}

export interface PartFault {
  readonly part: string;
  readonly reason: string;
}

/**
 * Whether manifest and seal are still about each other; null where they are. Told before anything is held against the manifest. Where
 * they are not, the signature says which of the two was altered.
 */
export function manifestFault(manifest: Uint8Array, seal: Uint8Array, keys: ReadonlyMap<string, KeyObject>): PartFault | null {
  const read = manifestSeal.safeParse(parsed(seal));
  if (!read.success) return { part: sealName, reason: "is not readable" };
  const { sha256, kid, sig } = read.data;
  const hash = createHash("sha256").update(manifest).digest();
  if (hash.toString("hex") === sha256) return null;
  const key = keys.get(kid ?? "");
  const isSealed = key !== undefined && verifyHash(hash, Buffer.from(sig ?? "", "base64"), key);
  return isSealed
    ? { part: sealName, reason: "is not what was written" }
    : { part: manifestName, reason: "is not what was sealed" };
}

/** Whether the till's own key signed the manifest; null where it did, or where there was no key. Told once the keys are known to be whole. */
export function signatureFault(manifest: Uint8Array, seal: Uint8Array, keys: ReadonlyMap<string, KeyObject>): PartFault | null {
  const { kid, sig } = manifestSeal.parse(parsed(seal));
  if (kid === null || sig === null) return kid === sig ? null : { part: sealName, reason: "has half a seal" };
  const key = keys.get(kid);
  if (!key) return { part: sealName, reason: `names key ${kid}, which is not among the keys` };
  const hash = createHash("sha256").update(manifest).digest();
  return verifyHash(hash, Buffer.from(sig, "base64"), key) ? null : { part: sealName, reason: "has a wrong signature" };
}

/** JSON, or undefined where it is none. */
export function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch {
    return undefined;
  }
}
