import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { CopyRecord } from "../../../../db/till/books/safekeeping.ts";
import { takeSnapshot } from "../../../../db/till/file/snapshot.ts";
import type { HomePaths } from "../../home/home.ts";
import { syncFolder, writeSecret } from "../../home/secret.ts";
import { type Shop, secondsNow } from "../../shop.ts";
import { hashing } from "../archive/read-archive.ts";
import { manifestName, sealManifest, sealName } from "../archive/seal-manifest.ts";
import { ArchiveFile } from "../archive/write-archive.ts";
import { reasonOf } from "../disk-words.ts";
import { refuse } from "../problems.ts";
import { type BoxedFiles, lockBox, type Unlock } from "./lock-box.ts";
import { type CopyManifest, partNames, readCopy } from "./read-copy.ts";

/** The till a copy is of. */
export interface CopySource {
  readonly shop: Shop;
  readonly paths: HomePaths;
  readonly version: string;
}

export type WrittenCopy = Pick<CopyRecord, "file" | "folder" | "bytes" | "sha256" | "head"> & {
  readonly lock: CopyManifest["lock"];
  readonly invoices: number;
  readonly lastNumber: string | null;
};

/**
 * Writes one file with all that a till is, while the till sells, and reads it back before it gets its name. Whatever goes wrong, no
 * half of a copy is left behind. Throws `copy-away`, `copy-exists`, `copy-failed`.
 */
export async function makeCopy(source: CopySource, path: string, passphrase: string | null): Promise<WrittenCopy> {
  assertPlace(path);
  try {
    return await writeAndRead(source, path, passphrase === null ? { backupKey: backupKey(source) } : { passphrase });
  } catch (cause) {
    throw failed(path, cause);
  }
}

async function writeAndRead(source: CopySource, path: string, unlock: Unlock): Promise<WrittenCopy> {
  const draft = `${path}.new`;
  const snapshotPath = `${path}.snapshot`;
  try {
    await write(source, { draft, snapshotPath, unlock });
    const { manifest, sha256 } = await readCopy(draft, drain);
    const bytes = statSync(draft).size;
    await rename(draft, path);
    syncFolder(dirname(path));
    const { head, lock, invoices, lastNumber } = manifest;
    return { file: basename(path), folder: dirname(path), bytes, sha256, head, lock, invoices, lastNumber };
  } finally {
    for (const left of [draft, snapshotPath, `${snapshotPath}-journal`]) await rm(left, { force: true });
  }
}

interface Writing {
  readonly draft: string;
  readonly snapshotPath: string;
  readonly unlock: Unlock;
}

async function write({ shop, paths, version }: CopySource, { draft, snapshotPath, unlock }: Writing): Promise<void> {
  for (const left of [draft, snapshotPath]) await rm(left, { force: true });
  // Made here, so that it is its owner's alone from its first byte on; SQLite takes an empty file.
  await (await open(snapshotPath, "wx", 0o600)).close();
  const snapshot = await takeSnapshot(paths.database, snapshotPath);
  if (snapshot.damage.length > 0) throw new Error(`the copied database is damaged: ${snapshot.damage.join("; ")}`);
  const { environment, region, seller, law, world, key } = shop;
  const archive = await ArchiveFile.create(draft, secondsNow(shop));
  try {
    const database = hashing(createReadStream(snapshotPath));
    await pipeline(database.passed, createGzip({ level: 1 }), (packed: AsyncIterable<Uint8Array>) =>
      archive.add(partNames.database, packed),
    );
    const bound = boundTo(snapshot.head);
    await archive.add(partNames.box, [
      await lockBox(secretsOf(paths), { unlock, bound, randomBytes: (count) => world.randomBytes(count) }),
    ]);
    for (const name of publicKeyNames(paths))
      await archive.add(`${partNames.keys}${name}`, [readFileSync(join(paths.keys, name))]);
    const manifest: CopyManifest = {
      format: 1,
      kind: "tillseal-backup",
      program: version,
      madeAt: law.localTime(secondsNow(shop)),
      environment,
      region: region.id,
      seller: seller.businessId,
      head: snapshot.head,
      lastNumber: snapshot.lastNumber,
      invoices: snapshot.invoices,
      schema: snapshot.schema,
      lock: "passphrase" in unlock ? "passphrase" : "backup-key",
      database: { bytes: statSync(snapshotPath).size, sha256: database.digest() },
      parts: [...archive.parts],
    };
    const bytes = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
    await archive.add(manifestName, [bytes]);
    await archive.add(sealName, [sealManifest(bytes, key)]);
    await archive.finish();
  } catch (error) {
    await archive.close().catch(() => {});
    throw error;
  }
}

/** A box belongs to the copy whose journal ends with this entry. */
export function boundTo({ seq, hash }: CopyManifest["head"]): string {
  return `tillseal-backup 1 ${seq} ${hash}`;
}

/** Everything in the home that is nobody else's business: keys, the pepper of PINs, the configuration. */
function secretsOf({ keys, config }: HomePaths): BoxedFiles {
  const secret = readdirSync(keys).filter((name) => !name.endsWith(".pub.pem") && !name.endsWith(".new"));
  return {
    ...Object.fromEntries(secret.map((name) => [`keys/${name}`, readFileSync(join(keys, name), "utf8")])),
    ...(existsSync(config) && { "tillseal.yaml": readFileSync(config, "utf8") }),
  };
}

function publicKeyNames({ keys }: HomePaths): string[] {
  return readdirSync(keys)
    .filter((name) => name.endsWith(".pub.pem"))
    .sort();
}

/** What locks the keys of copies without a passphrase: made when it is first wanted, kept in the home. */
function backupKey({ shop, paths }: CopySource): Uint8Array {
  if (!existsSync(paths.backupKey)) writeSecret(paths.backupKey, `${Buffer.from(shop.world.randomBytes(32)).toString("hex")}\n`);
  return readBackupKey(paths.backupKey);
}

/** Reads a backup key's file. Throws `copy-locked` where it holds none. */
export function readBackupKey(path: string): Uint8Array {
  const text = existsSync(path) ? readFileSync(path, "latin1").trim() : "";
  if (/^[0-9a-f]{64}$/.test(text)) return Buffer.from(text, "hex");
  throw refuse("copy-locked", `${path} holds no backup key.`, { hint: "It is the file backup.key of the home the copy is of." });
}

function assertPlace(path: string): void {
  const folder = dirname(path);
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw refuse("copy-away", `The folder ${folder} is not there.`, {
      hint: "Is the disk plugged in, or the share mounted? Otherwise make the folder.",
    });
  if (existsSync(path))
    throw refuse("copy-exists", `${path} is there already; no copy is written over another.`, { hint: "Choose another name." });
}

async function drain(database: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of database);
}

function failed(path: string, cause: unknown) {
  return refuse("copy-failed", `No copy was made at ${path}: ${reasonOf(cause)}.`, {
    hint: "Look at the disk it should go to: is it there, may the till write to it, is it full?",
    cause,
  });
}
