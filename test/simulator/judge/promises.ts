import { join } from "node:path";
import { openForReading, type Sqlite } from "../../../db/till/file/open.ts";
import { publicKeys } from "../../../src/daemon/home/keys.ts";
import { type ChainEntry, ChainWalk } from "../../../src/invoice/seal/chain.ts";
import { localTime, periodOf } from "../../../src/regions/tw/calendar.ts";
import type { Ticket } from "../pos.ts";
import type { WitnessedPaper } from "./paper.ts";

export interface Evidence {
  readonly paper: Pick<WitnessedPaper, "wholes">;
  /** What every POS knows, by its name. */
  tickets(): readonly (readonly [client: string, ticket: Ticket])[];
  /** Invoices of which a person said what is not so. */
  readonly misledAbout: ReadonlySet<string>;
  readonly hasKey: boolean;
}

interface Invoice {
  readonly id: number;
  readonly period: string;
  readonly number: string;
  readonly rangeId: number;
  readonly issuedAt: number;
  readonly hash: Buffer | null;
  readonly kind: string | null;
  readonly client: string;
  readonly requestId: string;
  readonly slips: number;
  readonly parcels: number;
}

interface Range {
  readonly id: number;
  readonly track: string;
  readonly first: number;
  readonly next: number;
}

interface Slip {
  readonly id: number;
  readonly invoice: string;
  readonly copy: number;
  readonly state: string;
}

const select = {
  invoices: `SELECT i.id, i.period, i.number, i.range_id AS rangeId, i.issued_at AS issuedAt, j.hash, j.kind, i.client,
    json_extract(j.doc, '$.request.id') AS requestId,
    (SELECT count(*) FROM slips s WHERE s.invoice_id = i.id) AS slips,
    (SELECT count(*) FROM parcels p WHERE p.invoice_id = i.id) AS parcels
    FROM invoices i LEFT JOIN journal j ON j.seq = i.id WHERE i.revision = 1 ORDER BY i.id`,
  ranges: "SELECT id, track, first, next FROM ranges",
  slips:
    "SELECT s.id, i.period || '-' || i.number AS invoice, s.copy, s.state FROM slips s JOIN invoices i ON i.id = s.invoice_id",
  journal: "SELECT * FROM journal WHERE seq > ? ORDER BY seq",
  sending: "SELECT id FROM slips WHERE state = 'sending'",
};

/** The judge: reads the till's file itself, beside the daemon, and compares it with what clients and paper know. */
export class Judge {
  readonly #sqlite: Sqlite;
  readonly #walk: ChainWalk;

  /** What an earlier judge of the same shop has walked stays walked: what was durable then is in the file now. */
  constructor(folder: string, walk?: ChainWalk) {
    this.#sqlite = openForReading(join(folder, "till.db"));
    this.#walk = walk ?? new ChainWalk(publicKeys(join(folder, "keys")));
  }

  get walk(): ChainWalk {
    return this.#walk;
  }

  /** The slip the till has written down as being sent. */
  sending(): number | undefined {
    return this.#all<{ id: number }>("sending")[0]?.id;
  }

  invoices(): readonly Invoice[] {
    return this.#all<Invoice>("invoices");
  }

  slips(): readonly Slip[] {
    return this.#all<Slip>("slips");
  }

  /** Every promise that is broken now, each in a sentence. */
  violations(evidence: Evidence): string[] {
    const invoices = this.invoices();
    const slips = this.slips();
    return [
      ...oneNumberOneSale(invoices, evidence),
      ...acknowledgedIsDurable(invoices, evidence),
      ...this.#all<Range>("ranges").flatMap((range) => noGapAndInOrder(range, invoices)),
      ...invoices.flatMap(sealedAtBirth),
      ...this.#chain(evidence),
      ...oneOriginal(slips, evidence),
      ...printedMeansPrinted(slips, evidence),
    ];
  }

  close(): void {
    this.#sqlite.close();
  }

  /** Promise 5: the chain walks whole, and a seal is pending only while there is no key. */
  #chain({ hasKey }: Evidence): string[] {
    const broken = this.#walk.takeAll(this.#sqlite.prepare(select.journal).all(this.#walk.head.seq) as ChainEntry[]);
    if (broken) return [`the journal is broken: ${broken.explanation}`];
    return hasKey && this.#walk.pendingSeals > 0
      ? [`${this.#walk.pendingSeals} records wait for a seal although there is a key`]
      : [];
  }

  #all<T>(what: keyof typeof select): T[] {
    return this.#sqlite.prepare(select[what]).all() as T[];
  }
}

/** Promise 1: no number to two sales, no sale two numbers; and what was abandoned or refused has none. */
function oneNumberOneSale(invoices: readonly Invoice[], { tickets }: Evidence): string[] {
  const sales = new Map<string, Set<string>>();
  const numbers = new Map<string, Set<string>>();
  const note = (sale: string, number: string) => {
    sales.set(number, (sales.get(number) ?? new Set()).add(sale));
    numbers.set(sale, (numbers.get(sale) ?? new Set()).add(number));
  };
  for (const { client, requestId, period, number } of invoices) note(`${client} ${requestId}`, `${period}-${number}`);
  const known = tickets();
  for (const [client, { requestId, receipt }] of known) if (receipt) note(`${client} ${requestId}`, receipt.id);
  return [
    ...[...sales]
      .filter(([, of]) => of.size > 1)
      .map(([number, of]) => `${number} was given to two sales: ${[...of].join(", ")}`),
    ...[...numbers]
      .filter(([, of]) => of.size > 1)
      .map(([sale, of]) => `sale ${sale} was given two numbers: ${[...of].join(", ")}`),
    ...known
      .filter(
        ([client, { requestId, state }]) =>
          (state === "abandoned" || state === "refused") && numbers.has(`${client} ${requestId}`),
      )
      .map(([, { requestId, state }]) => `${state} sale ${requestId} was issued`),
  ];
}

/** Promise 2: every acknowledged sale is there, with the very content that was sealed. */
function acknowledgedIsDurable(invoices: readonly Invoice[], { tickets }: Evidence): string[] {
  const stored = new Map(invoices.map((invoice) => [`${invoice.period}-${invoice.number}`, invoice]));
  return tickets().flatMap(([, { requestId, receipt }]) => {
    if (!receipt) return [];
    const invoice = stored.get(receipt.id);
    if (!invoice) return [`${receipt.id} was acknowledged to sale ${requestId} and is gone`];
    const same = invoice.hash?.toString("hex") === receipt.hash && localTime(invoice.issuedAt) === receipt.issuedAt;
    return same ? [] : [`${receipt.id} is not what was acknowledged to sale ${requestId}`];
  });
}

/** Promises 3 and 4: a range has issued first to next - 1 without a gap, and its times never fall. */
function noGapAndInOrder({ id, track, first, next }: Range, all: readonly Invoice[]): string[] {
  const issued = all.filter(({ rangeId }) => rangeId === id).sort((one, other) => (one.number < other.number ? -1 : 1));
  const wanted = Array.from({ length: next - first }, (_, index) => `${track}${String(first + index).padStart(8, "0")}`);
  const has = new Set(issued.map(({ number }) => number));
  const due = new Set(wanted);
  return [
    ...wanted.filter((number) => !has.has(number)).map((number) => `gap: ${number} was taken and never issued`),
    ...issued.filter(({ number }) => !due.has(number)).map(({ number }) => `${number} was issued but its range does not know`),
    ...issued.flatMap((invoice, index) => {
      const before = issued[index - 1];
      const falls = before && (before.issuedAt > invoice.issuedAt || before.id > invoice.id);
      return falls ? [`${invoice.number} is dated before ${before.number}`] : [];
    }),
  ];
}

/** Promise 5, and that a number belongs to the period it is dated in. */
function sealedAtBirth({ number, period, issuedAt, kind, slips, parcels }: Invoice): string[] {
  return [
    ...(kind === "invoice" ? [] : [`${number} has no journal entry`]),
    ...(slips > 0 ? [] : [`${number} has no slip`]),
    ...(parcels > 0 ? [] : [`${number} has no parcel`]),
    ...(periodOf(issuedAt) === period ? [] : [`${number} of period ${period} is dated ${localTime(issuedAt)}`]),
  ];
}

/** Promise 6: at most one whole unmarked slip of an invoice came out, unless somebody said what was not so. */
function oneOriginal(slips: readonly Slip[], { paper, misledAbout }: Evidence): string[] {
  const originals = new Map<string, number>();
  for (const { id, invoice, copy } of slips)
    if (copy === 0) originals.set(invoice, (originals.get(invoice) ?? 0) + paper.wholes(id));
  return [...originals]
    .filter(([invoice, count]) => count > 1 && !misledAbout.has(invoice))
    .map(([invoice, count]) => `${count} originals of ${invoice} are in circulation`);
}

/** Promise 7. */
function printedMeansPrinted(slips: readonly Slip[], { paper }: Evidence): string[] {
  return slips
    .filter(({ id, state }) => state === "printed" && paper.wholes(id) === 0)
    .map(({ id, invoice }) => `slip ${id} of ${invoice} is said to be printed, and is not on paper`);
}
