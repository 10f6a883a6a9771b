import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { canonicalJson } from "../../../invoice/seal/canonical.ts";
import type { HomePaths } from "../../home/home.ts";
import { periodReport, type ReportMoment, reportMoment } from "../../reports/period-report.ts";
import { rest } from "../../reports/report-heading.ts";
import { type Shop, secondsNow } from "../../shop.ts";
import { type ListedPart, manifestName, sealManifest, sealName } from "../archive/seal-manifest.ts";
import { padding, tarEnd, tarHeader } from "../archive/tar.ts";
import { refuse } from "../problems.ts";
import { type ExportedInvoice, invoicesOf } from "./exported-invoice.ts";
import { csvPieces } from "./invoice-sheet.ts";
import { type Survey, survey } from "./survey.ts";

export interface ExportSource {
  readonly shop: Shop;
  readonly paths: HomePaths;
  readonly version: string;
}

/** What an export says of itself, sealed with the till's own key. */
export interface ExportManifest extends Omit<Survey, "csvBytes"> {
  readonly format: 1;
  readonly kind: "tillseal-export";
  readonly program: string;
  readonly madeAt: string;
  readonly environment: string;
  readonly region: string;
  readonly seller: string;
  readonly period: string;
  /** The journal's newest entry when the export was made. */
  readonly head: { readonly seq: number; readonly hash: string };
  /** How many files there are beside this one and its seal. */
  readonly files: number;
  /** Lists of files, each with the SHA-256 of every file before it that no earlier list has. */
  readonly lists: readonly ListedPart[];
}

export const places = {
  keys: "keys/",
  journal: "journal/",
  invoices: "invoices/",
  lists: "hashes/",
  sheet: "invoices.csv",
  report: "report.json",
} as const;

/** So many files a list, and entries a piece of the journal: what is held at once does not grow with the period. */
const listedAtOnce = 1000;
const entriesAtOnce = 500;

/** Journals who took a period's data out, and returns the tar of it, piece by piece, as it was at that moment. Throws `export-empty`. */
export async function exportPeriod(source: ExportSource, period: string, by: string): Promise<AsyncGenerator<Uint8Array>> {
  const { shop } = source;
  const { ledger } = shop;
  const moment = reportMoment(shop, period);
  const { head } = moment.heading;
  // Bound to this head: what is sold or undone meanwhile is not in it, so what is counted is exactly what follows.
  const seen = await survey(shop, period, head.seq);
  if (seen.counts.invoices === 0)
    throw refuse("export-empty", `There is no invoice of period ${period}.`, { hint: "Name a period such as 11512." });
  const doc = { period, by, head, counts: seen.counts };
  await ledger.write(() => ledger.journal.append({ kind: "export", doc, at: secondsNow(shop) }, shop.key));
  return tarOf(source, { period, moment, seen });
}

interface Exporting {
  readonly period: string;
  readonly moment: ReportMoment;
  readonly seen: Survey;
}

async function* tarOf(source: ExportSource, { period, moment, seen }: Exporting): AsyncGenerator<Uint8Array> {
  const { shop, version } = source;
  const tar = new TarStream(secondsNow(shop));
  yield* tar.files(smallFiles(source, await reportText(shop, period, moment)));
  for await (const files of journalFiles(shop, seen)) yield* tar.files(files);
  for await (const invoice of invoicesOf(shop, period, seen.upTo)) yield* tar.files(filesOf(shop, invoice));
  yield* tar.stream(places.sheet, seen.csvBytes, csvPieces(shop, period, seen.upTo));
  yield* tar.list();
  const { csvBytes: _, ...told } = seen;
  const manifest: ExportManifest = {
    format: 1,
    kind: "tillseal-export",
    program: version,
    madeAt: shop.law.localTime(secondsNow(shop)),
    environment: shop.environment,
    region: shop.region.id,
    seller: shop.seller.businessId,
    period,
    head: moment.heading.head,
    ...told,
    files: tar.count,
    lists: [...tar.lists],
  };
  const bytes = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
  yield* tar.bare(manifestName, bytes);
  yield* tar.bare(sealName, sealManifest(bytes, shop.key));
  yield tarEnd;
}

interface SmallFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Files as they leave, each hashed on its way; a list of hashes after every thousand. */
class TarStream {
  readonly #at: number;
  readonly lists: ListedPart[] = [];
  #lines: string[] = [];
  count = 0;

  constructor(at: number) {
    this.#at = at;
  }

  *files(files: Iterable<SmallFile>): Generator<Uint8Array> {
    for (const { name, bytes } of files) {
      yield* this.bare(name, bytes);
      this.#lines.push(`${sha256(bytes)}  ${name}\n`);
      this.count++;
      if (this.#lines.length >= listedAtOnce) yield* this.list();
    }
  }

  /** A file too large to be held, whose length is known. */
  async *stream(name: string, size: number, content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    yield tarHeader({ name, size, at: this.#at });
    const hash = createHash("sha256");
    for await (const chunk of content) {
      hash.update(chunk);
      yield chunk;
    }
    yield padding(size);
    this.#lines.push(`${hash.digest("hex")}  ${name}\n`);
    this.count++;
  }

  /** The hashes since the list before, in the form sha256sum reads. */
  *list(): Generator<Uint8Array> {
    if (this.#lines.length === 0) return;
    const name = `${places.lists}${String(this.lists.length + 1).padStart(4, "0")}.sha256`;
    const bytes = Buffer.from(this.#lines.join(""));
    this.#lines = [];
    this.lists.push({ name, bytes: bytes.length, sha256: sha256(bytes) });
    yield* this.bare(name, bytes);
  }

  *bare(name: string, bytes: Uint8Array): Generator<Uint8Array> {
    yield tarHeader({ name, size: bytes.length, at: this.#at });
    yield bytes;
    yield padding(bytes.length);
  }
}

function smallFiles({ paths }: ExportSource, report: string): SmallFile[] {
  const keys = readdirSync(paths.keys)
    .filter((name) => name.endsWith(".pub.pem"))
    .sort();
  return [
    ...keys.map((name) => ({ name: `${places.keys}${name}`, bytes: readFileSync(join(paths.keys, name)) })),
    { name: places.report, bytes: Buffer.from(report) },
  ];
}

async function reportText(shop: Shop, period: string, moment: ReportMoment): Promise<string> {
  return `${JSON.stringify(await periodReport(shop, period, moment), null, 2)}\n`;
}

/** The slice of the journal in which all of it lies, one entry a line. */
async function* journalFiles(shop: Shop, { slice, upTo }: Survey): AsyncGenerator<SmallFile[]> {
  const last = Math.min(slice.last, upTo);
  for (let after = slice.first - 1; after < last; ) {
    const entries = shop.ledger.journal.after(after, Math.min(entriesAtOnce, last - after));
    const lines = entries.map(({ prev, hash, sig, ...entry }) =>
      JSON.stringify({ ...entry, prev: hex(prev), hash: hex(hash), sig: sig && Buffer.from(sig).toString("base64") }),
    );
    const name = `${places.journal}${String(after + 1).padStart(9, "0")}.jsonl`;
    after = entries.at(-1)!.seq;
    yield [{ name, bytes: Buffer.from(`${lines.join("\n")}\n`) }];
    await rest(shop);
  }
}

/** Each document of an invoice: the sealed entry, and the message that is made of it. */
function filesOf({ ledger, region }: Shop, { row, documents }: ExportedInvoice): SmallFile[] {
  return documents.flatMap(({ seq, message }) => {
    const { kind, at, prev, hash, kid, sig, doc } = ledger.journal.find(seq)!;
    const place = `${places.invoices}${row.number}/${String(seq).padStart(9, "0")}`;
    const record: unknown = JSON.parse(doc);
    const sealed = { seq, kind, at, prev: hex(prev), hash: hex(hash), kid, sig: sig?.toString("base64") ?? null, doc: record };
    return [
      { name: `${place}-${kind}.json`, bytes: Buffer.from(`${canonicalJson(sealed)}\n`) },
      { name: `${place}-${message}.xml`, bytes: Buffer.from(region.messages.xml(message, record)) },
    ];
  });
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
