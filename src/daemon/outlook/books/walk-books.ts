import type { KeyObject } from "node:crypto";
import type { ReadLedger } from "../../../../db/till/ledger.ts";
import type { RowWords } from "../../../../db/till/reports/repeated-rows.ts";
import type { InvoiceRecord } from "../../../invoice/record.ts";
import type { ChainEntry } from "../../../invoice/seal/chain.ts";
import { type JournalWalk, walkJournal } from "../walk-journal.ts";
import { RangeHistory } from "./range-history.ts";
import { toldRow } from "./told-row.ts";

/** What a walk along the journal came to, with the books held against it. */
export interface BooksWalk extends JournalWalk {
  /** How often the books say otherwise than the journal. */
  readonly different: number;
  /** The first of these, in words. */
  readonly differences: readonly string[];
}

type Books = Pick<ReadLedger, "journal" | "ranges" | "unaccounted" | "requests" | "repeatedRows" | "atOneMoment">;

/**
 * Walks the whole journal, and holds against each entry what the books say: whoever owns the disk could leave the journal whole and turn
 * what the till sells from. All of it as it was at one moment, since a till may be selling meanwhile.
 */
export function walkBooks(books: Books, keys: ReadonlyMap<string, KeyObject>): BooksWalk {
  return books.atOneMoment(() => {
    const comparison = new Comparison(books);
    const walk = walkJournal(books.journal, keys, (entries) => comparison.takeAll(entries));
    if (!walk.broken) comparison.finish();
    const { different, differences } = comparison;
    return { ...walk, different, differences };
  });
}

const mostNamed = 10;

/** The books beside the entries that have passed. What it holds does not grow with the sales. */
class Comparison {
  readonly #books: Books;
  readonly #numbers = new RangeHistory();
  readonly differences: string[] = [];
  different = 0;
  #passed = Number.MIN_SAFE_INTEGER;

  constructor(books: Books) {
    this.#books = books;
  }

  takeAll(entries: readonly ChainEntry[]): void {
    const upTo = entries.at(-1)?.seq ?? this.#passed;
    const rows = this.#books.repeatedRows.between(this.#passed, upTo);
    for (const entry of entries) this.#take(entry, rows.get(entry.seq) ?? []);
    this.#strays(new Map([...rows].filter(([seq]) => seq < 1)));
    this.#passed = upTo;
  }

  finish(): void {
    this.#strays(this.#books.repeatedRows.between(this.#passed, Number.MAX_SAFE_INTEGER));
    for (const words of this.#numbers.differences(this.#books.ranges.list(), this.#books.unaccounted.list())) this.#tell(words);
  }

  #take({ seq, kind, doc, at }: ChainEntry, rows: readonly RowWords[]): void {
    const record: unknown = JSON.parse(doc);
    const told = toldRow(kind, record, at);
    const [row, ...more] = told
      ? [rows.find(({ table }) => table === told.table), ...rows.filter(({ table }) => table !== told.table)]
      : [undefined, ...rows];
    if (told && !row) this.#tell(`Entry ${seq} (${kind} ${told.number ?? told.allowanceNumber}) has no row in ${told.table}.`);
    if (told && row) for (const what of differing(told, row)) this.#tell(`Entry ${seq} (${kind}): ${wordsOf(what, told, row)}`);
    for (const stray of more) this.#tell(`${stray!.table} has a row of entry ${seq}, which is of the kind ${kind}.`);
    if (kind === "invoice") this.#asked(seq, record as InvoiceRecord);
    const wrong = this.#numbers.take(seq, kind, record);
    if (wrong !== null) this.#tell(wrong);
  }

  /** A sale that is sent again finds its invoice by its request alone. */
  #asked(seq: number, { request, number }: InvoiceRecord): void {
    if (this.#books.requests.find(request.client, request.id)?.invoiceId !== seq)
      this.#tell(`Entry ${seq} (invoice ${number}): request ${request.id} of ${request.client} does not lead to it.`);
  }

  #strays(rows: ReadonlyMap<number, readonly RowWords[]>): void {
    for (const [seq, all] of rows)
      for (const { table } of all) this.#tell(`${table} has a row of entry ${seq}, which is not there.`);
  }

  #tell(words: string): void {
    this.different++;
    if (this.differences.length < mostNamed) this.differences.push(words);
  }
}

function differing(told: RowWords, row: RowWords): string[] {
  return Object.keys(told).filter((name) => told[name] !== row[name]);
}

function wordsOf(name: string, told: RowWords, row: RowWords): string {
  if (name === "inRange") return `${told.number} is not of the range its row names.`;
  return `${name} is ${JSON.stringify(row[name])} in ${told.table}, ${JSON.stringify(told[name])} in the journal.`;
}
