import { createHash, createPublicKey, type KeyObject } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { z } from "zod";
import { Problem } from "../../../base/problem.ts";
import { kidOf } from "../../../invoice/seal/seal.ts";
import { ArchiveBroken, type ArchivePart, hashing, readArchive, whole } from "../archive/read-archive.ts";
import {
  listedPart,
  manifestFault,
  manifestName,
  type PartFault,
  parsed,
  sealName,
  signatureFault,
} from "../archive/seal-manifest.ts";
import { diskWords } from "../disk-words.ts";
import { refuse } from "../problems.ts";

/** The parts of a copy. Public keys stand beside them, each under its own name. */
export const partNames = { database: "till.db.gz", box: "locked.json", keys: "keys/" } as const;

const copyManifest = z.object({
  format: z.literal(1),
  kind: z.literal("tillseal-backup"),
  program: z.string(),
  madeAt: z.string(),
  environment: z.enum(["demo", "rehearsal", "live"]),
  region: z.string(),
  seller: z.string(),
  head: z.object({ seq: z.int(), hash: z.string() }),
  lastNumber: z.string().nullable(),
  invoices: z.int(),
  schema: z.int(),
  lock: z.enum(["passphrase", "backup-key"]),
  database: z.object({ bytes: z.int(), sha256: z.string() }),
  parts: z.array(listedPart),
});

/** What a copy says of itself, sealed with the till's own key. */
export type CopyManifest = z.infer<typeof copyManifest>;

export interface ReadCopy {
  readonly manifest: CopyManifest;
  readonly box: unknown;
  /** The public keys that came with it, by their files' names. */
  readonly keyFiles: ReadonlyMap<string, string>;
  readonly keys: ReadonlyMap<string, KeyObject>;
  readonly sha256: string;
}

/** The largest of the small parts. */
const mostBytes = 16 * 1024 * 1024;

/**
 * Reads a copy from its first byte to its last, holds every part against the manifest and that against its seal, and hands the unpacked
 * database on as it passes. Throws `copy-damaged` naming the part that is not as it was written, `copy-away` where there is no such file.
 */
export async function readCopy(path: string, take: (database: AsyncIterable<Uint8Array>) => Promise<void>): Promise<ReadCopy> {
  const seen = new Seen();
  const file = hashing(createReadStream(path));
  try {
    for await (const part of readArchive(file.passed)) await seen.take(part, take);
    return { ...seen.judged(), sha256: file.digest() };
  } catch (error) {
    if (error instanceof ArchiveBroken) throw unread(path, error) ?? damaged(path, error.part, error.message);
    if (error instanceof BrokenPart) throw damaged(path, error.part, error.message);
    throw error;
  }
}

class BrokenPart extends Error {
  readonly part: string;

  constructor(part: string, reason: string) {
    super(reason);
    this.part = part;
  }
}

/** What has passed of a copy so far. */
class Seen {
  readonly #parts = new Map<string, { bytes: number; sha256: string }>();
  readonly #small = new Map<string, Buffer>();
  #database: { bytes: number; sha256: string } | null = null;

  async take(part: ArchivePart, take: (database: AsyncIterable<Uint8Array>) => Promise<void>): Promise<void> {
    const content = hashing(part.content());
    if (part.name === partNames.database) this.#database = await unpack(content.passed, take);
    else if (part.size > mostBytes) throw new BrokenPart(part.name, "is larger than any such part");
    else this.#small.set(part.name, await whole(content.passed));
    this.#parts.set(part.name, { bytes: part.size, sha256: content.digest() });
  }

  judged(): Omit<ReadCopy, "sha256"> {
    const keyFiles = new Map(
      [...this.#small].filter(([name]) => name.startsWith(partNames.keys)).map(([name, text]) => [name, text.toString("utf8")]),
    );
    const seal = this.#need(sealName);
    const bytes = this.#need(manifestName);
    const read = copyManifest.safeParse(parsed(bytes));
    if (!read.success) throw new BrokenPart(manifestName, "is no manifest of a copy");
    const manifest = read.data;
    refuseAt(manifestFault(bytes, seal, keysOf(keyFiles, "lenient")));
    for (const { name, sha256, bytes } of manifest.parts) {
      const found = this.#parts.get(name);
      if (!found) throw new BrokenPart(name, "is missing");
      if (found.sha256 !== sha256 || found.bytes !== bytes) throw new BrokenPart(name, "is not what was written");
    }
    const listed = new Set([...manifest.parts.map(({ name }) => name), manifestName, sealName]);
    const foreign = [...this.#parts.keys()].find((name) => !listed.has(name));
    if (foreign !== undefined) throw new BrokenPart(foreign, "is in no list");
    const keys = keysOf(keyFiles, "strict");
    refuseAt(signatureFault(bytes, seal, keys));
    if (this.#database?.sha256 !== manifest.database.sha256)
      throw new BrokenPart(partNames.database, "unpacks to something else");
    return { manifest, box: parsed(this.#need(partNames.box)), keyFiles, keys };
  }

  #need(name: string): Buffer {
    const found = this.#small.get(name);
    if (!found) throw new BrokenPart(name, "is missing");
    return found;
  }
}

async function unpack(
  packed: AsyncIterable<Uint8Array>,
  take: (database: AsyncIterable<Uint8Array>) => Promise<void>,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash("sha256");
  let bytes = 0;
  try {
    await pipeline(packed, createGunzip(), async (chunks: AsyncIterable<Uint8Array>) => {
      await take(
        (async function* counted() {
          for await (const chunk of chunks) {
            hash.update(chunk);
            bytes += chunk.length;
            yield chunk;
          }
        })(),
      );
    });
  } catch (error) {
    if (error instanceof ArchiveBroken || error instanceof Problem || !isZlib(error)) throw error;
    throw new BrokenPart(partNames.database, "cannot be unpacked");
  }
  return { bytes, sha256: hash.digest("hex") };
}

function isZlib(error: unknown): boolean {
  return String((error as NodeJS.ErrnoException).code ?? "").startsWith("Z_");
}

function refuseAt(fault: PartFault | null): void {
  if (fault) throw new BrokenPart(fault.part, fault.reason);
}

/** `lenient` leaves out what is no key; whether it was altered is told later. */
function keysOf(files: ReadonlyMap<string, string>, how: "strict" | "lenient"): Map<string, KeyObject> {
  const keys = [...files].flatMap(([name, pem]) => {
    try {
      return [createPublicKey(pem)];
    } catch {
      if (how === "lenient") return [];
      throw new BrokenPart(name, "is no public key");
    }
  });
  return new Map(keys.map((key) => [kidOf(key), key]));
}

/** The file itself could not be opened or read: nothing is known of what is in it. Null where it was read. */
function unread(path: string, { cause }: ArchiveBroken) {
  const words = diskWords(cause);
  if (!words) return null;
  if ((cause as NodeJS.ErrnoException).code === "ENOENT")
    return refuse("copy-away", `There is no file ${path}.`, { hint: "Name the copy: tillseal-….backup.", cause });
  return refuse("copy-away", `${path} cannot be read: ${words.why}.`, {
    hint: "Name the copy, in a file this user may read.",
    cause,
  });
}

function damaged(path: string, part: string, reason: string) {
  return refuse("copy-damaged", `${path} is damaged: ${part} ${reason}.`, {
    faults: [{ path: part, code: "damaged", message: `${part} ${reason}.` }],
    hint: "Take another copy; the one before it is the next best.",
  });
}
