import { drizzle } from "drizzle-orm/better-sqlite3";
import type { Sqlite } from "./open.ts";

/** The database as the books see it. */
export type Drizzle = ReturnType<typeof drizzleOver>;

export function drizzleOver(sqlite: Sqlite) {
  return drizzle({ client: sqlite });
}
