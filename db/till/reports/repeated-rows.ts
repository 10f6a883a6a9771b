import type { Drizzle } from "../file/drizzle.ts";

/** What a row beside the journal says, by name: its table, and whatever its entry says too. */
export type RowWords = Readonly<Record<string, string | number | null>>;

/** Rows that only repeat for finding what an entry says, by the place of that entry. What points astray says null. */
export function repeatedRowsBook(db: Drizzle) {
  return {
    /** Rows of the entries after one place, up to and with another. */
    between(after: number, upTo: number): ReadonlyMap<number, readonly RowWords[]> {
      const found = new Map<number, RowWords[]>();
      // Prepared at use: a till that is only looked at may be of an older schema.
      for (const query of [invoices, undoings, allowances, allowanceCancels])
        for (const { seq, ...words } of db.$client.prepare<[object], RowWords & { seq: number }>(query).all({ after, upTo }))
          found.set(seq, [...(found.get(seq) ?? []), words]);
      return found;
    },
  };
}

/** `inRange`: the number is one of the range that the row names. `client` is null where a revision has its first sale's client, as it must. */
const invoices = `
SELECT i.id AS seq, 'invoices' AS "table", i.number, i.period, i.revision, i.random_code AS randomCode, i.issued_at AS issuedAt,
  i.total, i.terminal, i.order_id AS orderId, i.buyer, i.carrier,
  CASE WHEN i.revision > 1 AND i.client = (
    SELECT f.client FROM invoices f WHERE f.number = i.number AND f.period = i.period AND f.revision = 1) THEN NULL ELSE i.client END AS client,
  EXISTS (SELECT 1 FROM ranges r WHERE r.id = i.range_id AND r.period = i.period AND r.track = substr(i.number, 1, length(i.number) - 8)
    AND CAST(substr(i.number, -8) AS INTEGER) BETWEEN r.first AND r.last) AS inRange
FROM invoices i WHERE i.id > @after AND i.id <= @upTo`;

const undoings = `
SELECT u.journal_seq AS seq, 'undoings' AS "table", u.act, u.at, i.number, i.period, i.revision
FROM undoings u LEFT JOIN invoices i ON i.id = u.invoice_id WHERE u.journal_seq > @after AND u.journal_seq <= @upTo`;

const allowances = `
SELECT a.journal_seq AS seq, 'allowances' AS "table", a.number AS allowanceNumber, a.total, a.at, i.number, i.period
FROM allowances a LEFT JOIN invoices i ON i.id = a.invoice_id WHERE a.journal_seq > @after AND a.journal_seq <= @upTo`;

const allowanceCancels = `
SELECT c.journal_seq AS seq, 'allowance_cancels' AS "table", c.at, a.number AS allowanceNumber
FROM allowance_cancels c LEFT JOIN allowances a ON a.id = c.allowance_id WHERE c.journal_seq > @after AND c.journal_seq <= @upTo`;
