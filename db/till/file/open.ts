import type Sqlite3 from "better-sqlite3";
import { migrations } from "../migrations/migrations.ts";
import { Database } from "./sqlite.ts";

export type Sqlite = Sqlite3.Database;

/** Below this SQLite has a bug that can corrupt a database when its WAL restarts (sqlite.org, 3.51.3 release notes). */
const oldestVersion = [3, 51, 3] as const;

/**
 * SQLite's own 1000 pages are 70 sales: more than one sale in a hundred would wait for the checkpoint's two extra syncs. Pages
 * written by many sales are then carried over once; the WAL stays near 16 MB.
 */
const checkpointPages = 4000;

/** The page cache better-sqlite3 is built with is four times this, which a till of 130 MB has no use for. */
const cacheKb = 4000;

/**
 * Opens the till's database for writing, as durable as SQLite can be: WAL with `synchronous=FULL`. better-sqlite3 is built
 * so that WAL silently falls back to NORMAL at first use, which loses acknowledged sales in a power cut; hence the explicit
 * pragma, and the assertion after the first write.
 */
export function openForWriting(path: string): Sqlite {
  const sqlite = new Database(path);
  try {
    assertVersion(sqlite);
    sqlite.pragma("journal_mode = WAL");
    sqlite.pragma("synchronous = FULL");
    sqlite.pragma("foreign_keys = ON");
    sqlite.pragma("busy_timeout = 5000");
    sqlite.pragma("journal_size_limit = 67108864");
    sqlite.pragma(`cache_size = -${cacheKb}`);
    sqlite.pragma(`wal_autocheckpoint = ${checkpointPages}`);
    // Undoing one sale of a group needs a journal of its own; above 64 KB, which a sale is, that would be a file on disk.
    sqlite.pragma("temp_store = MEMORY");
    migrate(sqlite);
    assertDurable(sqlite);
    return sqlite;
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

/** Opens it for looking only; works beside a running daemon. */
export function openForReading(path: string): Sqlite {
  const sqlite = new Database(path, { readonly: true, fileMustExist: true });
  sqlite.pragma("busy_timeout = 5000");
  return sqlite;
}

/** Takes a restored database off the machine and file it was of: nothing starts on it before it is adopted. */
export function unbind(path: string, binding: string): void {
  const sqlite = openForWriting(path);
  try {
    sqlite.prepare("UPDATE home SET binding = ?").run(binding);
  } finally {
    sqlite.close();
  }
}

function assertVersion(sqlite: Sqlite): void {
  const version = sqlite.prepare("SELECT sqlite_version()").pluck().get() as string;
  const parts = version.split(".").map(Number);
  const firstDifference = oldestVersion.findIndex((wanted, index) => parts[index] !== wanted);
  if (firstDifference >= 0 && (parts[firstDifference] ?? 0) < oldestVersion[firstDifference]!)
    throw new Error(`SQLite ${version} is too old; ${oldestVersion.join(".")} or newer is needed`);
}

/** Each migration is one transaction together with its mark: a kill in the middle leaves the old state or the new, never between. */
function migrate(sqlite: Sqlite): void {
  const done = sqlite.pragma("user_version", { simple: true }) as number;
  if (done > migrations.length)
    throw new Error(`this home was written by a newer Tillseal (schema ${done}, this one knows ${migrations.length})`);
  for (const [index, migration] of migrations.entries()) {
    if (index < done) continue;
    sqlite.transaction(() => {
      sqlite.exec(migration);
      sqlite.pragma(`user_version = ${index + 1}`);
    })();
  }
}

/** A write first, because the silent fallback happens at the first one. */
function assertDurable(sqlite: Sqlite): void {
  sqlite.pragma(`user_version = ${migrations.length}`);
  const synchronous = sqlite.pragma("synchronous", { simple: true });
  const mode = sqlite.pragma("journal_mode", { simple: true });
  if (synchronous !== 2 || mode !== "wal") throw new Error(`the database is not durable: ${mode}, synchronous=${synchronous}`);
}
