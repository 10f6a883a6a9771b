import { expect, test } from "vitest";
import type { ReportAnswer, UnusedAnswer } from "../../../src/daemon/http/schema/ranges.ts";
import { aSale, aTill, type TestTill } from "../../till/a-till.ts";
import { WoundClock } from "../../wound-clock.ts";
import { problemOf } from "../problem.ts";
import { csv, importFile, row } from "../range-file.ts";

/** Five booklets on two tracks, of which two tills take two and three. */
const file = csv(
  row({ track: "KD", first: "00000000", last: "00000149" }),
  row({ track: "LM", first: "00000050", last: "00000149" }),
);

function run(track: string, first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => `${track}${String(first + index).padStart(8, "0")}`);
}

const granted = [...run("KD", 0, 149), ...run("LM", 50, 149)];

/** The importer and its neighbour, each with its own home, database and share, under one clock. */
async function aShop(clock: WoundClock) {
  const front = await aTill({ clock, makesNumbers: false });
  const back = await aTill({ clock, makesNumbers: false, config: { importer: false } });
  for (const [till, share] of [
    [front, "1/2"],
    [back, "2/2"],
  ] as const)
    expect((await importFile(till, file, { query: `?share=${share}&name=invnoapply.csv` })).status).toBe(201);
  return {
    front,
    back,
    async [Symbol.asyncDispose]() {
      await front[Symbol.asyncDispose]();
      await back[Symbol.asyncDispose]();
    },
  };
}

/** Sells until the numbers are out, or so many times. */
async function sellOn(till: TestTill, most = Number.POSITIVE_INFINITY): Promise<string[]> {
  const sold: string[] = [];
  for (;;) {
    if (sold.length === most) return sold;
    const { number, code } = await (await till.post("/v1/sales", aSale())).json();
    if (code === "numbers-exhausted") return sold;
    expect(code).toBeUndefined();
    sold.push(number);
  }
}

const partOf = async (till: TestTill) => ({
  till: "back",
  ...(await (await till.get<UnusedAnswer>("/v1/ranges/unused?period=11512")).json()),
});

const report = (till: TestTill, body: object) => till.post<ReportAnswer>("/v1/ranges/unused", { period: "11512", ...body });

test("two tills that share a file sell every number of it once, and then there is nothing to report", async () => {
  const clock = new WoundClock(Date.parse("2026-12-31T12:00:00+08:00"));
  await using shop = await aShop(clock);
  const sold = (await Promise.all([sellOn(shop.front), sellOn(shop.back)])).flat();
  expect(sold.toSorted()).toEqual(granted);
  await clock.wind(12 * 3_600_000);
  const part = await partOf(shop.back);
  expect(part).toMatchObject({ numbers: 0, reports: [] });
  expect(await (await report(shop.front, { parts: [part] })).json()).toMatchObject({ numbers: 0, missing: [], reports: [] });
});

test("what two tills left over becomes one report per track, and together with what was sold it is every number", async () => {
  const clock = new WoundClock(Date.parse("2026-12-31T12:00:00+08:00"));
  await using shop = await aShop(clock);
  const sold = (await Promise.all([sellOn(shop.front, 30), sellOn(shop.back, 60)])).flat();
  await clock.wind(12 * 3_600_000);
  const answer = await (await report(shop.front, { parts: [await partOf(shop.back)] })).json();
  expect(answer.reports.map(({ track }) => track)).toEqual(["KD", "LM"]);
  const unused = answer.reports.flatMap(({ track, items }) => items.flatMap(({ first, last }) => run(track, first, last)));
  expect([...sold, ...unused].toSorted()).toEqual(granted);
});

test("a neighbour's part that is not there, or was altered, stops the report, and every number in question is named", async () => {
  const clock = new WoundClock(Date.parse("2026-12-31T12:00:00+08:00"));
  await using shop = await aShop(clock);
  await sellOn(shop.back, 10);
  await clock.wind(12 * 3_600_000);
  const alone = await problemOf(await report(shop.front, {}));
  expect(alone).toMatchObject({ status: 409, code: "unused-refused" });
  expect(alone.faults!.map(({ code, message }) => `${code} ${message.match(/\w{2}\d{8}–\d{8}/)}`)).toEqual([
    "hole KD00000100–00000149",
    "hole LM00000050–00000149",
  ]);
  const part = await partOf(shop.back);
  const altered = { ...part, reports: part.reports.slice(1) };
  expect((await problemOf(await report(shop.front, { parts: [altered] }))).faults).toMatchObject([
    { path: "parts[0]", code: "unaccounted" },
  ]);
  expect((await problemOf(await report(shop.front, { parts: [part, { ...part, till: "back again" }] }))).faults).toMatchObject([
    { path: "parts[1].ranges[0]", code: "overlap" },
    { path: "parts[1].ranges[1]", code: "overlap" },
  ]);
  expect(shop.front.home.ledger.ranges.list().map(({ state }) => state)).not.toContain("reported");
});

test("a till that is lost is named, its numbers are not called unused, and when it is found a fuller report may follow", async () => {
  const clock = new WoundClock(Date.parse("2026-12-31T12:00:00+08:00"));
  await using shop = await aShop(clock);
  await clock.wind(12 * 3_600_000);
  const without = await (await report(shop.front, { missing: ["2/2"] })).json();
  expect(without).toMatchObject({ numbers: 100, missing: ["2/2"], reports: [{ track: "KD", items: [{ first: 0, last: 99 }] }] });
  const fuller = await report(shop.front, { parts: [await partOf(shop.back)] });
  expect(fuller.status).toBe(201);
  expect(await fuller.json()).toMatchObject({ numbers: 250, missing: [] });
  expect(await problemOf(await report(shop.front, { missing: ["2/2"] }))).toMatchObject({ code: "unused-reported" });
});
