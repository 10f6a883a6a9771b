import { expect, test } from "vitest";
import type { TillStatus } from "../../../src/daemon/till-status.ts";
import { aSale, aTill, type TestTill } from "../../till/a-till.ts";

async function statusOf(till: TestTill): Promise<TillStatus & { version: string }> {
  return (await till.get<TillStatus & { version: string }>("/v1/status")).json();
}

test("a young demo till shows green lamps but for its missing printer", async () => {
  await using till = await aTill();
  const { lamps, ...rest } = await statusOf(till);
  expect(rest).toMatchObject({
    light: "yellow",
    version: "0.0.0",
    environment: "demo",
    region: "tw",
    seller: { businessId: "12345675" },
    time: "2026-11-22T14:03:05+08:00",
    printers: [],
  });
  const { printers, ...others } = lamps;
  expect(printers.light).toBe("yellow");
  expect(Object.values(others).map(({ light }) => light)).toEqual(Array.from({ length: 10 }, () => "green"));
});

test("the numbers' lamp is red while the pace would end them today, yellow below a fifth, and red when none is left", async () => {
  await using till = await aTill();
  const { ledger } = till.home;
  const range = { seller: "12345675", period: "11512", invoiceType: "07", track: "AB", first: 0, last: 39, source: "test" };
  await ledger.write(() => ledger.ranges.add(range));
  const lampAfter = async (sales: number, restDays: number) => {
    for (let sale = 0; sale < sales; sale++) await till.post("/v1/sales", aSale());
    await till.clock.wind(restDays * 86_400_000);
    return (await statusOf(till)).lamps.numbers.light;
  };
  await lampAfter(1, 1);
  // A fortnight without a sale, and nothing but the stock itself is left to warn of.
  expect([await lampAfter(30, 0), await lampAfter(0, 16), await lampAfter(3, 16), await lampAfter(6, 0)]).toEqual([
    "red",
    "green",
    "yellow",
    "red",
  ]);
});

test("the clock's lamp turns red before anybody sells into a jump", async () => {
  await using till = await aTill();
  await till.post("/v1/sales", aSale());
  till.clock.jump(-3_600_000);
  expect((await statusOf(till)).lamps.clock).toMatchObject({ light: "red", message: expect.stringContaining("3600 s back") });
});

test("the disk's lamp warns before the till refuses to sell", async () => {
  let freeMb = 300;
  await using till = await aTill({ config: { freeSpaceMb: 64 }, world: { freeBytes: () => freeMb * 1024 * 1024 } });
  const lights: string[] = [];
  for (freeMb of [300, 255, 63]) lights.push((await statusOf(till)).lamps.disk.light);
  expect(lights).toEqual(["green", "yellow", "red"]);
});

test("a demo till's documents are held without alarm", async () => {
  await using till = await aTill();
  const { upload } = await (await till.post("/v1/sales", aSale())).json();
  expect(upload).toEqual({ state: "held", reason: "no-upstream", deadline: "2026-11-24T14:03:05+08:00" });
  expect((await statusOf(till)).lamps.upload).toMatchObject({
    light: "green",
    message: expect.stringContaining("1 documents are held"),
  });
});

test("the slips' lamp counts every doubtful slip, however many", async () => {
  await using till = await aTill();
  const { ledger } = till.home;
  await till.post("/v1/sales", aSale());
  const [proof] = ledger.slips.list([], 1);
  await ledger.write(() => {
    for (let copy = 1; copy <= 129; copy++) ledger.slips.add({ ...proof!, state: "waiting", copy, afterClear: false });
    ledger.slips.doubtAll(0);
  });
  expect((await statusOf(till)).lamps.slips).toMatchObject({ light: "yellow", message: expect.stringMatching(/^130 slips/) });
});
