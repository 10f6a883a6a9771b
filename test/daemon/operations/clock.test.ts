import { describe, expect, test } from "vitest";
import { aSale, aTill, type TestTill } from "../../till/a-till.ts";
import { problemOf } from "../problem.ts";

const hour = 3_600_000;

async function sell(till: TestTill) {
  return (await till.post("/v1/sales", aSale())).json();
}

describe("a clock that jumped", () => {
  test.each([
    ["three hours back", -3 * hour],
    ["four hundred days ahead", 400 * 24 * hour],
    ["sixty-one seconds ahead", 61_000],
  ])("%s dates no invoice and uses no number", async (_, jump) => {
    await using till = await aTill();
    await sell(till);
    const head = till.home.ledger.journal.head();
    till.clock.jump(jump);
    const refused = await till.post("/v1/sales", aSale());
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await problemOf(refused)).toMatchObject({ code: "clock-jumped", hint: expect.stringContaining("clock accept") });
    expect(till.home.ledger.journal.head()).toEqual(head);
  });

  test("that is set right again lets the till go on by itself", async () => {
    await using till = await aTill();
    await sell(till);
    till.clock.jump(3 * hour);
    expect(await sell(till)).toMatchObject({ code: "clock-jumped" });
    till.clock.jump(-3 * hour);
    expect(await sell(till)).toMatchObject({ number: "TS00000001" });
  });

  test("a replay is answered all the same, since it dates nothing", async () => {
    await using till = await aTill();
    const sale = aSale();
    await till.post("/v1/sales", sale);
    till.clock.jump(-3 * hour);
    expect((await till.post("/v1/sales", sale)).status).toBe(200);
  });

  test("a nudge of two seconds back uses the last time again, so that numbers and times rise together", async () => {
    await using till = await aTill();
    const first = await sell(till);
    till.clock.jump(-2000);
    const second = await sell(till);
    expect(second).toMatchObject({ number: "TS00000001", issuedAt: first.issuedAt });
    till.clock.jump(-1000);
    expect(await sell(till)).toMatchObject({ code: "clock-jumped" });
  });
});

describe("clock accept", () => {
  const accept = (till: TestTill, headers = {}) => till.post("/v1/admin/clock/accept", { reason: "battery was empty" }, headers);

  test("lets the shop go on, and is journalled with who and why", async () => {
    await using till = await aTill();
    await sell(till);
    till.clock.jump(2 * hour);
    expect(await (await accept(till)).json()).toEqual({ standby: 0 });
    expect(await sell(till)).toMatchObject({ number: "TS00000001" });
    const entries = till.home.ledger.journal.after(0, 100).filter(({ kind }) => kind === "clock");
    expect(entries.map(({ doc }) => JSON.parse(doc))).toMatchObject([{ reason: "battery was empty", by: "test", standby: 0 }]);
  });

  test("of a time behind the last invoice sends that range to standby, and another opens meanwhile", async () => {
    await using till = await aTill();
    const { ledger } = till.home;
    await sell(till);
    const spare = { seller: "12345675", period: "11512", invoiceType: "07", track: "AB", first: 0, last: 49, source: "test" };
    await ledger.write(() => ledger.ranges.add(spare));
    till.clock.jump(-hour);
    expect(await (await accept(till)).json()).toEqual({ standby: 1 });
    expect(await sell(till)).toMatchObject({ number: "AB00000000" });
    expect(ledger.ranges.list().map(({ track, state }) => `${track} ${state}`)).toEqual(["TS standby", "AB open"]);
  });

  test("without another range, sales wait until the clock has passed the last invoice", async () => {
    await using till = await aTill();
    await sell(till);
    till.clock.jump(-hour);
    await accept(till);
    expect(await sell(till)).toMatchObject({ code: "numbers-exhausted", detail: expect.stringContaining("clock has passed") });
    await till.clock.wind(hour);
    expect(await sell(till)).toMatchObject({ number: "TS00000001" });
  });

  test("is a manager's: every smaller scope is refused", async () => {
    await using till = await aTill();
    for (const scope of ["sell", "read", "operate"] as const) {
      const refused = await accept(till, { authorization: `Bearer ${await till.token(scope, scope)}` });
      expect(refused.status).toBe(403);
    }
  });

  test("repeated under one Idempotency-Key is done once", async () => {
    await using till = await aTill();
    const key = { "idempotency-key": "accept-1" };
    await accept(till, key);
    const head = till.home.ledger.journal.head();
    expect((await accept(till, key)).status).toBe(200);
    expect(till.home.ledger.journal.head()).toEqual(head);
    const other = await till.post("/v1/admin/clock/accept", { reason: "something else" }, key);
    expect((await problemOf(other)).code).toBe("request-reused");
  });

  test("needs a reason", async () => {
    await using till = await aTill();
    const refused = await till.post("/v1/admin/clock/accept", { reason: " " });
    expect(await problemOf(refused)).toMatchObject({ status: 422, faults: [{ path: "reason" }] });
  });
});

describe("after a restart", () => {
  test("a clock more than 35 days past the newest record is doubted before it dates an invoice", async () => {
    await using first = await aTill();
    await sell(first);
    await first.till.stop();
    first.home[Symbol.dispose]();
    first.clock.jump(36 * 24 * hour);
    await using again = await aTill({ folder: first.folder, clock: first.clock, world: { bootId: "boot-2" } });
    expect(await sell(again)).toMatchObject({ code: "clock-jumped" });
    await again.post("/v1/admin/clock/accept", { reason: "we were on holiday" });
    expect((await again.post("/v1/sales", aSale())).status).toBe(201);
  });
});
