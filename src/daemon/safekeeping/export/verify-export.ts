import { createPublicKey, type KeyObject } from "node:crypto";
import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { z } from "zod";
import { canonicalJson } from "../../../invoice/seal/canonical.ts";
import { type ChainEntry, ChainWalk } from "../../../invoice/seal/chain.ts";
import { kidOf, linkHash } from "../../../invoice/seal/seal.ts";
import type { Region } from "../../../regions/region.ts";
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
import { places } from "./export-period.ts";
import { ExportSums, summedManifest } from "./export-sums.ts";

/** What a look at an export came to. */
export interface ExportFindings {
  readonly period: string | null;
  readonly invoices: number;
  readonly files: number;
  /** The keys its seals were checked with. */
  readonly keys: readonly string[];
  readonly pendingSeals: number;
  /** The first file that is not as it was written, and why. */
  readonly broken: PartFault | null;
}

export interface Verifying {
  /** The shop's own keys; without them those that came with the export, which whoever forges it would have replaced. */
  readonly trusted?: ReadonlyMap<string, KeyObject>;
  regionOf(id: string): Pick<Region, "messages"> | undefined;
}

const entryLine = z.object({
  seq: z.int(),
  kind: z.string(),
  at: z.int(),
  prev: z.string(),
  hash: z.string(),
  kid: z.string().nullable(),
  sig: z.string().nullable(),
  doc: z.unknown(),
});

const manifestShape = summedManifest.extend({
  kind: z.literal("tillseal-export"),
  period: z.string(),
  files: z.int(),
  counts: z.object({ invoices: z.int(), documents: z.int() }),
  lists: z.array(listedPart),
});

/** Reads an export from its first byte to its last and holds every file against its hash, its seal and what it was made of. */
export async function verifyExport(path: string, verifying: Verifying): Promise<ExportFindings> {
  const look = new Look(verifying);
  const packed = createReadStream(path);
  const bytes = createGunzip();
  packed.on("error", (error) => bytes.destroy(error));
  try {
    for await (const part of readArchive(packed.pipe(bytes))) await look.take(part);
    return look.findings();
  } catch (error) {
    if (error instanceof ArchiveBroken) return look.cutOff({ part: error.part, reason: error.message });
    throw error;
  }
}

/** The largest file that is not streamed: an invoice of 9,999 lines is a tenth of it. */
const mostBytes = 32 * 1024 * 1024;

/** What has passed of an export so far: hashes only, so that a long period takes little more memory than a short one. */
class Look {
  readonly #trusted: ReadonlyMap<string, KeyObject> | null;
  readonly #keys = new Map<string, KeyObject>();
  readonly #chain = new Map<number, string>();
  readonly #lists = new Map<string, { readonly sha256: string; readonly accused: PartFault | null }>();
  readonly #ends = new Map<string, Buffer>();
  #unlisted = new Map<string, string>();
  #walk: ChainWalk | null = null;
  #strange: PartFault | null = null;
  #record: { readonly seq: number; readonly doc: unknown } | null = null;
  #region: Pick<Region, "messages"> | undefined;
  #counted = { files: 0, invoices: 0, documents: 0 };
  readonly #sums = new ExportSums();
  #report: unknown;
  readonly #regionOf: Verifying["regionOf"];

  constructor({ trusted, regionOf }: Verifying) {
    this.#trusted = trusted ?? null;
    this.#regionOf = regionOf;
  }

  async take(part: ArchivePart): Promise<void> {
    const { name } = part;
    const content = hashing(part.content());
    if (name === places.sheet) for await (const _ of content.passed);
    else if (part.size > mostBytes) throw new ArchiveBroken(name, "is larger than any such file");
    else this.#read(name, await whole(content.passed));
    if (name === manifestName || name === sealName) return;
    if (name.startsWith(places.lists)) this.#list(name, content.digest());
    else {
      this.#counted.files++;
      this.#unlisted.set(name, content.digest());
    }
  }

  findings(): ExportFindings {
    const [manifest, seal] = [this.#ends.get(manifestName), this.#ends.get(sealName)];
    const missing = manifest ? sealName : manifestName;
    if (!manifest || !seal) return this.#told(null, { part: missing, reason: "is missing" });
    const altered = manifestFault(manifest, seal, this.#keys);
    if (altered) return this.#told(null, altered);
    const read = manifestShape.safeParse(parsed(manifest));
    if (!read.success) return this.#told(null, { part: manifestName, reason: "is no manifest of an export" });
    const broken =
      this.#againstLists(read.data) ??
      signatureFault(manifest, seal, this.#seals()) ??
      this.#strange ??
      this.#miscounted(read.data) ??
      this.#sums.fault(read.data, this.#report);
    return this.#told(read.data.period, broken);
  }

  cutOff(broken: PartFault): ExportFindings {
    return this.#told(null, broken);
  }

  #told(period: string | null, broken: PartFault | null): ExportFindings {
    const { files, invoices } = this.#counted;
    return { period, invoices, files, keys: [...this.#seals().keys()], pendingSeals: this.#walk?.pendingSeals ?? 0, broken };
  }

  #seals(): ReadonlyMap<string, KeyObject> {
    return this.#trusted ?? this.#keys;
  }

  #read(name: string, bytes: Buffer): void {
    if (name === manifestName || name === sealName || name.startsWith(places.lists)) this.#ends.set(name, bytes);
    else if (name.startsWith(places.keys)) this.#key(name, bytes);
    else if (name === places.report) this.#report = parsed(bytes);
    else if (name.startsWith(places.journal)) this.#journal(name, bytes);
    else if (name.startsWith(places.invoices)) this.#invoice(name, bytes);
  }

  #key(name: string, pem: Buffer): void {
    try {
      const key = createPublicKey(pem);
      this.#keys.set(kidOf(key), key);
    } catch {
      this.#wonder(name, "is no public key");
    }
  }

  #journal(name: string, bytes: Buffer): null {
    for (const line of bytes.toString("utf8").trimEnd().split("\n")) {
      const entry = entryOf(parsed(Buffer.from(line)));
      if (!entry) return this.#wonder(name, "holds what is no entry");
      this.#walk ??= new ChainWalk(this.#seals(), { seq: entry.seq - 1, hash: entry.prev });
      const broken = this.#walk.take(entry);
      if (broken) return this.#wonder(name, broken.explanation);
      this.#chain.set(entry.seq, Buffer.from(entry.hash).toString("hex"));
    }
    return null;
  }

  /** A sealed entry, or the message made of the one before it. */
  #invoice(name: string, bytes: Buffer): null {
    const [, message] = /-(\w+)\.xml$/.exec(name) ?? [];
    if (message !== undefined) return this.#message(name, message, bytes);
    this.#record = null;
    const entry = entryOf(parsed(bytes));
    const hash = entry && Buffer.from(linkHash(entry)).toString("hex");
    if (!entry || hash !== this.#chain.get(entry.seq)) return this.#wonder(name, "is not what the journal has");
    this.#record = { seq: entry.seq, doc: JSON.parse(entry.doc) };
    this.#counted.documents++;
    this.#sums.take(entry.kind, this.#record.doc);
    if (entry.kind === "invoice") {
      this.#counted.invoices++;
      this.#region ??= this.#regionOf((this.#record.doc as { region: string }).region);
    }
    return null;
  }

  #message(name: string, message: string, bytes: Buffer): null {
    if (!this.#record) return this.#wonder(name, "has no sealed entry before it");
    if (!this.#region) return this.#wonder(name, "is of a region this program does not know");
    if (this.#region.messages.xml(message, this.#record.doc) !== bytes.toString("utf8"))
      return this.#wonder(name, "is not what its sealed entry says");
    return null;
  }

  #wonder(part: string, reason: string): null {
    this.#strange ??= { part, reason };
    return null;
  }

  #list(name: string, sha256: string): void {
    const listed = new Map(
      this.#ends
        .get(name)!
        .toString("utf8")
        .trimEnd()
        .split("\n")
        .map((line): [string, string] => [line.slice(66), line.slice(0, 64)]),
    );
    const wrong = [...this.#unlisted].find(([file, hash]) => listed.get(file) !== hash)?.[0];
    const gone = [...listed.keys()].find((file) => !this.#unlisted.has(file));
    const accused = wrong
      ? { part: wrong, reason: listed.has(wrong) ? "is not what was written" : "is in no list" }
      : gone === undefined
        ? null
        : { part: gone, reason: "is missing" };
    this.#lists.set(name, { sha256, accused });
    this.#ends.delete(name);
    this.#unlisted = new Map();
  }

  /** The lists first: one that was altered would accuse files that are whole. */
  #againstLists({ lists }: z.infer<typeof manifestShape>): PartFault | null {
    for (const { name, sha256 } of lists)
      if (this.#lists.get(name)?.sha256 !== sha256)
        return { part: name, reason: this.#lists.has(name) ? "is not what was written" : "is missing" };
    const accused = [...this.#lists.values()].find((list) => list.accused !== null)?.accused;
    const [unlisted] = this.#unlisted.keys();
    return accused ?? (unlisted === undefined ? null : { part: unlisted, reason: "is in no list" });
  }

  #miscounted({ files, counts }: z.infer<typeof manifestShape>): PartFault | null {
    const told = { files, ...counts };
    return canonicalJson(told) === canonicalJson(this.#counted)
      ? null
      : { part: manifestName, reason: "counts otherwise than what is here" };
  }
}

function entryOf(read: unknown): ChainEntry | null {
  const line = entryLine.safeParse(read);
  if (!line.success) return null;
  const { seq, kind, at, prev, hash, kid, sig, doc } = line.data;
  return {
    seq,
    kind,
    at,
    kid,
    prev: Buffer.from(prev, "hex"),
    hash: Buffer.from(hash, "hex"),
    sig: sig === null ? null : Buffer.from(sig, "base64"),
    doc: typeof doc === "string" ? doc : canonicalJson(doc),
  };
}
