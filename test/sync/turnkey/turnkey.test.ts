import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Log } from "../../../src/base/log.ts";
import { nodeDisk } from "../../../src/sync/turnkey/disk/node-disk.ts";
import type { Answer, Fate, Parcel } from "../../../src/sync/upstream.ts";
import { aParcel } from "../a-parcel.ts";
import { aTurnkey, type TurnkeyBench, type TurnkeySettings } from "./a-turnkey.ts";

const never = new AbortController().signal;
const fateIn = (answer: Answer, id: number): Fate | undefined =>
  answer.result === "answered" ? answer.fates.get(id) : undefined;

async function fateOf({ upstream }: TurnkeyBench, parcel: Parcel): Promise<Fate | undefined> {
  return fateIn(await upstream.inquire([parcel], never), parcel.id);
}

const failing = (code: string) => async () => {
  throw Object.assign(new Error(code), { code });
};

describe("files", () => {
  test("appear in Turnkey's folder whole, with times that rise in the journal's order, and named so that they are known again", async () => {
    using bench = aTurnkey({ moods: { asleep: true } });
    const parcels = [3, 1, 2].map((id) => aParcel({ id }));
    await bench.upstream.deliver(parcels, never);
    const names = readdirSync(bench.tray("F0401", "SRC")).sort();
    expect(names).toEqual([1, 2, 3].map((id) => `12345675_F0401_v41_TS1000000${id}_${id}.xml`));
    const times = names.map((name) => statSync(join(bench.tray("F0401", "SRC"), name)).mtimeMs);
    expect(times[0]).toBeLessThan(times[1]!);
    expect(times[1]).toBeLessThan(times[2]!);
    expect(readFileSync(join(bench.tray("F0401", "SRC"), names[0]!), "utf8")).toBe(aParcel({ id: 1 }).xml());
    expect(readdirSync(join(bench.folder, "Tillseal"))).toEqual([]);
  });

  test("go into the seller's own folder where there is one, and stay there when it vanishes", async () => {
    using bench = aTurnkey({ moods: { asleep: true } });
    const source = join(bench.folder, "12345675", "UpCast", "B2SSTORAGE", "F0401", "SRC");
    mkdirSync(source, { recursive: true });
    await bench.upstream.deliver([aParcel({ id: 1 })], never);
    expect(readdirSync(source)).toHaveLength(1);
    rmSync(join(bench.folder, "12345675"), { recursive: true });
    expect(await bench.upstream.deliver([aParcel({ id: 2 })], never)).toMatchObject({
      result: "unreachable",
      nothingArrived: true,
    });
    expect(readdirSync(bench.tray("F0401", "SRC"))).toEqual([]);
  });

  test("of a message whose folder is not set up wait by themselves, and hold up no others", async () => {
    using bench = aTurnkey();
    rmSync(join(bench.folder, "UpCast", "B2SSTORAGE", "F0501"), { recursive: true });
    const [invoice, cancel] = [aParcel({ id: 1 }), aParcel({ id: 2, message: "F0501" })];
    const answer = await bench.upstream.deliver([invoice, cancel], never);
    expect(fateIn(answer, 1)).toEqual({ result: "pending" });
    expect(fateIn(answer, 2)).toMatchObject({ result: "channel", code: "ENOENT", reason: expect.stringContaining("F0501") });
  });

  test("are no longer written where nobody takes them", async () => {
    using bench = aTurnkey({ moods: { asleep: true } });
    for (let file = 0; file < 2_000; file++) writeFileSync(join(bench.tray("F0401", "SRC"), `${file}.xml`), "");
    expect(await bench.upstream.deliver([aParcel({ id: 1 })], never)).toMatchObject({
      result: "unreachable",
      nothingArrived: true,
      reason: expect.stringContaining("not taking files: 2000"),
    });
  });
});

describe("a disk in trouble", () => {
  test.each([
    ["is full", "ENOSPC", "full"],
    ["is read-only", "EROFS", "read-only"],
    ["refuses this user", "EACCES", "may not read or write"],
    ["fails", "EIO", "EIO"],
  ])("that %s while the drafts are written: nothing arrived, and that is said", async (_, code, words) => {
    using bench = aTurnkey({ disk: { write: failing(code) } });
    const answer = await bench.upstream.deliver([aParcel({ id: 1 })], never);
    expect(answer).toMatchObject({ result: "unreachable", nothingArrived: true, reason: expect.stringContaining(words) });
  });

  test("in the middle of a batch: what arrived is pending, the rest may go again, the doubtful one is asked about", async () => {
    let renames = 0;
    const rename = async (from: string, to: string) => {
      renames += 1;
      if (renames === 2) {
        await nodeDisk.rename(from, to); // it happened, and the share vanished before it could say so
        throw Object.assign(new Error("ETIMEDOUT"), { code: "ETIMEDOUT" });
      }
      await nodeDisk.rename(from, to);
    };
    using bench = aTurnkey({ disk: { rename } });
    const parcels = [1, 2, 3].map((id) => aParcel({ id }));
    const answer = await bench.upstream.deliver(parcels, never);
    expect([1, 2, 3].map((id) => fateIn(answer, id)?.result)).toEqual(["pending", undefined, "absent"]);
    await bench.settle();
    expect(fateIn(await bench.upstream.inquire(parcels, never), 2)).toEqual({ result: "accepted" });
  });

  test("never claims that nothing arrived when a rename may have happened", async () => {
    const rename = async (from: string, to: string) => {
      await nodeDisk.rename(from, to);
      throw Object.assign(new Error("ESTALE"), { code: "ESTALE" });
    };
    using bench = aTurnkey({ disk: { rename } });
    expect(await bench.upstream.deliver([aParcel({ id: 1 })], never)).toMatchObject({ nothingArrived: false });
  });
});

describe("a file that cannot be read", () => {
  const unreadable = (code: string, which: RegExp) => ({
    read: (path: string, most: number) => (which.test(path) ? failing(code)() : nodeDisk.read(path, most)),
  });

  test("beside a refused one leaves it refused without a code: Turnkey may run as another user", async () => {
    using bench = aTurnkey({ moods: { refuses: 1 }, disk: unreadable("EACCES", /\.log$/) });
    const parcel = aParcel({ id: 1 });
    await bench.upstream.deliver([parcel], never);
    await bench.pretend.step();
    expect(await fateOf(bench, parcel)).toMatchObject({ result: "rejected", code: "ERR" });
  });

  test.each(["EIO", "ESTALE", "EHOSTDOWN"])("for %s is about its own document, and is asked about again", async (code) => {
    const warned: unknown[] = [];
    const log: Log = { info() {}, warn: (_, facts) => void warned.push(facts?.reason), error() {} };
    using bench = aTurnkey({ moods: { refuses: 1 }, disk: unreadable(code, /TS10000001.*\.log$/), log });
    const parcels = [aParcel({ id: 1 }), aParcel({ id: 2 })];
    await bench.upstream.deliver(parcels, never);
    await bench.pretend.step();
    const answer = await bench.upstream.inquire(parcels, never);
    expect(fateIn(answer, 1)).toBeUndefined();
    expect(fateIn(answer, 2)).toMatchObject({ result: "rejected", code: "Err008" });
    expect(warned).toEqual([expect.stringContaining(code)]);
  });

  test("of a result is logged once, and stops no upload", async () => {
    const warned: unknown[] = [];
    const log: Log = { info() {}, warn: (event) => void warned.push(event), error() {} };
    using bench = aTurnkey({ disk: unreadable("EACCES", /ProcessResult.*junk/), log });
    const hour = join(bench.folder, "Unpack", "BAK", "ProcessResult", "20261122", "14");
    mkdirSync(hour, { recursive: true });
    writeFileSync(join(hour, "junk"), "not ours");
    const parcel = aParcel({ id: 1 });
    await bench.upstream.deliver([parcel], never);
    await bench.settle();
    expect(await fateOf(bench, parcel)).toEqual({ result: "accepted" });
    expect(warned).toEqual(["result-unreadable"]);
  });
});

describe("what became of a file", () => {
  test("put into ERR is refused, with the code of the log beside it, and goes again under a new name when it is mended", async () => {
    using bench = aTurnkey({ moods: { refuses: 1 } });
    const parcel = aParcel({ id: 1 });
    await bench.upstream.deliver([parcel], never);
    await bench.settle();
    expect(await fateOf(bench, parcel)).toMatchObject({
      result: "rejected",
      code: "Err008",
      reason: expect.stringMatching(/不合法/),
    });
    bench.pretend.moods = { ...bench.pretend.moods, refuses: 0 };
    await bench.upstream.deliver([parcel], never);
    expect(readdirSync(bench.tray("F0401", "SRC"))).toEqual(["12345675_F0401_v41_TS10000001_1_n2.xml"]);
    await bench.settle();
    expect(await fateOf(bench, parcel)).toEqual({ result: "accepted" });
  });

  test("lost on the way counts as absent only after a minute, and goes again", async () => {
    using bench = aTurnkey({ moods: { loses: 1 } });
    const parcel = aParcel({ id: 1 });
    await bench.upstream.deliver([parcel], never);
    await bench.pretend.step();
    expect(await fateOf(bench, parcel)).toEqual({ result: "pending" });
    await bench.clock.wind(60_000);
    expect(await fateOf(bench, parcel)).toEqual({ result: "absent" });
    bench.pretend.moods = { ...bench.pretend.moods, loses: 0 };
    await bench.upstream.deliver([parcel], never);
    await bench.settle();
    expect(await fateOf(bench, parcel)).toEqual({ result: "accepted" });
  });

  test("taken and not answered yet is pending, and is not written a second time by whoever forgot that", async () => {
    using bench = aTurnkey({ moods: { slowMs: 3_600_000 } });
    const parcel = aParcel({ id: 1 });
    await bench.upstream.deliver([parcel], never);
    await bench.pretend.step();
    bench.restart();
    expect(fateIn(await bench.upstream.deliver([parcel], never), 1)).toEqual({ result: "pending" });
    expect(readdirSync(bench.tray("F0401", "SRC"))).toEqual([]);
  });

  test("of a later revision is not taken as accepted because the first one was", async () => {
    using bench = aTurnkey();
    const [first, withdrawal] = [aParcel({ id: 1 }), aParcel({ id: 2, thread: 1, number: "TS10000001", message: "F0701" })];
    for (const parcel of [first, withdrawal]) {
      await bench.upstream.deliver([parcel], never);
      await bench.settle();
    }
    const second = aParcel({ id: 3, thread: 1, number: "TS10000001", total: 120 });
    bench.pretend.moods = { ...bench.pretend.moods, slowMs: 3_600_000 };
    expect(fateIn(await bench.upstream.deliver([second], never), 3)).toEqual({ result: "pending" });
    bench.restart();
    expect(await fateOf(bench, second)).toEqual({ result: "pending" });
    await bench.pretend.step();
    await bench.clock.wind(3_600_000);
    await bench.settle();
    expect(await fateOf(bench, second)).toEqual({ result: "accepted" });
  });

  test("the platform stumbled over is sent again, and the old answer is not taken for the new one", async () => {
    using bench = aTurnkey({ moods: { stumbles: 1 } });
    const parcel = aParcel({ id: 1 });
    await bench.upstream.deliver([parcel], never);
    await bench.settle();
    expect(await fateOf(bench, parcel)).toMatchObject({ result: "again", code: "E0001" });
    bench.pretend.moods = { ...bench.pretend.moods, stumbles: 0, slowMs: 3_600_000 };
    await bench.upstream.deliver([parcel], never);
    await bench.settle();
    for (const restarted of [false, true]) {
      if (restarted) bench.restart();
      expect(await fateOf(bench, parcel)).toEqual({ result: "pending" });
    }
    await bench.clock.wind(3_600_000);
    await bench.settle();
    expect(await fateOf(bench, parcel)).toEqual({ result: "accepted" });
    expect(bench.pretend.platform.arrivals).toHaveLength(1);
  });
});

describe("results", () => {
  const told = async (bench: TurnkeyBench, ...outcomes: readonly [code: string, reference: string][]) => {
    const parcel = aParcel({ id: 1 });
    bench.pretend.moods = { ...bench.pretend.moods, slowMs: 86_400_000 };
    await bench.upstream.deliver([parcel], never);
    await bench.pretend.step();
    await bench.clock.wind(1_000);
    const id = "4.1-F0401-20261122-140306000-1b2f";
    bench.pretend.tell(
      { id, message: "F0401" },
      outcomes.map(([code, reference]) => ({ code, reference, date: "20261122" })),
    );
    return fateOf(bench, parcel);
  };

  test.each([
    ["E0102", "rejected"],
    ["E1002", "rejected"],
    ["E0201", "accepted"],
    ["E1003", "conflict"],
    ["E0202", "waits-for"],
    ["E0302", "again"],
    ["E0301", "channel"],
    ["00000", "accepted"],
    ["0000", "accepted"],
    ["E9999", "rejected"],
  ])("with %s of its own make a parcel %s; what was sent before only because BAK holds the same", async (code, result) => {
    using bench = aTurnkey();
    expect(await told(bench, [code, "TS10000001"])).toMatchObject({ result });
  });

  test("that it was issued before are about another machine's invoice, however equal our own file is to itself", async () => {
    using bench = aTurnkey();
    const parcel = aParcel({ id: 1 });
    const others = { message: "F0401", seller: parcel.seller, reference: "TS10000001", digest: "another's", atMs: 0 };
    bench.pretend.platform.restore(others, { invoice: "TS10000001" });
    await bench.upstream.deliver([parcel], never);
    await bench.settle();
    expect(await fateOf(bench, parcel)).toMatchObject({ result: "conflict", code: "E1003" });
    expect(bench.pretend.platform.arrivals).toEqual([others]);
  });

  test("that it was issued before may be about ours whose first file was lost after it was sent: a person looks", async () => {
    using bench = aTurnkey({ moods: { slowMs: 86_400_000 } });
    const parcel = aParcel({ id: 1 });
    await bench.upstream.deliver([parcel], never);
    await bench.settle();
    rmSync(bench.tray("F0401", "BAK"), { recursive: true });
    mkdirSync(bench.tray("F0401", "BAK"));
    expect(await fateOf(bench, parcel)).toEqual({ result: "pending" });
    await bench.clock.wind(61_000);
    expect(await fateOf(bench, parcel)).toEqual({ result: "absent" });
    await bench.upstream.deliver([parcel], never);
    await bench.settle();
    // Handed over anew under its first name, for nothing of it is left to count from.
    const id = "4.1-F0401-20261122-150306000-1b2f";
    bench.pretend.tell({ id, message: "F0401" }, [{ code: "E1003", reference: "TS10000001", date: "20261122" }]);
    expect(await fateOf(bench, parcel)).toMatchObject({ result: "conflict" });
  });

  test("with tens of thousands of codes for one document are read before the till's day is over", async () => {
    using bench = aTurnkey();
    const codes = Array.from({ length: 60_000 }, (_, index): [string, string] => [`X${index}`, "TS10000001"]);
    expect(await told(bench, ...codes)).toMatchObject({ result: "rejected", code: "X59999" });
  });

  test("of a package with good and bad documents count for each document by itself", async () => {
    using bench = aTurnkey();
    expect(await told(bench, ["E0504", ""], ["E0102", "TS10000009"], ["00000", "TS10000001"])).toEqual({ result: "accepted" });
  });

  test("that say the way itself is wrong concern all that was under way, and none of what is sent after the repair", async () => {
    using bench = aTurnkey();
    const parcel = aParcel({ id: 1 });
    expect(await told(bench, ["E0301", ""])).toMatchObject({ result: "channel", code: "E0301" });
    bench.pretend.moods = { ...bench.pretend.moods, slowMs: 0 };
    await bench.upstream.deliver([parcel], never);
    expect(await fateOf(bench, parcel)).toEqual({ result: "pending" });
    await bench.settle();
    expect(await fateOf(bench, parcel)).toEqual({ result: "accepted" });
  });

  test("that name another date's document of the same number are about another one", async () => {
    using bench = aTurnkey();
    const parcel = aParcel({ id: 1 });
    bench.pretend.moods = { ...bench.pretend.moods, slowMs: 86_400_000 };
    await bench.upstream.deliver([parcel], never);
    bench.pretend.tell({ id: "4.1-F0401-20261122-140306000-1b2f", message: "F0401" }, [
      { code: "00000", reference: "TS10000001", date: "20250101" },
    ]);
    expect(await fateOf(bench, parcel)).toEqual({ result: "pending" });
  });

  test("that are empty, torn, huge or no results at all are logged once, and harm nothing", async () => {
    const warned: unknown[] = [];
    const log: Log = { info() {}, warn: (event, facts) => void warned.push([event, facts?.reason]), error() {} };
    using bench = aTurnkey({ log });
    const hour = join(bench.folder, "Unpack", "BAK", "ProcessResult", "20261122", "14");
    mkdirSync(hour, { recursive: true });
    const garbage = ["", "<ProcessResult>", "{}", "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", "x".repeat(17_000_000)];
    for (const [index, text] of garbage.entries()) writeFileSync(join(hour, `${index}`), text);
    const parcel = aParcel({ id: 1 });
    await bench.upstream.deliver([parcel], never);
    await bench.settle();
    expect(await fateOf(bench, parcel)).toEqual({ result: "accepted" });
    expect(warned).toHaveLength(garbage.length);
  });

  test("are read once, and again only when they change", async () => {
    let reads = 0;
    const read: TurnkeySettings["disk"] = {
      read: (path, most) => {
        reads += path.includes("Result") ? 1 : 0;
        return nodeDisk.read(path, most);
      },
    };
    using bench = aTurnkey({ disk: read });
    const parcel = aParcel({ id: 1 });
    await bench.upstream.deliver([parcel], never);
    await bench.settle();
    for (let look = 0; look < 5; look++) await fateOf(bench, parcel);
    expect(reads).toBe(2);
  });
});

test("numbers and prizes that come down are handed on once, unreadable ones are logged", async () => {
  const taken: string[] = [];
  const downloads = {
    ranges: async (bytes: Uint8Array) => void taken.push(`ranges ${bytes.length > 100}`),
    awards: async ({ prizes }: { prizes: readonly { number: string }[] }) =>
      void taken.push(`awards ${prizes.map(({ number }) => number)}`),
  };
  using bench = aTurnkey({ downloads });
  bench.pretend.grant({ seller: "12345675", period: "11602", invoiceType: "07", track: "TU", first: 0, last: 49 });
  const win = { number: "TS10000001", date: "20261122", randomCode: "1234", total: 130, prizeType: "6", prizeAmount: 200 };
  writeFileSync(`${bench.pretend.award({ seller: "12345675", period: "11512", wins: [win] })}x`, "<Award>");
  for (let step = 0; step < 3; step++) await bench.upstream.collect?.(never);
  expect(taken).toEqual(["ranges true", "awards TS10000001"]);
});
