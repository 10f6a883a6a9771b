import { createRequire } from "node:module";
import type Sqlite3 from "better-sqlite3";

const require = createRequire(import.meta.url);
const nodeMajor = Number.parseInt(process.versions.node, 10);

/**
 * The package that brings SQLite to this Node: better-sqlite3 12, or from Node 22 on its 13, which Node 20 cannot load. Under Node
 * 24 the 12 ends the process when it ends, and at times while it runs (docs/decisions/0012-two-better-sqlite3.md).
 */
export const sqlitePackage = require.resolve(nodeMajor < 22 ? "better-sqlite3" : "better-sqlite3-13");

/** SQLite as this process speaks to it. Its types are imported from better-sqlite3. */
export const Database: typeof Sqlite3 = require(sqlitePackage);
