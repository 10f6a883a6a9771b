import type { Sqlite } from "../file/open.ts";
import { Database } from "../file/sqlite.ts";

/** A forbidden act, and what must be there for it to be tried. */
const attempts: Readonly<Record<string, string>> = {
  "number-twice": invoice({ id: 2 }),
  "number-again": invoice({ id: 2, revision: 2 }),
  "range-back": "UPDATE ranges SET next = 4 WHERE id = 1",
  "ranges-overlap": range({ id: 2, first: 49, last: 98 }),
  "invoice-altered": "UPDATE invoices SET total = 1 WHERE id = 1",
  "invoice-deleted": "DELETE FROM invoices WHERE id = 1",
  "journal-altered": "UPDATE journal SET at = 1 WHERE seq = 1",
  "journal-deleted": "DELETE FROM journal WHERE seq = 1",
};

/**
 * Breaks a database's own rules on an empty copy of them in memory: a rule that has the right name and does nothing is found
 * as well as one that is gone. Says of each forbidden act whether it was refused.
 */
export function triedGuards(sqlite: Sqlite): Record<string, boolean> {
  using copy = emptyCopy(sqlite);
  return Object.fromEntries(Object.entries(attempts).map(([guard, act]) => [guard, copy.whole && refuses(copy.sqlite, act)]));
}

interface Copy extends Disposable {
  readonly sqlite: Sqlite;
  /** Whether lawful rows could be written at all; without them a refusal would prove nothing. */
  readonly whole: boolean;
}

function emptyCopy(sqlite: Sqlite): Copy {
  const copy = new Database(":memory:");
  copy.pragma("foreign_keys = OFF");
  const parts = sqlite
    .prepare(
      "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type = 'trigger', type = 'index', rowid",
    )
    .pluck()
    .all() as string[];
  const lawful = [...parts, entry(1), entry(2), range({ id: 1, first: 0, last: 49 }), invoice({ id: 1 })];
  const whole = lawful.every((statement) => !fails(copy, statement));
  return { sqlite: copy, whole, [Symbol.dispose]: () => copy.close() };
}

/** Tried and taken back, whatever came of it. */
function refuses(sqlite: Sqlite, act: string): boolean {
  sqlite.exec("SAVEPOINT attempt");
  try {
    sqlite.exec(act);
    return false;
  } catch (error) {
    return error instanceof Database.SqliteError && error.code.startsWith("SQLITE_CONSTRAINT");
  } finally {
    sqlite.exec("ROLLBACK TO attempt; RELEASE attempt");
  }
}

function fails(sqlite: Sqlite, statement: string): boolean {
  try {
    sqlite.exec(statement);
    return false;
  } catch {
    return true;
  }
}

function entry(seq: number): string {
  return `INSERT INTO journal (seq, kind, doc, prev, hash, at)
    VALUES (${seq}, 'invoice', '{"seller":{"businessId":"seller"}}', zeroblob(32), zeroblob(32), 0)`;
}

function range({ id, first, last }: { readonly id: number; readonly first: number; readonly last: number }): string {
  return `INSERT INTO ranges (id, seller, invoice_type, period, track, first, last, next, state, source)
    VALUES (${id}, 'seller', 'type', 'period', 'XX', ${first}, ${last}, ${Math.min(first + 5, last)}, 'standby', 'guards')`;
}

function invoice({ id, revision = 1 }: { readonly id: number; readonly revision?: number }): string {
  return `INSERT INTO invoices (id, period, number, revision, range_id, random_code, issued_at, total, client)
    VALUES (${id}, 'period', 'XX00000000', ${revision}, 1, '0000', 0, 1, 'guards')`;
}
