import { Worker } from "node:worker_threads";
import { sqlitePackage } from "./sqlite.ts";

/** What a copy of the till's database holds, read off the copy itself. */
export interface Snapshot {
  readonly head: { readonly seq: number; readonly hash: string };
  readonly schema: number;
  readonly invoices: number;
  /** The newest invoice's number; null before the first. */
  readonly lastNumber: string | null;
  /** What SQLite finds wrong with the copy; lawfully nothing. */
  readonly damage: readonly string[];
}

/**
 * Copies a database while others write to it, as it was at one moment, into a new or empty file, and looks the copy through. All of it
 * on a thread of its own: SQLite would otherwise hold up every sale for as long as the copy takes.
 */
export function takeSnapshot(path: string, target: string): Promise<Snapshot> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(copyist, { eval: true, workerData: { sqlitePackage, path, target } });
    worker.once("message", (answer: Snapshot | Failure) => {
      if ("failure" in answer) reject(Object.assign(new Error(answer.failure), { code: answer.code }));
      else resolve(answer);
    });
    worker.once("error", reject);
    worker.once("exit", (code) => reject(new Error(`the copying thread ended with ${code}`)));
  });
}

/** Sent as words: of SQLite's own error nothing but the code comes through between threads. */
interface Failure {
  readonly failure: string;
  readonly code?: string;
}

/** JavaScript as it stands, since a thread is started from text or from a file that is compiled already. */
const copyist = `
const { parentPort, workerData } = require("node:worker_threads");
const Database = require(workerData.sqlitePackage);
try {
  parentPort.postMessage(copied());
} catch (error) {
  parentPort.postMessage({ failure: error.message, code: error.code });
}
function copied() {
  const source = new Database(workerData.path, { readonly: true, fileMustExist: true });
  source.pragma("busy_timeout = 5000");
  source.pragma("cache_size = -4000");
  source.prepare("VACUUM INTO ?").run(workerData.target);
  source.close();
  const copy = new Database(workerData.target, { readonly: true, fileMustExist: true });
  copy.pragma("cache_size = -4000");
  const one = (sql) => copy.prepare(sql).pluck().get() ?? null;
  const damage = copy.pragma("integrity_check(5)").map((row) => row.integrity_check).filter((line) => line !== "ok");
  const snapshot = {
    head: { seq: one("SELECT max(seq) FROM journal") ?? 0, hash: one("SELECT lower(hex(hash)) FROM journal ORDER BY seq DESC LIMIT 1") ?? "" },
    schema: copy.pragma("user_version", { simple: true }),
    invoices: one("SELECT count(*) FROM invoices"),
    lastNumber: one("SELECT number FROM invoices ORDER BY id DESC LIMIT 1"),
    damage,
  };
  copy.close();
  return snapshot;
}
`;
