import { describe, expect, test } from "vitest";
import { aSale, aTill } from "../../till/a-till.ts";
import { problemOf } from "../problem.ts";

describe("a sale that comes late", () => {
  const soldAt = (minutes: number) => new Date(Date.parse("2026-11-22T14:03:05+08:00") - minutes * 60_000).toISOString();

  test("over ten minutes is refused, because an invoice may have been written by hand", async () => {
    await using till = await aTill();
    const refused = await till.post("/v1/sales", aSale({ soldAt: soldAt(11) }));
    expect(refused.status).toBe(409);
    expect(await problemOf(refused)).toMatchObject({ code: "sale-late", hint: expect.stringContaining("late: true") });
    expect(till.home.ledger.invoices.count()).toBe(0);
  });

  test("is issued when it says so, and within ten minutes without saying so", async () => {
    await using till = await aTill();
    expect((await till.post("/v1/sales", aSale({ soldAt: soldAt(11), late: true }))).status).toBe(201);
    expect((await till.post("/v1/sales", aSale({ soldAt: soldAt(10) }))).status).toBe(201);
  });

  test("is dated by the till, never by what the POS says", async () => {
    await using till = await aTill();
    const answer = await (await till.post("/v1/sales", aSale({ soldAt: soldAt(300), late: true }))).json();
    expect(answer.issuedAt).toBe("2026-11-22T14:03:05+08:00");
  });

  test("cannot be noticed from a clock that is ahead, so the POS is told of it", async () => {
    await using till = await aTill();
    const warned = await (await till.post("/v1/sales", aSale({ soldAt: soldAt(-6) }))).json();
    expect(warned.warnings).toEqual([{ code: "sold-ahead", message: expect.stringContaining("6 minutes ahead") }]);
    expect((await (await till.post("/v1/sales", aSale({ soldAt: soldAt(-5) }))).json()).warnings).toEqual([]);
  });

  test("may be older where the shop says so", async () => {
    await using till = await aTill({ config: { lateMinutes: 30 } });
    expect((await till.post("/v1/sales", aSale({ soldAt: soldAt(29) }))).status).toBe(201);
  });
});

test("a POS that expects a live till gets nothing from a demo till", async () => {
  await using till = await aTill();
  const refused = await till.post("/v1/sales", aSale({ expect: "live" }));
  expect(refused.status).toBe(409);
  expect(await problemOf(refused)).toMatchObject({ code: "not-live" });
});

test("below the free space the shop keeps, nothing is issued until there is room again", async () => {
  let free = 63 * 1024 * 1024;
  await using till = await aTill({ config: { freeSpaceMb: 64 }, world: { freeBytes: () => free } });
  const sale = aSale();
  const refused = await till.post("/v1/sales", sale);
  expect(refused.status).toBe(503);
  expect(refused.headers.get("retry-after")).toBe("5");
  expect(await problemOf(refused)).toMatchObject({ code: "storage-full" });
  free = 64 * 1024 * 1024;
  const answer = await till.post("/v1/sales", sale);
  expect(await answer.json()).toMatchObject({ number: "TS00000000" });
});
