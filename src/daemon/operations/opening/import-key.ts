import { createHash } from "node:crypto";
import { refuse } from "../../../invoice/problems.ts";
import type { SecretRead } from "../../../regions/secret.ts";
import { type Shop, secondsNow } from "../../shop.ts";
import { firstTime } from "../first-time.ts";
import { assertWholeJournal } from "../whole-journal.ts";

export interface KeyImport {
  readonly hex?: string;
  readonly passphrase?: string;
  /** A cipher known to be right, as `NUMBER+RANDOM=CIPHER`. */
  readonly check?: string;
  /** Take it although nothing shows that it is the right one. */
  readonly unchecked: boolean;
  /** The token's name. */
  readonly by: string;
  readonly key: string | undefined;
}

export interface ImportedKey {
  /** Names the key without giving it away. */
  readonly fingerprint: string;
  readonly checked: boolean;
}

/**
 * Takes in the region's own secret. It is checked against a known cipher before anything is written; in a live home it must be, or a
 * person says that it is taken unchecked. Throws `key-invalid`, `key-unproven`. Journalled, by its fingerprint.
 */
export async function importKey(shop: Shop, request: KeyImport, use: (hex: string) => void): Promise<ImportedKey> {
  const { ledger, environment } = shop;
  const hex = readKey(shop.region.secret, request);
  const checked = provenKey(shop.region.secret, hex, request.check);
  if (!checked && environment === "live" && !request.unchecked)
    throw refuse("key-unproven", "Nothing shows yet that this is the key the authority knows.", {
      hint: "Give a cipher known to be right (check: NUMBER+RANDOM=CIPHER, from the platform, the provider or an old slip), or say `unchecked`.",
    });
  const imported = { fingerprint: fingerprintOf(hex), checked };
  await ledger.write(() => {
    const { by, key } = request;
    if (!firstTime(shop, { client: by, key, operation: "key-import", content: imported })) return;
    assertWholeJournal(shop);
    ledger.journal.append({ kind: "key-import", doc: { ...imported, by }, at: secondsNow(shop) }, shop.key);
  });
  // Asked again after a power cut it is kept after all; asked again after another import, that one stays.
  if (newestKey(shop)?.fingerprint === imported.fingerprint) use(hex);
  return imported;
}

/** The key that was imported last, and when; null where none was. */
export function newestKey({ ledger }: Pick<Shop, "ledger">): (ImportedKey & { readonly at: number }) | null {
  const entry = ledger.journal.newestOf("key-import");
  return entry ? { ...(JSON.parse(entry.doc) as ImportedKey), at: entry.at } : null;
}

/** A key in the one form it is kept in. Throws `key-invalid` naming what is wrong. */
export function readKey(secret: Shop["region"]["secret"], { hex, passphrase }: Pick<KeyImport, "hex" | "passphrase">): string {
  if ((hex === undefined) === (passphrase === undefined))
    throw refuse("key-invalid", "Give the key as hexadecimal digits or as its passphrase, one of the two.", { hint: keyHint });
  const read: SecretRead = hex === undefined ? secret.fromPassphrase(passphrase!) : secret.fromHex(hex);
  if (read.result === "read") return read.hex;
  throw refuse("key-invalid", read.fault.message, { faults: [read.fault], hint: keyHint });
}

const keyHint =
  "`hex` is what a provider or the official tool hands over; `passphrase` is what was registered with the authority.";

/** Whether a known cipher was given and the key makes it. Throws `key-unproven` where it makes another one. */
export function provenKey(secret: Shop["region"]["secret"], hex: string, known: string | undefined): boolean {
  if (known === undefined) return false;
  const proves = secret.proves(hex, known);
  if (proves === true) return true;
  if (proves === null)
    throw refuse("key-invalid", "The known cipher is not of the form NUMBER+RANDOM=CIPHER.", {
      hint: "For example AB112233441234=…24 characters ending in ==.",
    });
  throw refuse("key-unproven", "This key does not make the known cipher: it is another one.", {
    hint: "Compare every character of key and cipher; a passphrase is case-sensitive. Nothing was changed.",
  });
}

/** Sixteen hexadecimal digits that name a key, and from which nobody gets it back. */
export function fingerprintOf(hex: string): string {
  return createHash("sha256").update(`tillseal qr key\n${hex}`).digest("hex").slice(0, 16);
}
