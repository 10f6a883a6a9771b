import { createCipheriv, createDecipheriv, createHash, scrypt } from "node:crypto";
import { promisify } from "node:util";
import { z } from "zod";
import { refuse } from "../problems.ts";

/** What opens a copy's secrets: a passphrase somebody knows, or the key that lies in the home the copy is of. */
export type Unlock = { readonly passphrase: string } | { readonly backupKey: Uint8Array };

/** Small files by their place in the home. */
export type BoxedFiles = Readonly<Record<string, string>>;

const box = z.strictObject({
  format: z.literal(1),
  lock: z.enum(["passphrase", "backup-key"]),
  /** Which backup key it was, as the beginning of its SHA-256. */
  keyId: z.string().nullable(),
  cipher: z.literal("aes-256-gcm"),
  kdf: z.strictObject({ name: z.literal("scrypt"), n: z.int(), r: z.int(), p: z.int(), salt: z.string() }).nullable(),
  nonce: z.string(),
  tag: z.string(),
  box: z.string(),
});

/** As slow for a guesser as 128 MB at once would be, in the memory a till has: three rounds of 32 MB. */
const kdf = { name: "scrypt", n: 2 ** 15, r: 8, p: 3 } as const;
/** Nothing in a file says how much work its reader does. */
const mostWork = { n: 2 ** 17, r: 8, p: 8 };

export interface Locking {
  readonly unlock: Unlock;
  /** What the box belongs to, so that no other copy's box passes for it. */
  readonly bound: string;
  randomBytes(count: number): Uint8Array;
}

/** Locks a home's secrets with AES-256-GCM. */
export async function lockBox(files: BoxedFiles, { unlock, bound, randomBytes }: Locking): Promise<Uint8Array> {
  const byPassphrase = "passphrase" in unlock;
  const salt = byPassphrase ? { ...kdf, salt: base64(randomBytes(16)) } : null;
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", await keyOf(unlock, salt), nonce).setAAD(Buffer.from(bound));
  const locked = Buffer.concat([cipher.update(JSON.stringify(files), "utf8"), cipher.final()]);
  const whole: z.infer<typeof box> = {
    format: 1,
    lock: byPassphrase ? "passphrase" : "backup-key",
    keyId: byPassphrase ? null : backupKeyId(unlock.backupKey),
    cipher: "aes-256-gcm",
    kdf: salt,
    nonce: base64(nonce),
    tag: base64(cipher.getAuthTag()),
    box: base64(locked),
  };
  return Buffer.from(`${JSON.stringify(whole)}\n`);
}

/** Opens a box again. Throws `copy-locked` where the passphrase or key is not the one. */
export async function openBox(text: unknown, unlock: Unlock | null, bound: string): Promise<BoxedFiles> {
  const read = box.safeParse(text);
  if (!read.success) throw refuse("copy-damaged", "The copy's locked part is not readable.", { hint: "Take another copy." });
  const { lock, keyId, kdf: salt, nonce, tag, box: locked } = read.data;
  const given = unlock && ("passphrase" in unlock ? "passphrase" : "backup-key");
  if (unlock === null || given !== lock) throw wanted(lock, keyId);
  if (salt && (salt.n > mostWork.n || salt.r > mostWork.r || salt.p > mostWork.p))
    throw refuse("copy-damaged", "The copy's locked part asks for more work than any copy needs.", {
      hint: "Take another copy.",
    });
  try {
    const decipher = createDecipheriv("aes-256-gcm", await keyOf(unlock, salt), Buffer.from(nonce, "base64"));
    decipher.setAAD(Buffer.from(bound)).setAuthTag(Buffer.from(tag, "base64"));
    const opened = Buffer.concat([decipher.update(Buffer.from(locked, "base64")), decipher.final()]);
    return JSON.parse(opened.toString("utf8")) as BoxedFiles;
  } catch (cause) {
    const what = lock === "passphrase" ? "The passphrase" : "The backup key";
    throw refuse("copy-locked", `${what} does not open this copy.`, {
      hint: "Try the one that was in use when the copy was made; nothing was restored.",
      cause,
    });
  }
}

export function backupKeyId(key: Uint8Array): string {
  return createHash("sha256").update(key).digest("hex").slice(0, 16);
}

function wanted(lock: "passphrase" | "backup-key", keyId: string | null) {
  return lock === "passphrase"
    ? refuse("copy-locked", "This copy is locked with a passphrase.", { hint: "Give it with --passphrase-file FILE." })
    : refuse("copy-locked", `This copy is locked with the backup key ${keyId} of the home it is of.`, {
        hint: "Give that home's backup.key with --key-file FILE.",
      });
}

const derive = promisify<string, Buffer, number, object, Buffer>(scrypt);

async function keyOf(unlock: Unlock, salt: z.infer<typeof box>["kdf"]): Promise<Uint8Array> {
  if (!("passphrase" in unlock)) return unlock.backupKey;
  const { n, r, p, salt: grains } = salt ?? { ...kdf, salt: "" };
  const options = { N: n, r, p, maxmem: 256 * n * r };
  return derive(unlock.passphrase.normalize("NFC"), Buffer.from(grains, "base64"), 32, options);
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}
