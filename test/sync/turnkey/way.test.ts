import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { downloadsOf } from "../../../src/daemon/downloads.ts";
import { misbehaved } from "../../../src/rehearsal/turnkey/moods.ts";
import { allow, answer, cancel, reissue, sell, show, withdraw } from "../../daemon/operations/undo/acts.ts";
import { chanceOf } from "../../faults/rig/chance.ts";
import { aSale } from "../../till/a-till.ts";
import { aWay, type Way } from "./a-way.ts";
import { brokenArrivals } from "./judge.ts";

const arrivals = ({ bench }: Way) => bench.pretend.platform.arrivals;

describe("a till with its way through Turnkey", () => {
  test("sells 500 times with the folder away, and each is accepted once, in time and in order, when it is back", async () => {
    await using way = await aWay();
    way.bench.cut();
    for (let sale = 0; sale < 500; sale++) {
      expect((await way.till.post("/v1/sales", aSale())).status).toBe(201);
      if (sale % 50 === 0) await way.turn(30 * 60_000);
    }
    expect(way.counts()).toEqual({ waiting: 500 });
    const reasons = way.till.home.ledger.parcels.list("waiting", undefined, 500).map(({ row }) => row.reason);
    expect(reasons).toContainEqual(expect.stringMatching(/Turnkey's folder .* is missing/));
    way.bench.mend();
    expect(await way.drain(60, 60_000)).toEqual({ accepted: 500 });
    expect(brokenArrivals(way.till, arrivals(way))).toEqual([]);
    expect(arrivals(way).map(({ reference }) => reference)).toEqual(
      arrivals(way)
        .map(({ reference }) => reference)
        .toSorted(),
    );
  }, 60_000);

  test("keeps each thread's order through a Turnkey that misbehaves in every way it knows", async () => {
    await using way = await aWay({ moods: { ...misbehaved, slowMs: 20_000, stumbles: 0.05, loses: 0.05, packSize: 5 } });
    for (let sale = 0; sale < 12; sale++) {
      const { id } = await sell(way.till);
      if (sale % 4 === 0) await answer(cancel(way.till, id));
      if (sale % 4 === 1) {
        await answer(withdraw(way.till, id));
        await answer(reissue(way.till, id, { requestId: `again-${sale}` }), 201);
      }
      if (sale % 4 === 2) await answer(allow(way.till, id, [{ line: 1, quantity: 1 }]), 201);
    }
    expect(await way.drain(400, 30_000)).toEqual({ accepted: 24 });
    expect(brokenArrivals(way.till, arrivals(way))).toEqual([]);
  }, 60_000);

  test("loses and doubles nothing when both sides die and start again in the middle of it, again and again", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tillseal-way-"));
    const chance = chanceOf(11);
    await using way = await aWay({ moods: { ...misbehaved, slowMs: 5_000, packSize: 3 } }, { folder });
    for (let kill = 0; kill < 15; kill++) {
      for (let sale = 0; sale < 3; sale++) await sell(way.till);
      for (let turn = 0; turn < chance() * 4; turn++) await way.turn(chance() * 20_000);
      await way.restartTill();
    }
    expect(await way.drain(200, 30_000)).toEqual({ accepted: 45 });
    expect(brokenArrivals(way.till, arrivals(way))).toEqual([]);
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  test("shows a prize on its invoice once the list has come, tells of it once, and journals it", async () => {
    await using way = await aWay();
    const { id, number, randomCode, total } = await sell(way.till);
    expect((await show(way.till, id)).prize).toBeNull();
    const alerts: string[] = [];
    way.till.till.shop.feed.listen((happening) => happening.kind === "alert" && alerts.push(happening.message));
    const { awards } = downloadsOf(way.till.till.shop);
    const won = { number, date: "20261122", time: "", randomCode, sellerId: "12345675", buyerId: "", total: String(total) };
    const carrier = { type: "", typeName: "", id: "", hiddenId: "" };
    const codes = { prizeType: "6", prizeAmount: "200", depositMark: "", redeemDataType: "", dataSource: "", printType: "" };
    const others = [
      { ...won, randomCode: randomCode === "0000" ? "0001" : "0000" },
      { ...won, sellerId: "04595257" },
    ];
    const list = { headBan: "12345675", period: "11512", listType: "1", records: "3", prizeTotal: "200" };
    const file = { ...list, claimFrom: "1160206", claimUntil: "1160505" };
    for (let time = 0; time < 2; time++)
      await awards({ ...file, prizes: [...others, won].map((one) => ({ ...one, carrier, ...codes })) }, "list.xml");
    expect((await show(way.till, id)).prize).toEqual({ type: "6", amount: 200, claimFrom: "1160206", claimUntil: "1160505" });
    expect(alerts).toEqual([`Invoice ${id} won NT$ 200.`]);
    const { journal } = way.till.home.ledger;
    expect(journal.find(journal.head().seq)).toMatchObject({ kind: "awards", doc: expect.stringContaining(id) });
  });
});

test("numbers that come down are imported once by the shop's importer, refused ones are told of, and no other till takes them", async () => {
  for (const importer of [true, false]) {
    await using way = await aWay({}, { config: { importer } });
    const alerts: string[] = [];
    way.till.till.shop.feed.listen((happening) => happening.kind === "alert" && alerts.push(happening.code));
    const numbers = { period: "11602", invoiceType: "07", track: "TU", first: 0, last: 99 };
    way.bench.pretend.grant({ seller: "12345675", ...numbers });
    way.bench.pretend.grant({ seller: "04595257", ...numbers, track: "TV" });
    for (let step = 0; step < 3; step++) await way.bench.upstream.collect?.(new AbortController().signal);
    const tracks = way.till.home.ledger.ranges.list().map(({ track }) => track);
    expect(tracks.includes("TU")).toBe(importer);
    expect(tracks).not.toContain("TV");
    expect(alerts).toEqual(importer ? ["range-file-refused"] : []);
  }
});
