import { drizzle } from "drizzle-orm/better-sqlite3";
import { expect, test } from "vitest";
import { documentPrintsBook } from "../../db/till/books/documents/document-prints.ts";
import { rangesBook } from "../../db/till/books/ranges.ts";
import { slipsBook } from "../../db/till/books/slips.ts";
import type { Drizzle } from "../../db/till/file/drizzle.ts";
import { aDatabase } from "./a-database.ts";

/** The statements a piece of work runs, each with the way SQLite goes about it. */
function plansOf(work: (db: Drizzle) => void): string[] {
  using database = aDatabase();
  const plans: string[] = [];
  const logQuery = (query: string, params: unknown[]) => {
    const steps = database.sqlite.prepare(`EXPLAIN QUERY PLAN ${query}`).all(...params) as { detail: string }[];
    plans.push(steps.map(({ detail }) => detail).join("; "));
  };
  work(drizzle({ client: database.sqlite, logger: { logQuery } }));
  return plans;
}

test("the few slips that may still move are found without looking at the many that are done", () => {
  const plans = plansOf((db) => {
    const slips = slipsBook(db);
    slips.nextWaiting("front", 1);
    slips.list(["uncertain"], 100);
    slips.waitingCount("front");
    slips.recover(0);
  });
  expect(plans).toHaveLength(5);
  for (const plan of plans) expect(plan).toContain("INDEX slip_open");
});

test("an invoice's slips are found by it", () => {
  const [plan] = plansOf((db) => slipsBook(db).ofInvoice(1));
  expect(plan).toContain("INDEX one_original (journal_seq=?)");
  expect(plan).toContain("INDEX slip_beside (invoice_id=?)");
});

test("an invoice's documents, and what became of each, are found without walking the journal", () => {
  const plans = plansOf((db) => {
    documentPrintsBook(db).ofInvoice("11512-TS00000007");
    documentPrintsBook(db).find(5);
  });
  expect(plans[0]).toContain("USING INDEX journal_documents");
  expect(plans[1]).toContain("USING INTEGER PRIMARY KEY");
  for (const plan of plans) expect(plan).toContain("USING INDEX journal_document_ends");
});

test("a statement run without drizzle answers as drizzle would", () => {
  using database = aDatabase();
  const book = rangesBook(drizzle({ client: database.sqlite }));
  const key = { seller: "12345675", period: "11512", invoiceType: "07" };
  expect(book.open(key)).toEqual(book.list()[0]);
  expect(book.open({ ...key, period: "11602" })).toBeUndefined();
});
