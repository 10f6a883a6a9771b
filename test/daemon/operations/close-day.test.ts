import { describe, expect, test } from "vitest";
import { publicKeys } from "../../../src/daemon/home/keys.ts";
import { JournalWatch } from "../../../src/daemon/journal-watch.ts";
import type { ClosingRecord } from "../../../src/invoice/totals/report.ts";
import { aSale, aTill, type TestTill } from "../../till/a-till.ts";
import { problemOf } from "../problem.ts";
import { close, dayOf } from "../reports/asked.ts";
import { allow, answer, cancel, sell, windTo, withdraw } from "./undo/acts.ts";

function entryOf({ home: { ledger } }: TestTill, seq: number) {
  const entry = ledger.journal.find(seq)!;
  return { ...entry, record: JSON.parse(entry.doc) as ClosingRecord };
}

describe("closing a day", () => {
  test("journals the totals with the head before them, and answers with the entry", async () => {
    await using till = await aTill();
    await sell(till, { terminal: "POS1" });
    const head = await answer(till.get("/v1/journal/head"));
    const { totals } = await dayOf(till);
    const closing = await close(till);
    expect(closing).toMatchObject({ date: "2026-11-22", by: "test", head, totals, previous: null });
    expect(closing.entry).toEqual(await answer(till.get("/v1/journal/head")));
    const { kind, record, prev } = entryOf(till, closing.entry.seq);
    expect(kind).toBe("closing");
    expect(record).toMatchObject({ totals, head, by: "test" });
    expect(prev.toString("hex")).toBe(closing.head.hash);
  });

  test("can be proven later: the chain is whole, and the day summed again says the same", async () => {
    await using till = await aTill();
    const { id } = await sell(till);
    const closing = await close(till);
    await windTo(till, "2026-11-23T10:00:00");
    await cancel(till, id);
    const watch = new JournalWatch(till.home.ledger.journal, publicKeys(till.home.paths.keys));
    while ((await watch.walkOn()) === "worked");
    expect(watch).toMatchObject({ broken: null, walkedTo: till.home.ledger.journal.head().seq });
    expect((await dayOf(till, { date: closing.date })).totals).toEqual(closing.totals);
  });

  test("takes in a sale made while the day was being summed", async () => {
    await using till = await aTill();
    for (let sale = 0; sale < 3; sale++) await sell(till);
    const [closing, ...sold] = await Promise.all([close(till), sell(till), sell(till)]);
    const before = sold.filter(({ seal }) => seal.seq < closing.entry.seq).length;
    expect(closing.head.seq).toBe(closing.entry.seq - 1);
    expect(closing.totals.issued.count).toBe(3 + before);
  });

  test("does not stop sales, and a second closing knows the first and what was done since", async () => {
    await using till = await aTill();
    const [one, two] = [await sell(till), await sell(till)];
    const first = await close(till);
    await sell(till);
    await windTo(till, "2026-11-23T00:30:00");
    await sell(till);
    await cancel(till, one.id);
    await withdraw(till, one.id);
    await allow(till, two.id, [{ line: 1, amount: 30 }]);
    const second = await close(till);
    expect(second.previous).toEqual({
      ...first.entry,
      date: "2026-11-22",
      madeAt: first.madeAt,
      since: {
        issued: { count: 2, total: 260 },
        undone: { count: 1, total: 130 },
        allowances: { count: 1, total: 30 },
        net: 100,
      },
    });
    expect(second.totals).toMatchObject({ issued: { count: 1 }, net: { total: 130 - 130 - 30 } });
  });

  test("of a terminal follows that terminal's closings only", async () => {
    await using till = await aTill();
    await sell(till, { terminal: "POS1" });
    const first = await close(till, { terminal: "POS1" });
    await close(till);
    await sell(till, { terminal: "POS1" });
    await sell(till, { terminal: "POS2" });
    const second = await close(till, { terminal: "POS1" });
    expect(second.previous).toMatchObject({ seq: first.entry.seq, since: { issued: { count: 1 }, net: 130 } });
    expect(second).toMatchObject({ terminal: "POS1", totals: { issued: { count: 2 } } });
  });

  test("of an earlier day is possible, of one to come it is not", async () => {
    await using till = await aTill();
    await sell(till);
    await windTo(till, "2026-11-24T09:00:00");
    expect(await close(till, { date: "2026-11-22" })).toMatchObject({ date: "2026-11-22", totals: { issued: { count: 1 } } });
    const refused = await till.post("/v1/reports/day/close", { date: "2026-11-25" });
    expect(await problemOf(refused)).toMatchObject({ status: 409, code: "day-not-begun", faults: [{ path: "date" }] });
  });

  test("accepts print, and says no more of paper", async () => {
    await using till = await aTill();
    expect(await close(till, { print: true })).toMatchObject({ date: "2026-11-22" });
  });
});

describe("a closing asked for twice", () => {
  const key = { "idempotency-key": "close-1" };

  test("under one key is one entry, answered the same, even after midnight", async () => {
    await using till = await aTill();
    await sell(till);
    const first = await close(till, {}, key);
    await windTo(till, "2026-11-23T09:00:00");
    const again = await till.post("/v1/reports/day/close", {}, key);
    expect([again.status, again.headers.get("idempotent-replayed")]).toEqual([200, "true"]);
    expect(await again.json()).toEqual(first);
    expect(till.home.ledger.journal.head().seq).toBe(first.entry.seq);
  });

  test("at once under one key is one entry too", async () => {
    await using till = await aTill();
    await sell(till);
    const answers = await Promise.all([1, 2, 3].map(() => till.post<object>("/v1/reports/day/close", {}, key)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 201]);
    const bodies = await Promise.all(answers.map((one) => one.json()));
    expect(bodies[1]).toEqual(bodies[0]);
    expect(till.home.ledger.journal.after(0, 100).filter(({ kind }) => kind === "closing")).toHaveLength(1);
  });

  test("under one key with other content is refused", async () => {
    await using till = await aTill();
    await close(till, {}, key);
    const other = await till.post("/v1/reports/day/close", { terminal: "POS1" }, key);
    expect(await problemOf(other)).toMatchObject({ status: 409, code: "request-reused" });
  });

  test("under the key of a sale is refused, and the sale stands", async () => {
    await using till = await aTill();
    await answer(till.post("/v1/sales", aSale({ requestId: "close-1" })), 201);
    expect(await problemOf(await till.post("/v1/reports/day/close", {}, key))).toMatchObject({ code: "request-reused" });
  });
});

test("a till with a damaged journal closes nothing, but still reports", async () => {
  await using till = await aTill();
  await sell(till);
  const broken = { seq: 2, kind: "key", fault: "gap", explanation: "Entry 2 is missing." } as const;
  Object.defineProperty(till.till.shop.journalWatch, "broken", { get: () => broken });
  expect(await problemOf(await till.post("/v1/reports/day/close", {}))).toMatchObject({ code: "journal-damaged" });
  expect((await dayOf(till)).totals.issued.count).toBe(1);
});
