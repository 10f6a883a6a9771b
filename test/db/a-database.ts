import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openForWriting, type Sqlite } from "../../db/till/file/open.ts";

export interface TestDatabase extends Disposable {
  readonly folder: string;
  readonly path: string;
  readonly sqlite: Sqlite;
}

/** A till's database in a folder of its own, with one home, one range, one invoice and its original slip in it. */
export function aDatabase(): TestDatabase {
  const folder = mkdtempSync(join(tmpdir(), "tillseal-db-"));
  const path = join(folder, "till.db");
  const sqlite = openForWriting(path);
  sqlite.exec("INSERT INTO home VALUES (1, 'demo', 'tw', 'this machine', 0, NULL, NULL, NULL)");
  addJournal(sqlite, 1);
  sqlite.exec(`INSERT INTO ranges (id, seller, invoice_type, period, track, first, last, next, state, source)
    VALUES (1, '12345675', '07', '11512', 'TS', 0, 49, 1, 'open', 'test')`);
  addInvoice(sqlite, { id: 1, number: "TS00000000" });
  addSlip(sqlite, { id: 1 });
  sqlite.exec("INSERT INTO requests VALUES ('test', 'sale-1', 'sale', x'00', 1, NULL, 0)");
  return {
    folder,
    path,
    sqlite,
    [Symbol.dispose]: () => {
      sqlite.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** An entry of the journal; only its place and its seller are real. */
export function addJournal(sqlite: Sqlite, seq: number): void {
  sqlite
    .prepare("INSERT INTO journal VALUES (?, 'invoice', ?, ?, ?, NULL, NULL, 0)")
    .run(seq, '{"seller":{"businessId":"12345675"}}', Buffer.alloc(32), Buffer.alloc(32, seq));
}

/** A day closed, with its entry. */
export function addClosing(sqlite: Sqlite, seq: number): void {
  sqlite.exec(`INSERT INTO journal VALUES (${seq}, 'closing', '{}', zeroblob(32), randomblob(32), NULL, NULL, 0);
    INSERT INTO closings VALUES (${seq}, '2026-11-26', NULL, 0)`);
}

export function addInvoice(sqlite: Sqlite, invoice: { id: number; number: string; period?: string; range?: number }): void {
  sqlite
    .prepare("INSERT INTO invoices VALUES (?, ?, ?, 1, ?, '0412', 0, 120, 'test', NULL, NULL, NULL, NULL)")
    .run(invoice.id, invoice.period ?? "11512", invoice.number, invoice.range ?? 1);
}

export function addRange(
  sqlite: Sqlite,
  range: { id: number; seller?: string; period?: string; track?: string; headOffice?: string },
): void {
  const { id, seller = "12345675", period = "11512", track = "TS", headOffice = null } = range;
  sqlite
    .prepare(
      `INSERT INTO ranges (id, seller, invoice_type, period, track, first, last, next, state, source, head_office)
       VALUES (?, ?, '07', ?, ?, 0, 49, 0, 'standby', 'test', ?)`,
    )
    .run(id, seller, period, track, headOffice);
}

export function addSlip(sqlite: Sqlite, slip: { id?: number; copy?: number; state?: string; outcome?: string } = {}): void {
  sqlite
    .prepare(
      `INSERT INTO slips (id, invoice_id, journal_seq, document, copy, printer, state, after_clear, outcome, created_at)
       VALUES (?, 1, 1, 'proof', ?, 'front', ?, 0, ?, 0)`,
    )
    .run(slip.id ?? null, slip.copy ?? 0, slip.state ?? "waiting", slip.outcome ?? null);
}
