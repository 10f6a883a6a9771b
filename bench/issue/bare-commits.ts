import { join } from "node:path";
import { Database } from "../../db/till/file/sqlite.ts";
import { aFolder } from "../rig/built-till.ts";

export interface BareCommits extends Disposable {
  /** Commits this many single rows one after the other; returns commits a second. */
  run(rows: number): number;
}

/** The disk's own measure: one small row a commit, as durable as the till's (WAL, `synchronous=FULL`), and nothing else. */
export function openBareCommits(): BareCommits {
  const folder = aFolder();
  const sqlite = new Database(join(folder.path, "bare.db"));
  sqlite.pragma("journal_mode = WAL");
  sqlite.pragma("synchronous = FULL");
  sqlite.exec("CREATE TABLE row (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT");
  const insert = sqlite.prepare("INSERT INTO row (text) VALUES (?)");
  return {
    run(rows) {
      const started = performance.now();
      for (let row = 0; row < rows; row++) insert.run("one bare row");
      return (rows / (performance.now() - started)) * 1000;
    },
    [Symbol.dispose]() {
      sqlite.close();
      folder[Symbol.dispose]();
    },
  };
}
