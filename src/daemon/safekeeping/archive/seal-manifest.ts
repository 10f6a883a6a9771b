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

/** Which of the two files is not what was sealed, and why; null where both are. */
export function manifestFault(
  manifest: Uint8Array,
  seal: Uint8Array,
  keys: ReadonlyMap<string, KeyObject>,
): { readonly part: string; readonly reason: string } | null {
  const read = manifestSeal.safeParse(parsed(seal));
  if (!read.success) return { part: sealName, reason: "is not readable" };
  const { sha256, kid, sig } = read.data;
  const hash = createHash("sha256").update(manifest).digest();
  if (hash.toString("hex") !== sha256) return { part: manifestName, reason: "is not what was sealed" };
  if (kid === null || sig === null) return kid === sig ? null : { part: sealName, reason: "has half a seal" };
  const key = keys.get(kid);
  if (!key) return { part: sealName, reason: `names key ${kid}, which is not among the keys` };
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
