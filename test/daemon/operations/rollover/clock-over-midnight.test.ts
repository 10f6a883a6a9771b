import { describe, expect, test } from "vitest";
import { aSale, type TestTill } from "../../../till/a-till.ts";
import { problemOf } from "../../problem.ts";
import { accept, booklet, ranges, sell, sellMany, specialSale, tillAt } from "./a-year.ts";

const hour = 3_600_000;
const day = 24 * hour;

/** A till that sold once on both sides of New Year's midnight. */
async function inTheNewYear(): Promise<TestTill> {
  const till = await tillAt("2026-12-31T23:59:59");
  await booklet(till, ["115/11 ~ 115/12", "OL"]);
  await booklet(till, ["116/01 ~ 116/02", "NW"]);
  await sell(till);
  await till.clock.wind(1000);
  await sell(till);
  return till;
}

describe("a clock that goes back over the end of a period", () => {
  test("by a nudge uses the last time again, so that the new period stays the new period", async () => {
    await using till = await inTheNewYear();
    till.clock.jump(-2000);
    expect(await sell(till)).toBe("11602-NW00000001 2027-01-01T00:00:00");
    await booklet(till, ["116/01 ~ 116/02", "SP"], { type: "8" });
    expect(await sell(till, specialSale())).toBe("11602-SP00000000 2027-01-01T00:00:00");
    await till.clock.wind(3000);
    expect(await sell(till)).toBe("11602-NW00000002 2027-01-01T00:00:01");
  });

  test.each([
    ["3 s, waits for it", 3000, (till: TestTill) => till.clock.wind(3000)],
    ["59 s, waits for it", 59_000, (till: TestTill) => till.clock.wind(59_000)],
    ["3 h, waits for somebody to set it right", 3 * hour, async (till: TestTill) => till.clock.jump(3 * hour)],
  ])("by %s and dates nothing meanwhile", async (_, back, mend) => {
    await using till = await inTheNewYear();
    till.clock.jump(-back);
    const refused = await till.post("/v1/sales", aSale());
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await problemOf(refused)).toMatchObject({ status: 503, code: "clock-jumped" });
    expect(ranges(till)).toEqual(["11512 OL closed 1", "11602 NW open 1"]);
    await mend(till);
    expect(await sell(till)).toBe("11602-NW00000001 2027-01-01T00:00:00");
  });

  test("and is accepted there, sells with a file of that period only: neither the closed range nor the new period's is used", async () => {
    await using till = await inTheNewYear();
    till.clock.jump(-3 * hour);
    expect(await accept(till)).toEqual({ standby: 1 });
    const refused = await problemOf(await till.post("/v1/sales", aSale()));
    expect(refused).toMatchObject({ code: "numbers-exhausted", detail: expect.stringContaining("11512 are closed") });
    await booklet(till, ["115/11 ~ 115/12", "EX"]);
    expect(await sell(till)).toBe("11512-EX00000000 2026-12-31T21:00:00");
    await till.clock.wind(3 * hour);
    expect(await sell(till)).toBe("11602-NW00000001 2027-01-01T00:00:00");
    expect(ranges(till)).toEqual(["11512 OL closed 1", "11512 EX closed 1", "11602 NW open 2"]);
  });
});

describe("a clock that runs ahead over the end of a period", () => {
  test("by four hundred days uses nothing, and goes on when it is set right", async () => {
    await using till = await tillAt("2026-12-31T12:00:00");
    await booklet(till, ["115/11 ~ 115/12", "OL"]);
    await booklet(till, ["116/01 ~ 116/02", "NW"]);
    await sell(till);
    till.clock.jump(400 * day);
    expect(await sell(till)).toBe("clock-jumped");
    expect(ranges(till)).toEqual(["11512 OL open 1", "11602 NW standby 0"]);
    till.clock.jump(-400 * day);
    expect(await sell(till)).toBe("11512-OL00000001 2026-12-31T12:00:00");
  });

  test("and is accepted before anything was sold there, can be taken back without losing the range", async () => {
    await using till = await tillAt("2026-12-31T12:00:00");
    await booklet(till, ["115/11 ~ 115/12", "OL"]);
    await sell(till);
    till.clock.jump(40 * day);
    expect(await accept(till)).toEqual({ standby: 0 });
    expect(await sell(till)).toBe("numbers-exhausted");
    till.clock.jump(-40 * day);
    expect(await accept(till)).toEqual({ standby: 0 });
    expect(await sell(till)).toBe("11512-OL00000001 2026-12-31T12:00:00");
  });
});

describe("clock accept within a period, back and forth", () => {
  test("sends the range that issued later to standby and brings it back, and in each range numbers and times rise together", async () => {
    await using till = await tillAt("2026-11-10T12:00:00");
    for (const track of ["AA", "BB"]) await booklet(till, ["115/11 ~ 115/12", track]);
    await sellMany(till, 2);
    till.clock.jump(-day);
    expect(await accept(till)).toEqual({ standby: 1 });
    expect(await sell(till)).toBe("11512-BB00000000 2026-11-09T12:00:00");
    till.clock.jump(day + hour);
    expect(await accept(till)).toEqual({ standby: 0 });
    expect(await sell(till)).toBe("11512-BB00000001 2026-11-10T13:00:00");
    await sellMany(till, 48);
    expect(await sell(till)).toBe("11512-AA00000002 2026-11-10T13:00:00");
    expect(ranges(till)).toEqual(["11512 AA open 3", "11512 BB spent 50"]);
    expect(rising(till)).toBe(true);
  });

  test("twice back uses a third range, and each comes back when the clock has passed it", async () => {
    await using till = await tillAt("2026-11-10T12:00:00");
    for (const track of ["AA", "BB", "CC"]) await booklet(till, ["115/11 ~ 115/12", track]);
    await sell(till);
    for (let time = 0; time < 2; time++) {
      till.clock.jump(-hour);
      await accept(till);
      await sell(till);
    }
    expect(ranges(till)).toEqual(["11512 AA standby 1", "11512 BB standby 1", "11512 CC open 1"]);
    await sellMany(till, 49);
    expect(await sell(till)).toBe("numbers-exhausted");
    await till.clock.wind(hour);
    expect(await sell(till)).toBe("11512-BB00000001 2026-11-10T11:00:00");
    await sellMany(till, 48);
    await till.clock.wind(hour);
    expect(await sell(till)).toBe("11512-AA00000001 2026-11-10T12:00:00");
    expect(rising(till)).toBe(true);
  });
});

/** Promise 4: sorted by number, the issue times of every track of every period never fall. */
function rising(till: TestTill): boolean {
  const entries = till.home.ledger.journal.after(0, 1000).filter(({ kind }) => kind === "invoice");
  const issued = entries.map(({ doc }) => JSON.parse(doc) as { period: string; number: string; issuedAt: string });
  const sorted = issued.toSorted((one, other) => (one.period + one.number < other.period + other.number ? -1 : 1));
  return sorted.every((invoice, index) => {
    const before = sorted[index - 1];
    const isSameTrack = before?.period === invoice.period && before.number.slice(0, 2) === invoice.number.slice(0, 2);
    return !isSameTrack || before.issuedAt <= invoice.issuedAt;
  });
}
