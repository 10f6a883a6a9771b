import { describe, expect, test } from "vitest";
import { aSale } from "../../../till/a-till.ts";
import { problemOf } from "../../problem.ts";
import { booklet, ranges, sell, sellMany, specialSale, tillAt } from "./a-year.ts";

describe("the very seconds on both sides of midnight in Taipei", () => {
  test.each([
    ["28 February", "2027-02-28T23:59:59", "2027-03-01T00:00:00", ["116/01 ~ 116/02", "116/03 ~ 116/04"], ["11602", "11604"]],
    ["29 February", "2028-02-29T23:59:59", "2028-03-01T00:00:00", ["117/01 ~ 117/02", "117/03 ~ 117/04"], ["11702", "11704"]],
    ["30 April", "2027-04-30T23:59:59", "2027-05-01T00:00:00", ["116/03 ~ 116/04", "116/05 ~ 116/06"], ["11604", "11606"]],
    [
      "31 December, when the ROC year changes too",
      "2026-12-31T23:59:59",
      "2027-01-01T00:00:00",
      ["115/11 ~ 115/12", "116/01 ~ 116/02"],
      ["11512", "11602"],
    ],
  ])("after %s each sale takes a number of its own period", async (_, before, after, [old, next], [oldCode, nextCode]) => {
    await using till = await tillAt(before);
    await booklet(till, [next!, "NW"]);
    await booklet(till, [old!, "OL"]);
    expect(await sellMany(till, 2)).toEqual([`${oldCode}-OL00000000 ${before}`, `${oldCode}-OL00000001 ${before}`]);
    await till.clock.wind(999);
    expect(await sell(till)).toBe(`${oldCode}-OL00000002 ${before}`);
    await till.clock.wind(1);
    expect(await sellMany(till, 2)).toEqual([`${nextCode}-NW00000000 ${after}`, `${nextCode}-NW00000001 ${after}`]);
    expect(ranges(till)).toEqual([`${oldCode} OL closed 3`, `${nextCode} NW open 2`]);
  });

  test("29 February is a day of its period in a leap year, and 28 February does not end it", async () => {
    await using till = await tillAt("2028-02-28T23:59:59");
    await booklet(till, ["117/01 ~ 117/02", "OL"]);
    await booklet(till, ["117/03 ~ 117/04", "NW"]);
    expect(await sell(till)).toBe("11702-OL00000000 2028-02-28T23:59:59");
    await till.clock.wind(1000);
    expect(await sell(till)).toBe("11702-OL00000001 2028-02-29T00:00:00");
  });

  test("the turn of an odd month to its even one is none: the range goes on", async () => {
    await using till = await tillAt("2027-01-31T23:59:59");
    await booklet(till, ["116/01 ~ 116/02", "OL"]);
    await sell(till);
    await till.clock.wind(1000);
    expect(await sell(till)).toBe("11602-OL00000001 2027-02-01T00:00:00");
  });

  test("midnight elsewhere is none either: in UTC the day turns at eight in the morning", async () => {
    await using till = await tillAt("2027-01-01T07:59:59");
    await booklet(till, ["116/01 ~ 116/02", "NW"]);
    expect(await sell(till)).toBe("11602-NW00000000 2027-01-01T07:59:59");
    await till.clock.wind(1000);
    expect(await sell(till)).toBe("11602-NW00000001 2027-01-01T08:00:00");
  });
});

describe("several ranges of one period", () => {
  test("are used in the order they came and to their last number, before and after midnight, without a gap", async () => {
    await using till = await tillAt("2026-12-31T23:59:00");
    for (const track of ["CC", "AA"]) await booklet(till, ["115/11 ~ 115/12", track]);
    for (const track of ["ZZ", "BB"]) await booklet(till, ["116/01 ~ 116/02", track]);
    const before = await sellMany(till, 60);
    await till.clock.wind(60_000);
    const after = await sellMany(till, 100);
    const numbers = [...before, ...after].map((sold) => sold.slice(0, 16));
    const run = (period: string, track: string, count: number) =>
      Array.from({ length: count }, (_, value) => `${period}-${track}${String(value).padStart(8, "0")}`);
    expect(numbers).toEqual([
      ...run("11512", "CC", 50),
      ...run("11512", "AA", 10),
      ...run("11602", "ZZ", 50),
      ...run("11602", "BB", 50),
    ]);
    expect(ranges(till)).toEqual(["11512 CC spent 50", "11512 AA closed 10", "11602 ZZ spent 50", "11602 BB spent 50"]);
    expect(await sell(till)).toBe("numbers-exhausted");
  });

  test("special tax rolls over in ranges of its own, and neither kind takes the other's numbers", async () => {
    await using till = await tillAt("2026-12-31T23:59:59");
    for (const [period, general, special] of [
      ["115/11 ~ 115/12", "AA", "SA"],
      ["116/01 ~ 116/02", "BB", "SB"],
    ] as const) {
      await booklet(till, [period, general]);
      await booklet(till, [period, special], { type: "8" });
    }
    expect(await sell(till, specialSale())).toBe("11512-SA00000000 2026-12-31T23:59:59");
    expect(await sell(till)).toBe("11512-AA00000000 2026-12-31T23:59:59");
    await till.clock.wind(1000);
    expect(await sell(till)).toBe("11602-BB00000000 2027-01-01T00:00:00");
    expect(await sell(till, specialSale())).toBe("11602-SB00000000 2027-01-01T00:00:00");
    expect(ranges(till)).toEqual(["11512 AA closed 1", "11512 SA closed 1", "11602 BB open 1", "11602 SB open 1"]);
  });
});

describe("a new period without numbers", () => {
  test("sells nothing, never with the old range, and goes on at once with the same request when its file is here", async () => {
    await using till = await tillAt("2026-12-31T23:59:59");
    await booklet(till, ["115/11 ~ 115/12", "OL"]);
    await sell(till);
    await till.clock.wind(1000);
    const waiting = aSale();
    for (let time = 0; time < 3; time++) {
      const refused = await till.post("/v1/sales", waiting);
      expect(await problemOf(refused)).toMatchObject({
        status: 503,
        code: "numbers-exhausted",
        detail: "There is no number left for period 11602.",
        hint: expect.stringContaining("備用發票"),
      });
    }
    expect(till.home.ledger.ranges.list()).toMatchObject([{ track: "OL", next: 1 }]);
    await booklet(till, ["116/01 ~ 116/02", "NW"]);
    expect(await sell(till, waiting)).toBe("11602-NW00000000 2027-01-01T00:00:00");
    expect(await sell(till, waiting)).toBe("11602-NW00000000 2027-01-01T00:00:00");
    expect(till.home.ledger.invoices.count()).toBe(2);
  });

  test("has no use for the old period's file any more", async () => {
    await using till = await tillAt("2027-01-01T00:00:00");
    await expect(booklet(till, ["115/11 ~ 115/12", "OL"])).rejects.toThrow("period-past");
  });
});
