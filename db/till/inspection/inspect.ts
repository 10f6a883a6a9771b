import { openForReading, type Sqlite } from "../file/open.ts";
import { Database } from "../file/sqlite.ts";
import { migrations } from "../migrations/migrations.ts";
import { writingSynchronous } from "./durability.ts";
import { triedGuards } from "./guards.ts";

/** How a till's database is, as far as can be seen without changing it. */
export interface Inspection {
  readonly sqlite: string;
  /** Migrations that have run on it, and that this program knows. */
  readonly schema: number;
  readonly knownSchema: number;
  /** What SQLite's own quick check says is wrong. */
  readonly damage: readonly string[];
  readonly journalMode: string;
  readonly synchronous: number;
}

/** What the numbers in it say of themselves. */
export interface NumbersInspection {
  readonly guards: Readonly<Record<string, boolean>>;
  readonly repeated: readonly string[];
  readonly astray: readonly string[];
  readonly periods: readonly { readonly period: string; readonly firstAt: number; readonly lastAt: number }[];
  readonly overdue: number;
  readonly withoutParcel: number;
}

const mostNamed = 5;

/** Looks at the file itself; beside a running till, too. */
export function inspectDatabase(path: string): Inspection {
  return reading(path, (sqlite) => ({
    sqlite: sqlite.prepare("SELECT sqlite_version()").pluck().get() as string,
    schema: sqlite.pragma("user_version", { simple: true }) as number,
    knownSchema: migrations.length,
    damage: quickCheck(sqlite),
    journalMode: sqlite.pragma("journal_mode", { simple: true }) as string,
    synchronous: writingSynchronous(),
  }));
}

/** What SQLite itself says is wrong with the file, one that is no database any more included. */
export function damageOf(path: string): readonly string[] {
  try {
    return reading(path, quickCheck);
  } catch (error) {
    if (error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB)/.test(error.code)) return [error.message];
    throw error;
  }
}

function quickCheck(sqlite: Sqlite): readonly string[] {
  const lines = sqlite.pragma(`quick_check(${mostNamed})`) as { quick_check: string }[];
  return lines.map(({ quick_check }) => quick_check).filter((line) => line !== "ok");
}

/** Looks at every number ever issued, and breaks the rules that keep them on a copy. `atSeconds` is now. */
export function inspectNumbers(path: string, atSeconds: number): NumbersInspection {
  return reading(path, (sqlite) => ({
    guards: triedGuards(sqlite),
    repeated: sqlite.prepare(repeated).pluck().all() as string[],
    astray: sqlite.prepare(astray).pluck().all() as string[],
    periods: sqlite.prepare(periods).all() as { period: string; firstAt: number; lastAt: number }[],
    overdue: sqlite.prepare(overdue).pluck().get(atSeconds) as number,
    withoutParcel: sqlite.prepare(withoutParcel).pluck().get() as number,
  }));
}

const repeated = `SELECT period || '-' || number FROM invoices GROUP BY number, period, revision HAVING count(*) > 1 LIMIT ${mostNamed}`;

/** A number that is not spelled as its range spells it, or lies beyond where the range has counted to. */
const astray = `SELECT i.period || '-' || i.number FROM invoices i LEFT JOIN ranges r ON r.id = i.range_id
  WHERE r.id IS NULL OR r.period <> i.period
    OR i.number <> r.track || printf('%08d', CAST(substr(i.number, length(r.track) + 1) AS INTEGER))
    OR CAST(substr(i.number, length(r.track) + 1) AS INTEGER) NOT BETWEEN r.first AND r.next - 1
  LIMIT ${mostNamed}`;

const periods = `SELECT period, min(issued_at) AS firstAt, max(issued_at) AS lastAt FROM invoices GROUP BY period ORDER BY period`;

const overdue = `SELECT count(*) FROM parcels WHERE state NOT IN ('accepted', 'resolved') AND deadline < ?`;

/** An invoice's own upload points at the journal entry that the invoice is. */
const withoutParcel = `SELECT count(*) FROM invoices WHERE id NOT IN (SELECT journal_seq FROM parcels)`;

function reading<T>(path: string, look: (sqlite: Sqlite) => T): T {
  const sqlite = openForReading(path);
  try {
    return look(sqlite);
  } finally {
    sqlite.close();
  }
}
