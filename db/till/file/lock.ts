import type Sqlite3 from "better-sqlite3";
import { refuse } from "./problems.ts";
import { Database } from "./sqlite.ts";

/** The home is ours as long as this is held; the system lets go of it even when the process is killed. */
export interface HomeLock extends Disposable {
  readonly pid: number;
}

/**
 * Takes `lock.db` for the life of the process. A second process is refused with the holder's pid, which is kept for display
 * only: the lock itself is SQLite's, so a stale pid can neither block nor admit anyone.
 */
export function lockHome(path: string, pid: number): HomeLock {
  const sqlite = new Database(path);
  try {
    sqlite.pragma("busy_timeout = 0");
    sqlite.exec("CREATE TABLE IF NOT EXISTS holder (one INTEGER PRIMARY KEY CHECK (one = 1), pid INTEGER NOT NULL) STRICT");
    sqlite.exec(`INSERT INTO holder VALUES (1, ${pid}) ON CONFLICT (one) DO UPDATE SET pid = excluded.pid`);
    // Held open, never committed: writers are shut out, while readers may still see who holds it.
    sqlite.exec("BEGIN IMMEDIATE");
  } catch (error) {
    const holder = holderOf(sqlite);
    sqlite.close();
    if (error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_BUSY"))
      throw refuse("home-busy", `This home is in use by process ${holder ?? "unknown"}.`, {
        hint: "One process per home: stop that process first, or start this one on another home with --home.",
      });
    throw error;
  }
  return { pid, [Symbol.dispose]: () => sqlite.close() };
}

function holderOf(sqlite: Sqlite3.Database): number | null {
  try {
    return (sqlite.prepare("SELECT pid FROM holder").pluck().get() as number | undefined) ?? null;
  } catch {
    return null;
  }
}
