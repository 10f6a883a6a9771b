import { expect, test } from "vitest";
import type { Happening } from "../../../src/daemon/feed.ts";
import type { TillStatus } from "../../../src/daemon/till-status.ts";
import { aSale, type TestTill } from "../../till/a-till.ts";
import { problemOf } from "../problem.ts";
import { booklet, sell, sellMany, specialSale, tillAt } from "./rollover/a-year.ts";

const warningsOf = async (till: TestTill) =>
  (await (await till.post("/v1/sales", aSale())).json()).warnings.map(({ code }) => code);

/** What is told of numbers from now on. */
function listen(till: TestTill): Happening[] {
  const heard: Happening[] = [];
  till.till.shop.feed.listen((happening) => {
    if (happening.kind === "range") heard.push(happening);
  });
  return heard;
}

/** A till with a hundred numbers for the last two minutes of a period, so that only their count can be too small. */
async function aHundred(): Promise<TestTill> {
  const till = await tillAt("2026-12-31T23:58:00");
  await booklet(till, ["115/11 ~ 115/12", "AA"], { last: "00000099" });
  await booklet(till, ["116/01 ~ 116/02", "BB"]);
  return till;
}

test("a sale says numbers-low within a minute of the fifth part being left, and the status and an event say it too", async () => {
  await using till = await aHundred();
  const heard = listen(till);
  await sellMany(till, 78);
  await till.clock.wind(60_000);
  expect([await warningsOf(till), await warningsOf(till)]).toEqual([[], []]);
  expect(heard).toEqual([]);

  await using later = await aHundred();
  const told = listen(later);
  await sellMany(later, 80);
  await later.clock.wind(60_000);
  expect(await warningsOf(later)).toEqual(["numbers-low"]);
  expect(told).toEqual([{ kind: "range", period: "11512", left: 19, level: "few" }]);
  const { lamps } = await (await later.get<TillStatus>("/v1/status")).json();
  expect(lamps.numbers.light).toBe("yellow");
});

test("the last number says at once that there is no other, and a file that comes ends the alarm", async () => {
  await using till = await aHundred();
  await sellMany(till, 99);
  const heard = listen(till);
  const last = await (await till.post("/v1/sales", aSale())).json();
  expect(last.warnings).toMatchObject([
    { code: "numbers-low", message: expect.stringContaining("no number left for period 11512") },
  ]);
  expect(await problemOf(await till.post("/v1/sales", aSale()))).toMatchObject({ code: "numbers-exhausted" });
  await booklet(till, ["115/11 ~ 115/12", "DD"], { last: "00000999" });
  expect(await warningsOf(till)).toEqual([]);
  expect(heard.map((happening) => happening.kind === "range" && happening.level)).toEqual(["empty", "enough"]);
});

test("a kind that is out of numbers is named, however many another kind has", async () => {
  await using till = await aHundred();
  await booklet(till, ["115/11 ~ 115/12", "SP"], { type: "8" });
  const lamp = async () => (await (await till.get<TillStatus>("/v1/status")).json()).lamps.numbers;
  expect(await lamp()).toEqual({ light: "green", message: "150 numbers are left for period 11512." });
  for (let sale = 0; sale < 49; sale++) await sell(till, specialSale());
  expect(await lamp()).toMatchObject({ light: "yellow", message: expect.stringContaining("1 numbers of type 08 are left") });
  const last = await (await till.post("/v1/sales", specialSale())).json();
  expect(last.warnings).toMatchObject([{ code: "numbers-low", message: expect.stringContaining("no number of type 08 left") }]);
  expect(await lamp()).toEqual({ light: "red", message: "No number of type 08 is left for period 11512: import a range." });
});

test("a sale tells until when the numbers last at this pace, as the ranges do", async () => {
  await using till = await tillAt("2026-11-22T14:03:05");
  await booklet(till, ["115/11 ~ 115/12", "AA"]);
  await sellMany(till, 25);
  await till.clock.wind(86_400_000);
  const sale = await (await till.post("/v1/sales", aSale())).json();
  const { remaining } = await (await till.get<TillStatus>("/v1/status")).json();
  expect(sale.remaining).toEqual(remaining);
  expect(sale.warnings).toMatchObject([{ code: "numbers-low", message: expect.stringContaining(remaining.lastsUntil!) }]);
});

test("the first quick sales of a till with numbers enough raise nothing", async () => {
  await using till = await tillAt("2026-11-22T14:03:05");
  await booklet(till, ["115/11 ~ 115/12", "AA"], { last: "00000999" });
  await sellMany(till, 5);
  await till.clock.wind(60_000);
  expect(await warningsOf(till)).toEqual([]);
  await till.till.alerts.look();
  expect(till.home.ledger.alerts.open().map(({ kind }) => kind)).not.toContain("numbers-low");
  const { lamps, remaining } = await (await till.get<TillStatus>("/v1/status")).json();
  expect(lamps.numbers).toMatchObject({ light: "green" });
  expect(remaining).toEqual({ numbers: 994, lastsUntil: null });
});

test("a replay after the period has turned says nothing of the new period's numbers", async () => {
  await using till = await aHundred();
  const sale = aSale();
  await till.post("/v1/sales", sale);
  await till.clock.wind(120_000);
  expect((await (await till.post("/v1/sales", sale)).json()).warnings).toEqual([]);
});
