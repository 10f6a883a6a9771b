import { cpSync, existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { adoptHome, adoptionOutlook } from "../../../src/daemon/home/adopt-home.ts";
import type { RangesAnswer, UnaccountedAnswer, UnusedAnswer } from "../../../src/daemon/http/schema/ranges.ts";
import type { PeriodReportAnswer } from "../../../src/daemon/http/schema/report.ts";
import { ledgerOutbox } from "../../../src/daemon/operations/upload/ledger-outbox.ts";
import { restoreHome } from "../../../src/daemon/safekeeping/copies/restore-home.ts";
import type { TillStatus } from "../../../src/daemon/till-status.ts";
import { deliverNext, inquireNext } from "../../../src/sync/deliver.ts";
import { forgetful } from "../../forgetful.ts";
import { aSale, aTill, type TestTill } from "../../till/a-till.ts";
import { WoundClock } from "../../wound-clock.ts";
import { problemOf } from "../problem.ts";
import { aFolder, copyOf, importNumbers, passphrase, restored, sell, sellMany } from "./a-copy.ts";

const settle = (till: TestTill, what: object) =>
  till.post<UnaccountedAnswer>("/v1/ranges/unaccounted/settle", {
    period: "11512",
    track: "KD",
    evidence: "the platform's list",
    ...what,
  });
const unaccounted = async (till: TestTill) => (await till.get<UnaccountedAnswer>("/v1/ranges/unaccounted")).json();

/** A till with a hundred numbers sold three, was copied, sold four more, and was lost. */
async function lostTill(
  folder: string,
): Promise<{ file: string; clock: WoundClock; world: TestTill["till"]["shop"]["world"]; sold: string[] }> {
  const clock = new WoundClock();
  const till = await aTill({ makesNumbers: false, clock });
  await importNumbers(till, { track: "KD" });
  const file = join(folder, "till.backup");
  const before = await sellMany(till, 3);
  await copyOf(till, file);
  const after = await sellMany(till, 4);
  const { world } = till.till.shop;
  await till[Symbol.asyncDispose]();
  return { file, clock, world, sold: [...before, ...after] };
}

describe("a restored till", () => {
  test("starts on no machine before somebody says what happened", async () => {
    using folder = aFolder();
    const { file } = await lostTill(folder.path);
    const home = join(folder.path, "home");
    await restoreHome({ file, folder: home, unlock: { passphrase } });
    await expect(aTill({ folder: home })).rejects.toMatchObject({ code: "home-moved" });
  });

  test("issues no number again in twenty rounds, each of them lost a few sales after its copy", async () => {
    using folder = aFolder();
    const clock = new WoundClock();
    const ever: string[] = [];
    let till = await aTill({ makesNumbers: false, clock, folder: join(folder.path, "home-0") });
    await importNumbers(till, { track: "KD" });
    for (let round = 1; round <= 20; round++) {
      const file = join(folder.path, `${round}.backup`);
      ever.push(...(await sellMany(till, 2)));
      await copyOf(till, file);
      ever.push(...(await sellMany(till, round % 4)));
      const { world } = till.till.shop;
      await till[Symbol.asyncDispose]();
      const { unaccounted: doubtful } = await restored(file, join(folder.path, `home-${round}`), { world });
      expect(doubtful).toHaveLength(1);
      till = await aTill({ makesNumbers: false, clock, folder: join(folder.path, `home-${round}`) });
      expect(await sell(till)).toBe("numbers-exhausted");
      expect((await importNumbers(till, { track: "KD", first: round * 100, afterRestore: "never-held" })).status).toBe(201);
    }
    ever.push(...(await sellMany(till, 2)));
    expect(new Set(ever).size).toBe(ever.length);
    expect(ever.every((number) => /^KD\d{8}$/.test(number))).toBe(true);
    const { numbers, spans } = await unaccounted(till);
    expect([spans.length, numbers]).toEqual([20, spans.reduce((sum, { first, last }) => sum + last - first + 1, 0)]);
    await till[Symbol.asyncDispose]();
  }, 60_000);

  test("names what it cannot know in ranges, status, report and doctor's words, and calls none of it unused", async () => {
    using folder = aFolder();
    const { file, clock, world } = await lostTill(folder.path);
    const home = join(folder.path, "home");
    const adopted = await restored(file, home, { world });
    expect(adopted.unaccounted).toEqual([{ period: "11512", track: "KD", first: 3, last: 99 }]);
    await using till = await aTill({ makesNumbers: false, clock, folder: home });
    expect((await unaccounted(till)).numbers).toBe(97);
    const { lamps } = await (await till.get<TillStatus>("/v1/status")).json();
    expect(lamps.unaccounted).toMatchObject({ light: "yellow", message: expect.stringContaining("97 numbers are unaccounted") });
    const report = async () => (await till.get<PeriodReportAnswer>("/v1/reports/period?period=11512")).json();
    expect(await report()).toMatchObject({
      accounted: false,
      problems: [expect.stringContaining("97 numbers are unaccounted")],
      totals: { ranges: [{ numbers: 100, issued: 3, free: 0, unused: 0, unaccounted: 97, missing: 0 }] },
    });
    await clock.wind(45 * 86_400_000);
    const part = await (await till.get<UnusedAnswer>("/v1/ranges/unused?period=11512")).json();
    expect(part).toMatchObject({ numbers: 0, reports: [], unaccounted: [{ first: 3, last: 99 }] });
    expect(await problemOf(await till.post("/v1/ranges/unused", { period: "11512" }))).toMatchObject({
      code: "unused-refused",
      faults: [{ code: "unaccounted" }],
    });
  });

  test("reports its unused numbers once every doubtful one was settled, each of them once", async () => {
    using folder = aFolder();
    const { file, clock, world } = await lostTill(folder.path);
    const home = join(folder.path, "home");
    await restored(file, home, { world });
    await using till = await aTill({ makesNumbers: false, clock, folder: home });
    expect(await problemOf(await settle(till, { first: 2, last: 6, as: "issued-elsewhere" }))).toMatchObject({
      code: "not-unaccounted",
    });
    const key = { "idempotency-key": "settle-1" };
    const body = { period: "11512", track: "KD", first: 3, last: 6, as: "issued-elsewhere", evidence: "the platform's list" };
    for (let time = 0; time < 2; time++) {
      const answer = await till.post<UnaccountedAnswer>("/v1/ranges/unaccounted/settle", body, key);
      expect(await answer.json()).toMatchObject({ numbers: 93 });
    }
    expect(await problemOf(await settle(till, { first: 3, last: 3, as: "unused" }))).toMatchObject({ code: "not-unaccounted" });
    expect(await (await settle(till, { first: 7, last: 99, as: "unused" })).json()).toMatchObject({ numbers: 0 });
    await clock.wind(45 * 86_400_000);
    const reported = await till.post<{ reports: { items: object[] }[] }>("/v1/ranges/unused", { period: "11512" });
    expect([reported.status, (await reported.json()).reports[0]!.items]).toEqual([201, [{ first: 7, last: 99 }]]);
    const { accounted, totals } = await (await till.get<PeriodReportAnswer>("/v1/reports/period?period=11512")).json();
    expect([accounted, totals.ranges[0]]).toMatchObject([true, { issued: 3, issuedElsewhere: 4, unused: 93, unaccounted: 0 }]);
  });

  test("takes a file only when somebody says whether the lost till held it, and keeps what it may have used apart", async () => {
    using folder = aFolder();
    const { file, clock, world } = await lostTill(folder.path);
    const home = join(folder.path, "home");
    await restored(file, home, { world });
    await using till = await aTill({ makesNumbers: false, clock, folder: home });
    expect(await problemOf(await importNumbers(till, { track: "KE" }))).toMatchObject({ code: "import-after-restore" });
    expect((await importNumbers(till, { track: "KE", afterRestore: "may-be-used" })).status).toBe(201);
    expect([await sell(till), (await unaccounted(till)).numbers]).toEqual(["numbers-exhausted", 197]);
    expect(await problemOf(await till.post("/v1/sales", aSale()))).toMatchObject({
      detail: expect.stringContaining("are closed since this till was restored"),
      hint: expect.stringContaining("--after-restore never-held"),
    });
    expect((await importNumbers(till, { track: "KF", afterRestore: "never-held" })).status).toBe(201);
    expect(await sell(till)).toBe("KF00000000");
  });

  test("says of a file it has already, and of the ranges it holds, that none of their numbers can be issued", async () => {
    using folder = aFolder();
    const { file, clock, world } = await lostTill(folder.path);
    const home = join(folder.path, "home");
    await restored(file, home, { world });
    await using till = await aTill({ makesNumbers: false, clock, folder: home });
    await settle(till, { first: 3, last: 6, as: "issued-elsewhere" });
    const again = await importNumbers(till, { track: "KD" });
    const told = { state: "closed", left: 0, unaccounted: 93, issuedElsewhere: 4 };
    expect([again.status, await again.json()]).toMatchObject([200, { numbers: 100, ranges: [told] }]);
    const { ranges } = await (await till.get<RangesAnswer>("/v1/ranges")).json();
    expect(ranges).toMatchObject([{ ...told, next: 3 }]);
    await settle(till, { first: 7, last: 99, as: "unused" });
    expect(await (await importNumbers(till, { track: "KD" })).json()).toMatchObject({ ranges: [{ left: 93, unaccounted: 0 }] });
  });

  test("doubts what waited for paper: it may have been printed after the copy", async () => {
    using folder = aFolder();
    const till = await aTill({
      config: { printers: [{ name: "front", url: "tcp://printer.test" }] },
      driver: { open: () => new Promise(() => {}) } as never,
    });
    const { world } = till.till.shop;
    await sell(till);
    const file = join(folder.path, "one.backup");
    await copyOf(till, file);
    await till[Symbol.asyncDispose]();
    const home = join(folder.path, "home");
    expect(await restored(file, home, { world })).toMatchObject({ doubtfulSlips: 1 });
    await using other = await aTill({ folder: home, clock: till.clock });
    expect(other.home.ledger.slips.list([], 10).map(({ state }) => state)).toEqual(["uncertain"]);
  });
});

test("a restored till asks about every document that waited in the copy before it sends one", async () => {
  using folder = aFolder();
  const asked: string[] = [];
  const away = { result: "unreachable", reason: "the way is closed", nothingArrived: true } as const;
  const upstreamOf = () => ({
    address: new URL("https://hub.test"),
    batchSize: 10,
    deliver: async () => {
      asked.push("sent");
      return away;
    },
    inquire: async () => {
      asked.push("asked");
      return away;
    },
  });
  const config = { upstream: "https://hub.test" };
  const till = await aTill({ config, world: { upstreamOf } });
  await sellMany(till, 2);
  const file = join(folder.path, "one.backup");
  await copyOf(till, file);
  await till[Symbol.asyncDispose]();
  const home = join(folder.path, "home");
  expect(await restored(file, home, { world: till.till.shop.world })).toMatchObject({ doubtfulParcels: 2 });
  await using other = await aTill({ folder: home, clock: till.clock, config, world: { upstreamOf } });
  expect(other.home.ledger.parcels.counts()).toEqual({ sent: 2 });
  const outbox = ledgerOutbox(other.till.shop);
  const never = new AbortController().signal;
  expect([await deliverNext(outbox, upstreamOf(), never), asked]).toEqual(["idle", []]);
  expect([await inquireNext(outbox, upstreamOf(), never), asked]).toEqual(["faulted", ["asked"]]);
});

describe("a home that moved", () => {
  test("goes on with the next number once a person confirmed the newest entry, and not before", async () => {
    using folder = aFolder();
    await using till = await aTill();
    const { world } = till.till.shop;
    const [last] = (await sellMany(till, 3)).slice(-1);
    const file = join(folder.path, "one.backup");
    await copyOf(till, file);
    const home = join(folder.path, "home");
    await restoreHome({ file, folder: home, unlock: { passphrase } });
    const { head, lastNumber } = adoptionOutlook(home, forgetful);
    expect(lastNumber).toBe(last);
    const ask = { folder: home, pid: process.pid, reason: "moved" as const };
    for (const confirmed of [null, head.seq - 1])
      await expect(adoptHome({ ...ask, confirmed }, world)).rejects.toMatchObject({ code: "adopt-unconfirmed" });
    await adoptHome({ ...ask, confirmed: head.seq }, world);
    await expect(adoptHome({ ...ask, confirmed: head.seq }, world)).rejects.toMatchObject({ code: "adopt-refused" });
    await using other = await aTill({ folder: home, clock: till.clock });
    expect(await sell(other)).toBe("TS00000003");
    expect(JSON.parse(other.home.ledger.journal.newestOf("adopt")!.doc)).toMatchObject({
      reason: "moved",
      head,
      unaccounted: [],
    });
  });

  test("as a copied folder refuses to start, and is not adopted while its till runs there", async () => {
    using folder = aFolder();
    const home = join(folder.path, "home");
    const till = await aTill({ folder: home });
    const { world } = till.till.shop;
    await sell(till);
    await till[Symbol.asyncDispose]();
    const clone = join(folder.path, "clone");
    cpSync(home, clone, { recursive: true });
    await expect(aTill({ folder: clone })).rejects.toMatchObject({ code: "home-moved" });
    await using _running = await aTill({ folder: home });
    const adopting = { folder: home, pid: process.pid, reason: "restored" as const, confirmed: null };
    await expect(adoptHome(adopting, world)).rejects.toMatchObject({ code: "adopt-refused" });
  });

  test("is never restored over anything", async () => {
    using folder = aFolder();
    await using till = await aTill();
    const file = join(folder.path, "one.backup");
    await copyOf(till, file);
    const over = { file, folder: till.folder, unlock: { passphrase } };
    await expect(restoreHome(over)).rejects.toMatchObject({ code: "home-there" });
    expect(existsSync(till.home.paths.database)).toBe(true);
    rmSync(file);
  });
});
