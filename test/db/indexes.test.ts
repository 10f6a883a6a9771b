import { drizzle } from "drizzle-orm/better-sqlite3";
import { expect, test } from "vitest";
import { alertsBook } from "../../db/till/books/alerts.ts";
import { documentPrintsBook } from "../../db/till/books/documents/document-prints.ts";
import { rangesBook } from "../../db/till/books/numbers/ranges.ts";
import { slipsBook } from "../../db/till/books/paper/slips.ts";
import { parcelsBook } from "../../db/till/books/parcels.ts";
import type { Drizzle } from "../../db/till/file/drizzle.ts";
import type { Sqlite } from "../../db/till/file/open.ts";
import { actsBook } from "../../db/till/reports/acts.ts";
import { closingsBook } from "../../db/till/reports/closings.ts";
import { conditionBook } from "../../db/till/reports/condition.ts";
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

/** The plans of statements that drizzle has no part in. */
function reportPlans(work: (sqlite: Sqlite) => void): string[] {
  using database = aDatabase();
  const plans: string[] = [];
  const watched = new Proxy(database.sqlite, {
    get: (sqlite, name) => {
      if (name !== "prepare") return Reflect.get(sqlite, name);
      return (query: string) => {
        const statement = sqlite.prepare(query);
        const explain = sqlite.prepare(`EXPLAIN QUERY PLAN ${query}`);
        const explained = (...bound: unknown[]) =>
          plans.push((explain.all(...bound) as { detail: string }[]).map(({ detail }) => detail).join("; "));
        return {
          all: (...bound: unknown[]) => explained(...bound) && statement.all(...bound),
          get: (...bound: unknown[]) => explained(...bound) && statement.get(...bound),
        };
      };
    },
  });
  work(watched);
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

test("a report reads the acts of its days, never every act there was", () => {
  const span = { from: 0, to: 86_400, after: 0, upTo: 9, terminal: null };
  const plans = reportPlans((sqlite) => {
    const db = drizzle({ client: sqlite });
    const books = [actsBook(db).pieces(span), actsBook(db).invoicePieces(span)];
    for (const pieces of books) while (!pieces.next().done);
    conditionBook(db).slips(span);
    conditionBook(db).openSlips();
    conditionBook(db).openParcels();
    closingsBook(db).since({ after: 0, upTo: 9, terminal: null });
  });
  const indexes = [
    "invoice_by_time",
    "invoice_revised",
    "undoing_by_time",
    "allowance_by_time",
    "allowance_cancel_by_time",
    "slip_open",
    "parcel_open",
  ];
  for (const index of indexes) expect(plans.some((plan) => plan.includes(`INDEX ${index}`))).toBe(true);
  expect(plans.filter((plan) => /SCAN (?!\w+ USING)/.test(plan) || plan.includes("TEMP B-TREE FOR ORDER"))).toEqual([]);
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

test("what a hub that forgot is told, is counted by an index that only what is accepted is in", () => {
  const plans = plansOf((db) => {
    const parcels = parcelsBook(db);
    parcels.firstAcceptedFrom(0);
    parcels.acceptedSums({ from: 0, until: 9 });
    parcels.acceptedIn({ from: 0, until: 9 }, { createdAt: 1, id: 1 }, 100);
  });
  expect(plans).toHaveLength(3);
  for (const plan of plans) expect(plan).toMatch(/SEARCH parcels USING (COVERING )?INDEX parcel_accepted/);
  expect(plans[1]).toContain("COVERING");
});

test("open alerts, waiting messages and the last paper of them are found without looking at the many that are done", () => {
  const plans = plansOf((db) => {
    const alerts = alertsBook(db);
    alerts.open();
    alerts.firstWaiting("mail");
    alerts.waitingCount("webhook");
    alerts.lastSentAt("mail");
  });
  expect(plans).toHaveLength(4);
  for (const plan of plans) expect(plan).toMatch(/INDEX (alert_open|post_waiting|post_ended)/);
});
