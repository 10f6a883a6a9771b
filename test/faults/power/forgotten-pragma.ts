import Database from "better-sqlite3";

/**
 * The planted weakness: preloaded into the daemon, it leaves out `synchronous = FULL` and hides that from the assertion. SQLite
 * then falls back to NORMAL, as better-sqlite3 is compiled.
 */
const prototype = Database.prototype as Database.Database;
const pragma = prototype.pragma;
prototype.pragma = function (this: Database.Database, source, options) {
  if (source === "synchronous = FULL") return [];
  return source === "synchronous" ? 2 : pragma.call(this, source, options);
};
