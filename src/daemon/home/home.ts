import { createPublicKey } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, statfsSync, statSync } from "node:fs";
import { join } from "node:path";
import { type HomeLock, lockHome } from "../../../db/till/file/lock.ts";
import { type Ledger, openLedger } from "../../../db/till/ledger.ts";
import { refuse } from "../../invoice/problems.ts";
import type { Environment, Seller } from "../../invoice/record.ts";
import type { SealKey } from "../../invoice/seal/seal.ts";
import type { Region } from "../../regions/region.ts";
import { fingerprintOf } from "../operations/opening/import-key.ts";
import type { World } from "../world.ts";
import { findSealKey, makeSealKey } from "./keys.ts";
import { bindingOf } from "./machine.ts";
import { writeSecret } from "./secret.ts";
import { bearWitness, missingHere, type Seen } from "./witness.ts";

/** Where everything one till owns lies. */
export function pathsOf(folder: string) {
  return {
    config: join(folder, "tillseal.yaml"),
    database: join(folder, "till.db"),
    lock: join(folder, "lock.db"),
    keys: join(folder, "keys"),
    backupKey: join(folder, "backup.key"),
    qrKey: join(folder, "keys", "qr.key"),
    hubKey: join(folder, "keys", "hub.key"),
    pinPepper: join(folder, "keys", "pin.pepper"),
    demoToken: join(folder, "demo-token"),
    running: join(folder, "running.json"),
    paper: join(folder, "paper"),
    /** There while a shop is being opened, so that a home cut off half-made is known for one. */
    unfinished: join(folder, "init.unfinished"),
  };
}

export type HomePaths = ReturnType<typeof pathsOf>;

/** An opened home: ours alone until disposed. */
export interface Home extends Disposable {
  readonly paths: HomePaths;
  readonly ledger: Ledger;
  readonly environment: Environment;
  readonly key: SealKey | null;
  /** The region's own secret, in hexadecimal. */
  readonly qrKey: string;
  /** Seasons PINs; made when it is first wanted. */
  pinPepper(): Uint8Array;
  /** Writes another secret down, and keeps the one before beside it. */
  keepQrKey(hex: string): void;
  /** True when this start made the home. */
  readonly born: boolean;
}

export interface HomeOptions {
  readonly folder: string;
  readonly pid: number;
  readonly region: Region;
  /** Make a demo home where there is none. */
  readonly demo: boolean;
  /** What a new home is born as. Where there is one already, that is refused. */
  readonly birth?: Birth;
}

/** What a home is from its first entry on, and never ceases to be. */
export interface Birth {
  readonly environment: Environment;
  readonly seller: Seller;
  /** The region's own secret, in hexadecimal. */
  readonly qrKey: string;
}

/**
 * Opens a home and holds it against every other process. Throws `home-busy` when another holds it, `home-missing` when there
 * is none, `home-there` when one is to be born where there is one, `home-kind` when it is of another kind than asked for,
 * `home-moved` when it was copied, restored, or put back to an older copy in its place.
 */
export async function openHome(
  options: HomeOptions,
  world: Pick<World, "clock" | "defer" | "die" | "randomBytes" | "witness">,
): Promise<Home> {
  const paths = pathsOf(options.folder);
  const exists = existsSync(paths.database);
  if (exists && options.birth) throw there(options.folder);
  if (!exists && !options.demo && !options.birth) throw missing(options.folder);
  if (existsSync(paths.unfinished) && !options.birth) throw halfMade(options.folder);
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const lock = lockHome(paths.lock, options.pid);
  try {
    const ledger = openLedger(paths.database, { defer: world.defer, onBroken: world.die });
    try {
      return await enter({ paths, lock, ledger, options }, world);
    } catch (error) {
      ledger[Symbol.dispose]();
      throw error;
    }
  } catch (error) {
    lock[Symbol.dispose]();
    throw error;
  }
}

interface Opened {
  readonly paths: HomePaths;
  readonly lock: HomeLock;
  readonly ledger: Ledger;
  readonly options: HomeOptions;
}

async function enter(
  { paths, lock, ledger, options }: Opened,
  world: Pick<World, "clock" | "randomBytes" | "witness">,
): Promise<Home> {
  const known = ledger.home.find();
  if (!known) await bear({ paths, lock, ledger, options }, birthOf(options, world), world);
  const { environment, binding } = ledger.home.find()!;
  if (environment !== bornAs(ledger)) throw alteredKind(environment);
  if (options.demo && environment !== "demo") throw wrongKind(environment);
  if (binding !== bindingOf(paths.database)) throw moved(options.folder);
  const missing = missingHere({ ledger, environment }, world.witness);
  if (missing) throw putBack(options.folder, missing);
  bearWitness({ ledger, environment }, world.witness);
  return {
    paths,
    ledger,
    environment,
    key: findSealKey(paths.keys),
    qrKey: readFileSync(paths.qrKey, "latin1").trim(),
    pinPepper: () => pepperOf(paths.pinPepper, world),
    keepQrKey: (hex) => keepQrKey(paths, hex),
    born: !known,
    [Symbol.dispose]: () => {
      bearWitness({ ledger, environment }, world.witness);
      ledger[Symbol.dispose]();
      lock[Symbol.dispose]();
    },
  };
}

/** Slips printed before must stay checkable, so no key is thrown away: the one before keeps its fingerprint as its name. */
function keepQrKey(paths: HomePaths, hex: string): void {
  const before = readFileSync(paths.qrKey, "latin1").trim();
  if (before !== hex) writeSecret(join(paths.keys, `qr-${fingerprintOf(before)}.key`), `${before}\n`);
  writeSecret(paths.qrKey, `${hex}\n`);
}

/** 32 bytes that a stolen database lacks. */
function pepperOf(path: string, { randomBytes }: Pick<World, "randomBytes">): Uint8Array {
  if (!existsSync(path)) writeSecret(path, `${Buffer.from(randomBytes(32)).toString("hex")}\n`);
  return Buffer.from(readFileSync(path, "latin1").trim(), "hex");
}

/** The kind in the first journal entry, which is sealed; the home's own row is only the quicker place to look. */
function bornAs(ledger: Ledger): unknown {
  const first = ledger.journal.find(1);
  return first && (JSON.parse(first.doc) as { environment?: unknown }).environment;
}

/** A demo is its region's own, with a key nobody else has. */
function birthOf({ folder, region, demo, birth }: HomeOptions, { randomBytes }: Pick<World, "randomBytes">): Birth {
  if (birth) return birth;
  if (!demo) throw missing(folder);
  return { environment: "demo", seller: region.demo.seller, qrKey: Buffer.from(randomBytes(region.keyBytes)).toString("hex") };
}

/** A home is born: keys first, so that its very first record can be sealed; then its kind, which never changes. */
async function bear(
  { paths, ledger, options }: Opened,
  { environment, seller, qrKey }: Birth,
  world: Pick<World, "clock">,
): Promise<void> {
  const key = findSealKey(paths.keys) ?? makeSealKey(paths.keys);
  writeSecret(paths.qrKey, `${qrKey}\n`);
  const at = Math.floor(world.clock.now().getTime() / 1000);
  const born = { environment, region: options.region.id, binding: bindingOf(paths.database), createdAt: at } as const;
  const spki = createPublicKey(key.privateKey).export({ type: "spki", format: "der" }).toString("base64");
  await ledger.write(() => {
    ledger.home.bear(born);
    const { environment, region, binding } = born;
    ledger.journal.append({ kind: "home", doc: { environment, region, binding, seller: { ...seller } }, at }, key);
    ledger.journal.append({ kind: "key", doc: { event: "made", kid: key.kid, algorithm: "Ed25519", spki }, at }, key);
  });
}

/** Free bytes on the home's disk for this process. */
export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** Whether two folders lie on one disk, as far as the system tells; one that is not there, or not to be looked at, lies on none. */
export function onOneDisk(folder: string, other: string): boolean {
  try {
    return statSync(folder).dev === statSync(other).dev;
  } catch {
    return false;
  }
}

function missing(folder: string) {
  return refuse("home-missing", `There is no till in ${folder}.`, {
    hint: "To try Tillseal, run `npm start` (or `tillseal start --demo`): a demo till with a virtual printer, ready in a second. To open a shop, run `tillseal init`.",
  });
}

function halfMade(folder: string) {
  return refuse("home-missing", `The opening of a till in ${folder} was cut off before its end.`, {
    hint: "Run `tillseal init` again: it clears away what was begun. Nothing was sold there.",
  });
}

function there(folder: string) {
  return refuse("home-there", `There is a till in ${folder} already; a home never changes what it is.`, {
    hint: "Start it with `tillseal start`, or open the new shop in a folder of its own with --home.",
  });
}

function alteredKind(environment: Environment) {
  return refuse("home-kind", `This home says that it is ${environment}, but was not born so.`, {
    hint: "Its database was altered by hand. Restore a backup.",
  });
}

function wrongKind(environment: Environment) {
  return refuse("home-kind", `This is a ${environment} home; it never becomes a demo home.`, {
    hint: "Start it without --demo, or give the demo a folder of its own with --home.",
  });
}

function moved(folder: string) {
  return refuse("home-moved", `The home in ${folder} was copied, restored or moved from where it was born.`, {
    hint: "Two copies of one till would issue the same numbers twice, so this one does not start. Say what happened with `tillseal adopt --reason moved|restored`; where the original still sells, use that and delete this copy.",
  });
}

function putBack(folder: string, { seq }: Seen) {
  return refuse("home-moved", `The home in ${folder} was put back to an older copy: entry ${seq}, which it had, is not there.`, {
    hint: "It would issue again what it issued since. Bring back its newest files, or say `tillseal adopt --reason restored`.",
  });
}
