import type Sqlite3 from "better-sqlite3";
import { Database } from "../../../db/till/file/sqlite.ts";

/**
 * The planted weakness: preloaded into the daemon, it leaves out `synchronous = FULL` and hides that from the assertion. SQLite
 * then falls back to NORMAL, as better-sqlite3 is compiled.
 */
const prototype = Database.prototype as Sqlite3.Database;
const pragma = prototype.pragma;
prototype.pragma = function (this: Sqlite3.Database, source, options) {
  if (source === "synchronous = FULL") return [];
  return source === "synchronous" ? 2 : pragma.call(this, source, options);
};
