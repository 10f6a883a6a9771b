import { chmodSync, createWriteStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { unbind } from "../../../../db/till/file/open.ts";
import { readLedger } from "../../../../db/till/ledger.ts";
import { Problem } from "../../../base/problem.ts";
import { refuse as refuseHome } from "../../../invoice/problems.ts";
import { kidOf } from "../../../invoice/seal/seal.ts";
import { pathsOf } from "../../home/home.ts";
import { findSealKey, publicKeys } from "../../home/keys.ts";
import { syncFolder, writeSecret } from "../../home/secret.ts";
import { walkJournal } from "../../outlook/walk-journal.ts";
import { unwritable } from "../disk-words.ts";
import { refuse } from "../problems.ts";
import { openBox, type Unlock } from "./lock-box.ts";
import { boundTo } from "./make-copy.ts";
import { moveUp } from "./move-up.ts";
import { type CopyManifest, type ReadCopy, readCopy } from "./read-copy.ts";

export interface Restoring {
  readonly file: string;
  /** The new home; a folder that is not there yet, or is empty. */
  readonly folder: string;
  readonly unlock: Unlock | null;
}

/**
 * Makes a home of a copy, all of it or nothing, and checks every entry and seal of its journal. It belongs to no machine and starts on
 * none before it is adopted. Throws `home-there`, `place-unwritable`, `copy-damaged`, `copy-locked`,
 * `copy-away`.
 */
export async function restoreHome(restoring: Restoring): Promise<CopyManifest> {
  const { folder } = restoring;
  try {
    return await grow(placeFor(folder), restoring);
  } catch (error) {
    throw unwritable(`No home can be made at ${folder}`, error) ?? untouched(error);
  }
}

async function grow({ draft, finish }: Place, { file, unlock }: Restoring): Promise<CopyManifest> {
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  try {
    const paths = pathsOf(draft);
    const copy = await readCopy(file, (database) => keep(database, paths.database));
    await unlockInto(draft, copy, unlock);
    assertWhole(draft, copy.manifest, file);
    unbind(paths.database, `restored from ${copy.sha256}`);
    finish();
    return copy.manifest;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Where a home grows until it is whole, and what puts it in its place. */
interface Place {
  readonly draft: string;
  finish(): void;
}

const draftName = ".restoring";
/** What an empty folder may hold: what a restore that was cut off left behind, and what a new disk comes with. */
const holdsNothing = new Set([draftName, "lost+found"]);

/** A folder that is there may be a disk of its own, which can be neither removed nor renamed over: the home grows inside it. */
function placeFor(folder: string): Place {
  if (!existsSync(folder)) return placeBeside(folder);
  if (readdirSync(folder).some((name) => !holdsNothing.has(name))) throw there(folder);
  const draft = join(folder, draftName);
  // The database last: no till takes the folder for a home before everything else is in it.
  const finish = () => {
    moveUp(draft, folder, basename(pathsOf(folder).database));
    closeToOthers(folder);
  };
  return { draft, finish };
}

function placeBeside(folder: string): Place {
  mkdirSync(dirname(folder), { recursive: true });
  const draft = join(dirname(folder), `.${basename(folder)}.restoring`);
  const finish = () => {
    renameSync(draft, folder);
    syncFolder(dirname(folder));
  };
  return { draft, finish };
}

/** A home is its owner's alone. Where the folder belongs to somebody else, or its disk knows no owners, the doctor says so. */
function closeToOthers(folder: string): void {
  try {
    chmodSync(folder, 0o700);
  } catch {
    // what is secret in it is closed by itself
  }
}

async function keep(database: AsyncIterable<Uint8Array>, path: string): Promise<void> {
  await pipeline(database, createWriteStream(path, { mode: 0o600 }));
  const file = await open(path, "r+");
  await file.sync();
  await file.close();
}

/** Only these places in a home are ever written from a copy. */
const boxedName = /^(keys\/[\w.-]+|tillseal\.yaml)$/;

async function unlockInto(draft: string, { manifest, box, keyFiles, keys }: ReadCopy, unlock: Unlock | null): Promise<void> {
  const secrets = await openBox(box, unlock, boundTo(manifest.head));
  mkdirSync(join(draft, "keys"), { mode: 0o700 });
  for (const [name, text] of [...Object.entries(secrets), ...keyFiles]) {
    if (!boxedName.test(name) || name.includes("..")) throw altered(name, "names a place outside of a home");
    writeSecret(join(draft, name), text);
  }
  const key = findSealKey(join(draft, "keys"));
  if (key && !keys.has(kidOf(key.privateKey))) throw altered(`seal-${key.kid}.key.pem`, "has no public half in this copy");
  if (unlock && "backupKey" in unlock)
    writeSecret(pathsOf(draft).backupKey, `${Buffer.from(unlock.backupKey).toString("hex")}\n`);
}

/** The journal is walked seal by seal, with the keys that came with it, to the very head the copy was sealed with. */
function assertWhole(draft: string, { head }: CopyManifest, file: string): void {
  const { database, keys } = pathsOf(draft);
  using ledger = readLedger(database);
  const walk = walkJournal(ledger.journal, publicKeys(keys));
  if (walk.broken) throw altered("till.db.gz", `is broken at entry ${walk.broken.seq}: ${walk.broken.explanation}`);
  if (walk.entries !== head.seq || walk.head !== head.hash)
    throw altered("till.db.gz", `ends with entry ${walk.entries}, not with the head ${head.seq} that ${file} was sealed with`);
}

function altered(part: string, reason: string) {
  return refuse("copy-damaged", `The copy is damaged: ${part} ${reason}.`, {
    faults: [{ path: part, code: "damaged", message: `${part} ${reason}.` }],
    hint: "Take another copy.",
  });
}

/** Whoever restores a damaged copy learns that nothing of it is there now. */
function untouched(error: unknown): unknown {
  if (!(error instanceof Problem) || error.code !== "copy-damaged") return error;
  return new Problem(error.code, error.message, { ...error.detail, hint: `Nothing was restored. ${error.detail.hint}` });
}

function there(folder: string) {
  return refuseHome("home-there", `${folder} is not empty; a copy is never restored over anything.`, {
    hint: "Restore it into a new folder with --home. Where a till runs on the old one, stop that first: two tills must not sell the same numbers.",
  });
}
