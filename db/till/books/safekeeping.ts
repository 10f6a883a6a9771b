import type { ChainHead } from "../../../src/invoice/seal/chain.ts";
import type { Drizzle } from "../file/drizzle.ts";

/** A copy that was made and found whole, as the journal has it. */
export interface CopyRecord {
  /** The file's own name, without its folder. */
  readonly file: string;
  readonly folder: string;
  readonly bytes: number;
  readonly sha256: string;
  /** The newest entry that is in the copy. */
  readonly head: { readonly seq: number; readonly hash: string };
  /** Whether the till made it by itself. */
  readonly scheduled: boolean;
  readonly by: string;
}

export interface StoredCopy extends CopyRecord {
  /** Seconds since 1970. */
  readonly at: number;
}

/** What an adoption says, as the journal has it. */
export interface AdoptionRecord {
  readonly reason: "moved" | "restored";
  /** The newest entry before it, confirmed by a person where the home only moved. */
  readonly head: { readonly seq: number; readonly hash: string };
  /** The newest number that is here. */
  readonly lastNumber: string | null;
  /** Numbers nobody here can know of. */
  readonly unaccounted: readonly {
    readonly period: string;
    readonly track: string;
    readonly first: number;
    readonly last: number;
  }[];
}

/** About 10 ms of work for whoever reads these invoices. */
const idsAtOnce = 50;

/** Copies made and adoptions lived through. `kind` is spelled out so that the indexes over these few entries are used. */
export function safekeepingBook(db: Drizzle) {
  const copies = (where: string, limit: number): StoredCopy[] =>
    db.$client
      .prepare<[number], { doc: string }>(`SELECT doc FROM journal WHERE kind = 'backup' ${where} ORDER BY seq DESC LIMIT ?`)
      .all(limit)
      .map(({ doc }) => JSON.parse(doc) as StoredCopy);
  return {
    copyOf: (seq: number): StoredCopy | undefined => copies(`AND seq = ${Number(seq)}`, 1)[0],
    newestCopy: (): StoredCopy | undefined => copies("", 1)[0],
    /** Copies the till made by itself, newest first. */
    scheduledCopies: (limit: number): StoredCopy[] => copies("AND json_extract(doc, '$.scheduled') = 1", limit),
    /** The newest time a copy took this till's place; undefined where that never happened. */
    restoration: (): (AdoptionRecord & { readonly at: number }) | undefined => {
      const row = db.$client
        .prepare<[], { doc: string }>(
          "SELECT doc FROM journal WHERE kind = 'adopt' AND json_extract(doc, '$.reason') = 'restored' ORDER BY seq DESC LIMIT 1",
        )
        .get();
      return row && (JSON.parse(row.doc) as AdoptionRecord & { at: number });
    },
    /** Ids of the invoices issued in a span of time, a bounded piece at a time; nothing is held open between two pieces. */
    *invoiceIds(span: { readonly from: number; readonly to: number; readonly upTo: number }): Generator<number[]> {
      const piece = db.$client.prepare<[object], { id: number; at: number }>(
        `SELECT id, issued_at AS at FROM invoices
         WHERE (issued_at, id) > (@at, @id) AND issued_at < @to AND id <= @upTo ORDER BY issued_at, id LIMIT ${idsAtOnce}`,
      );
      for (let last = { at: span.from, id: -1 }; ; ) {
        const rows = piece.all({ ...span, ...last });
        if (rows.length > 0) yield rows.map(({ id }) => id);
        if (rows.length < idsAtOnce) return;
        last = rows.at(-1)!;
      }
    },
    /** The last late seal of an entry of this span, 0 where there is none. */
    lastSealOf: (first: ChainHead["seq"], last: ChainHead["seq"]): number =>
      db.$client
        .prepare<[number, number], { seq: number | null }>(
          "SELECT max(seq) AS seq FROM journal WHERE kind = 'seal' AND json_extract(doc, '$.seq') BETWEEN ? AND ?",
        )
        .get(first, last)?.seq ?? 0,
  };
}
