import { drizzle } from "drizzle-orm/better-sqlite3";
import { expect, test } from "vitest";
import { parcelsBook } from "../../../db/till/books/parcels.ts";
import { aDatabase, addJournal } from "../a-database.ts";

/** Three threads; the first has two parcels. */
function aBook() {
  const database = aDatabase();
  const plans: string[] = [];
  const logQuery = (query: string, params: unknown[]) => {
    const steps = database.sqlite.prepare(`EXPLAIN QUERY PLAN ${query}`).all(...params) as { detail: string }[];
    plans.push(steps.map(({ detail }) => detail).join("; "));
  };
  const book = parcelsBook(drizzle({ client: database.sqlite, logger: { logQuery } }));
  for (const seq of [2, 3, 4, 5]) addJournal(database.sqlite, seq);
  for (const [journalSeq, thread] of [
    [2, 2],
    [3, 3],
    [4, 2],
    [5, 5],
  ] as const)
    book.add({
      thread,
      journalSeq,
      invoiceId: 1,
      message: "F0401",
      state: "waiting",
      reason: null,
      deadline: 100,
      createdAt: 0,
    });
  return { database, book, plans };
}

test("what has ended is counted as it ends, however it ends and should it begin anew", () => {
  const { database, book } = aBook();
  using _ = database;
  expect(book.counts()).toEqual({ waiting: 4 });
  const row = (seq: number) => book.find(seq)!.row;
  for (const seq of [2, 3, 5]) book.move(row(seq), "send", {});
  book.move(row(2), "accept", {});
  book.move(row(3), "accept", {});
  book.move(row(5), "reject", {});
  expect(book.counts()).toEqual({ waiting: 1, rejected: 1, accepted: 2 });
  book.move(row(5), "resolve", {});
  book.move(row(3), "forgotten", {});
  expect(book.counts()).toEqual({ waiting: 2, accepted: 1, resolved: 1 });
  expect(() => database.sqlite.exec("UPDATE ended_parcels SET count = -1")).toThrow("CHECK");
  expect(() =>
    database.sqlite.exec(
      "INSERT INTO parcels (thread, journal_seq, message, state, deadline, created_at, due_at) VALUES (1, 1, 'F0401', 'accepted', 0, 0, 0)",
    ),
  ).toThrow("a parcel begins open");
});

test("the list goes by threads, newest first, page by page, and never reads all there are", () => {
  const { database, book, plans } = aBook();
  using _ = database;
  plans.length = 0;
  const seqs = (before: number | undefined) => book.list(undefined, before, 2).map(({ row }) => row.journalSeq);
  expect([seqs(undefined), seqs(3), seqs(2)]).toEqual([[5, 3], [4, 2], []]);
  expect(book.list("waiting", undefined, 9).map(({ row }) => row.journalSeq)).toEqual([5, 3, 4, 2]);
  expect(book.list("accepted", undefined, 9)).toEqual([]);
  const listed = plans.filter((plan) => plan.includes("journal"));
  expect(listed.filter((plan) => /parcel_open|PRIMARY KEY/.test(plan) || /SCAN parcels$/.test(plan.split(";")[0]!))).toHaveLength(
    listed.length,
  );
  expect(listed.slice(0, 2).filter((plan) => plan.includes("TEMP B-TREE"))).toEqual([]);
});

test("hastening takes only what the wire alone kept waiting, so many at once, by the index of what is open", () => {
  const { database, book, plans } = aBook();
  using _ = database;
  const pause = (seq: number, note: { reason: string | null; code?: string }) =>
    book.put(book.row(seq)!, { dueAt: 1000, ...note });
  pause(2, { reason: "cut" });
  pause(3, { reason: "busy", code: "E9901" });
  pause(4, { reason: "cut" });
  pause(5, { reason: null });
  plans.length = 0;
  expect([book.hasten(7, 1), book.hasten(7, 9), book.hasten(7, 9)]).toEqual([1, 1, 0]);
  expect(plans[0]).toContain("parcel_open");
  expect([2, 3, 4, 5].map((seq) => book.row(seq)!.dueAt)).toEqual([7, 1000, 7, 1000]);
});
