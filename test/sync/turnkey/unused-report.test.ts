import { expect, test } from "vitest";
import { csv, importFile, row } from "../../daemon/range-file.ts";
import { aSale } from "../../till/a-till.ts";
import { WoundClock } from "../../wound-clock.ts";
import { aWay } from "./a-way.ts";

test("the report of unused numbers goes up through its own folder, one sealed message for each track, and arrives once", async () => {
  const clock = new WoundClock(Date.parse("2026-12-31T23:59:50+08:00"));
  await using way = await aWay({ clock }, { makesNumbers: false });
  await importFile(way.till, csv(row(), row({ track: "KE", first: "00000000", last: "00000049" })));
  await way.till.post("/v1/sales", aSale());
  await clock.wind(20_000);
  expect((await way.till.post("/v1/ranges/unused", { period: "11512" })).status).toBe(201);
  type Outbox = { parcels: { message: string; invoice: string | null; deadline: string; state: string }[] };
  const { parcels } = await (await way.till.get<Outbox>("/v1/outbox")).json();
  expect(parcels.map(({ message, invoice, deadline }) => [message, invoice, deadline])).toEqual([
    ["E0402", null, "2027-01-10T23:59:59+08:00"],
    ["E0402", null, "2027-01-10T23:59:59+08:00"],
    ["F0401", expect.stringMatching(/^11512-/), expect.any(String)],
  ]);
  expect(await way.drain(20, 60_000)).toEqual({ accepted: 3 });
  const arrived = way.bench.pretend.platform.arrivals.map(({ message, reference }) => `${message} ${reference}`);
  expect(arrived.toSorted()).toEqual(["E0402 12345675KD07", "E0402 12345675KE07", expect.stringContaining("F0401 KD")]);
});
