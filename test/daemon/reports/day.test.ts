import { describe, expect, test } from "vitest";
import { aTill } from "../../till/a-till.ts";
import { allow, answer, cancel, reissue, sell, windTo, withdraw } from "../operations/undo/acts.ts";
import { problemOf } from "../problem.ts";
import { dayOf } from "./asked.ts";

describe("the day's report", () => {
  test("of a day without a sale is clear and empty, today's by default", async () => {
    await using till = await aTill();
    const report = await dayOf(till);
    expect(report).toMatchObject({ date: "2026-11-22", terminal: null, environment: "demo", open: [], uploads: {} });
    expect(report.totals).toMatchObject({
      issued: { count: 0, total: 0 },
      net: { total: 0 },
      ranges: [],
      payments: [],
      tills: [],
    });
  });

  test("ends at midnight in Taipei, to the second", async () => {
    await using till = await aTill();
    await windTo(till, "2026-11-22T23:59:59");
    await sell(till);
    await windTo(till, "2026-11-23T00:00:00");
    await sell(till);
    await sell(till);
    for (const [date, count] of [
      ["2026-11-21", 0],
      ["2026-11-22", 1],
      ["2026-11-23", 2],
    ] as const)
      expect((await dayOf(till, { date })).totals.issued.count, date).toBe(count);
    expect((await dayOf(till)).date).toBe("2026-11-23");
  });

  test("counts every undoing for the day of the act, and leaves the day of the sale as it was", async () => {
    await using till = await aTill();
    const [one, two, three] = [await sell(till), await sell(till), await sell(till)];
    const before = await dayOf(till, { date: "2026-11-22" });
    await windTo(till, "2026-11-23T09:00:00");
    await cancel(till, one.id);
    await withdraw(till, two.id);
    await reissue(till, two.id, { lines: [{ name: "茶", quantity: 1, unitPrice: 90 }] });
    await allow(till, three.id, [{ line: 1, amount: 30 }]);
    expect((await dayOf(till, { date: "2026-11-22" })).totals).toEqual(before.totals);
    expect((await dayOf(till)).totals).toMatchObject({
      issued: { count: 0 },
      reissued: { count: 1, total: 90 },
      cancelled: { count: 1, total: 130 },
      withdrawn: { count: 1, total: 130 },
      allowances: { count: 1, total: 30 },
      net: { count: -1, total: 90 - 130 - 130 - 30 },
    });
  });

  test("takes the money of a cancelled invoice away once, though it is withdrawn later", async () => {
    await using till = await aTill();
    const { id } = await sell(till);
    await cancel(till, id);
    await withdraw(till, id);
    expect((await dayOf(till)).totals).toMatchObject({
      cancelled: { count: 1 },
      withdrawn: { count: 0 },
      withdrawnAfterCancel: 1,
      net: { count: 0, total: 0 },
    });
  });

  test("adds up payments, and shows what was left unsaid of them", async () => {
    await using till = await aTill();
    await sell(till, {
      payments: [
        { method: "cash", amount: 100 },
        { method: "card", amount: 30 },
      ],
    });
    const { id } = await sell(till, { payments: [{ method: "cash", amount: 50 }] });
    await cancel(till, id);
    expect((await dayOf(till)).totals.payments).toEqual([
      { method: "card", taken: 30, undone: 0 },
      { method: "cash", taken: 150, undone: 50 },
      { method: null, taken: 80, undone: 80 },
    ]);
  });

  test("of one terminal has that terminal's sales, and what was undone of them", async () => {
    await using till = await aTill();
    const { id } = await sell(till, { terminal: "POS1", cashier: "amy" });
    await sell(till, { terminal: "POS2" });
    await allow(till, id, [{ line: 1, amount: 30 }]);
    const { totals, uploads } = await dayOf(till, { terminal: "POS1" });
    expect(totals).toMatchObject({ issued: { count: 1 }, net: { total: 100 } });
    expect(totals.tills).toEqual([
      {
        terminal: "POS1",
        cashier: "amy",
        issued: { count: 1, total: 130 },
        undone: { count: 0, total: 0 },
        allowances: { count: 1, total: 30 },
        net: 100,
      },
    ]);
    expect(uploads).toEqual({ held: 2 });
  });

  test("knows papers, carriers, donations and uploads, and says in words what is open", async () => {
    await using till = await aTill();
    await sell(till);
    await sell(till, { print: false });
    await sell(till, { print: "by-caller" });
    await sell(till, { carrier: { type: "3J0002", id: "/ABC+123" } });
    await sell(till, { donation: "168001" });
    const { papers, totals, uploads, open } = await dayOf(till);
    expect(papers).toMatchObject({ waiting: 1, held: 1, sent: 1, printed: 0, doubtful: 0 });
    expect(totals.recipients).toEqual({ companies: 0, consumers: 5, onPaper: 3, carriers: 1, donations: 1 });
    expect(uploads).toEqual({ held: 5 });
    expect(open.map(({ code, count }) => [code, count])).toEqual([
      ["slips-waiting", 1],
      ["slips-held", 1],
      ["parcels-open", 5],
    ]);
    expect(open[2]!.message).toContain("5 held");
  });

  test("names the head of the journal it was made at", async () => {
    await using till = await aTill();
    await sell(till);
    expect((await dayOf(till)).head).toEqual(await answer(till.get("/v1/journal/head")));
  });

  test.each(["2026-02-30", "20261122", "today", "2026-13-01", ""])("refuses the date %j, naming the field", async (date) => {
    await using till = await aTill();
    expect(await problemOf(await till.get(`/v1/reports/day?date=${date}`))).toMatchObject({
      status: 422,
      code: "request-invalid",
      faults: [{ path: "date" }],
    });
  });
});

describe("who may see and close", () => {
  test.each([
    ["sell", "GET", "/v1/reports/day", 403],
    ["sell", "GET", "/v1/reports/period", 403],
    ["sell", "POST", "/v1/reports/day/close", 403],
    ["read", "GET", "/v1/reports/day", 200],
    ["read", "GET", "/v1/reports/period", 200],
    ["read", "POST", "/v1/reports/day/close", 403],
    ["operate", "GET", "/v1/reports/day", 200],
    ["operate", "POST", "/v1/reports/day/close", 201],
    ["admin", "POST", "/v1/reports/day/close", 201],
  ] as const)("the scope %s and %s %s: %i", async (scope, method, path, status) => {
    await using till = await aTill();
    const headers = { authorization: `Bearer ${await till.token(`a-${scope}`, scope)}` };
    const response = method === "GET" ? await till.get(path, headers) : await till.post(path, {}, headers);
    expect(response.status).toBe(status);
  });
});
