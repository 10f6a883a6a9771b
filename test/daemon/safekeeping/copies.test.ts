import {
  copyFileSync,
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { describe, expect, test } from "vitest";
import { readArchive } from "../../../src/daemon/safekeeping/archive/read-archive.ts";
import { readBackupKey } from "../../../src/daemon/safekeeping/copies/make-copy.ts";
import { readCopy } from "../../../src/daemon/safekeeping/copies/read-copy.ts";
import { restoreHome } from "../../../src/daemon/safekeeping/copies/restore-home.ts";
import type { TillStatus } from "../../../src/daemon/till-status.ts";
import { aSale, aTill, type TestTill } from "../../till/a-till.ts";
import { problemOf } from "../problem.ts";
import { aFolder, copyOf, passphrase, restored, sell, sellMany } from "./a-copy.ts";

const drain = async (chunks: AsyncIterable<Uint8Array>) => {
  for await (const _ of chunks);
};

/** What only a key's owner knows of its file: not the words around it. */
const secretIn = (path: string) =>
  readFileSync(path, "latin1")
    .replaceAll(/-----[A-Z ]+-----/g, "")
    .trim()
    .slice(-24);

describe("a copy", () => {
  test("made while the till sells holds every sale acknowledged before its head, and no sale waits long for it", async () => {
    using folder = aFolder();
    await using till = await aTill({ config: { freeSpaceMb: 0 } });
    await sellMany(till, 300);
    const path = join(folder.path, "busy.backup");
    const acknowledged: { number: string; seq: number }[] = [];
    let longest = 0;
    let copying = true;
    const selling = (async () => {
      while (copying) {
        const began = performance.now();
        const sold = await (await till.post("/v1/sales", aSale())).json();
        longest = Math.max(longest, performance.now() - began);
        acknowledged.push({ number: sold.number, seq: sold.seal.seq });
      }
    })();
    const { head } = await copyOf(till, path);
    copying = false;
    await selling;
    expect(acknowledged.length).toBeGreaterThan(3);
    const { world } = till.till.shop;
    const home = join(folder.path, "elsewhere");
    await restored(path, home, { world });
    await using other = await aTill({ folder: home, clock: till.clock });
    const there = new Set(other.home.ledger.invoices.search({}, 100_000).map(({ record }) => record.number));
    expect(acknowledged.filter(({ seq }) => seq <= head.seq).every(({ number }) => there.has(number))).toBe(true);
    expect(there.size).toBeGreaterThanOrEqual(300);
    expect(longest).toBeLessThan(1000);
  }, 60_000);

  test("is one file for its owner alone, journalled with its head, and leaves nothing else behind", async () => {
    using folder = aFolder();
    await using till = await aTill();
    await sell(till);
    const path = join(folder.path, "one.backup");
    const { head } = await copyOf(till, path);
    expect(readdirSync(folder.path)).toEqual(["one.backup"]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const entry = till.home.ledger.journal.newestOf("backup")!;
    expect(JSON.parse(entry.doc)).toMatchObject({ file: "one.backup", head, by: "test", scheduled: false });
    expect(entry.doc).not.toContain(passphrase);
  });

  test("names neither key nor pepper nor passphrase in the clear", async () => {
    using folder = aFolder();
    await using till = await aTill();
    await copyOf(till, join(folder.path, "one.backup"));
    const bytes = readFileSync(join(folder.path, "one.backup"));
    for (const name of readdirSync(till.home.paths.keys).filter((file) => !file.endsWith(".pub.pem")))
      expect(bytes.includes(secretIn(join(till.home.paths.keys, name)))).toBe(false);
  });

  test("is refused over a file that is there, in a folder that is not, at half a path, and to whoever may not manage", async () => {
    using folder = aFolder();
    await using till = await aTill();
    const path = join(folder.path, "one.backup");
    await copyOf(till, path);
    expect(await problemOf(await till.post("/v1/admin/backup", { path }))).toMatchObject({ code: "copy-exists" });
    const away = { path: join(folder.path, "none", "one.backup") };
    expect(await problemOf(await till.post("/v1/admin/backup", away))).toMatchObject({ code: "copy-away" });
    expect(await problemOf(await till.post("/v1/admin/backup", { path: "one.backup" }))).toMatchObject({
      code: "request-invalid",
    });
    const seller = { authorization: `Bearer ${await till.token("pos", "sell")}` };
    expect(await problemOf(await till.post("/v1/admin/backup", away, seller))).toMatchObject({ code: "scope-too-small" });
  });

  test("asked for twice under one key is made once", async () => {
    using folder = aFolder();
    await using till = await aTill();
    const path = join(folder.path, "one.backup");
    const key = { "idempotency-key": "copy-1" };
    const [first, again] = [
      await till.post("/v1/admin/backup", { path }, key),
      await till.post("/v1/admin/backup", { path }, key),
    ];
    expect([first.status, again.status, again.headers.get("idempotent-replayed")]).toEqual([201, 200, "true"]);
  });

  test("without a passphrase opens with the home's backup key, and with nothing else", async () => {
    using folder = aFolder();
    await using till = await aTill();
    await sell(till);
    const file = join(folder.path, "one.backup");
    await till.post("/v1/admin/backup", { path: file });
    const home = (name: string) => join(folder.path, name);
    await expect(restoreHome({ file, folder: home("a"), unlock: null })).rejects.toMatchObject({ code: "copy-locked" });
    await expect(restoreHome({ file, folder: home("a"), unlock: { passphrase } })).rejects.toMatchObject({ code: "copy-locked" });
    await restoreHome({ file, folder: home("b"), unlock: { backupKey: readBackupKey(till.home.paths.backupKey) } });
    expect(existsSync(home("a"))).toBe(false);
  });
});

describe("a copy that is not as it was written", () => {
  test("is refused at a wrong passphrase, and nothing is left of it", async () => {
    using folder = aFolder();
    await using till = await aTill();
    const file = join(folder.path, "one.backup");
    await copyOf(till, file);
    const wrong = { file, folder: join(folder.path, "home"), unlock: { passphrase: `${passphrase}!` } };
    await expect(restoreHome(wrong)).rejects.toMatchObject({ code: "copy-locked" });
    expect(readdirSync(folder.path)).toEqual(["one.backup"]);
  });

  test("is refused wherever it was cut off", async () => {
    using folder = aFolder();
    await using till = await aTill();
    await sellMany(till, 3);
    const whole = join(folder.path, "whole.backup");
    await copyOf(till, whole);
    for (const part of [0.1, 0.5, 0.9, 0.97]) {
      const cut = join(folder.path, `cut-${part}`);
      copyFileSync(whole, cut);
      truncateSync(cut, Math.floor(statSync(whole).size * part));
      await expect(readCopy(cut, drain)).rejects.toMatchObject({ code: "copy-damaged" });
    }
  });

  test("is told from one that is not there, and speaks of restoring only to whoever restores", async () => {
    using folder = aFolder();
    const home = join(folder.path, "home");
    for (const [name, message] of [
      ["none.backup", /^There is no file .*none\.backup\.$/],
      ["none.backup/x", /^There is no file .*none\.backup\/x\.$/],
      [".", /cannot be read: it is a folder\.$/],
    ] as const) {
      const away = { code: "copy-away", message: expect.stringMatching(message) };
      await expect(readCopy(join(folder.path, name), drain)).rejects.toMatchObject(away);
      await expect(restoreHome({ file: join(folder.path, name), folder: home, unlock: null })).rejects.toMatchObject(away);
    }
    const file = join(folder.path, "cut.backup");
    writeFileSync(file, "");
    const damaged = (hint: string) => ({ code: "copy-damaged", detail: { hint: expect.stringMatching(hint) } });
    await expect(readCopy(file, drain)).rejects.toMatchObject(damaged("^Take another copy"));
    await expect(restoreHome({ file, folder: home, unlock: null })).rejects.toMatchObject(damaged("^Nothing was restored. Take"));
  });

  test("is refused by the name of the part one bit of which was turned", async () => {
    using folder = aFolder();
    await using till = await aTill();
    await sellMany(till, 3);
    const whole = join(folder.path, "whole.backup");
    await copyOf(till, whole);
    const bytes = readFileSync(whole);
    const places = new Map<string, number>();
    let place = 0;
    for await (const { name, size } of readArchive(createReadStream(whole))) {
      places.set(name, place + 512 + Math.floor(size / 2));
      place += 512 + Math.ceil(size / 512) * 512;
    }
    expect([...places.keys()]).toEqual(
      expect.arrayContaining(["till.db.gz", "locked.json", "manifest.json", "manifest.seal.json"]),
    );
    for (const [name, at] of places) {
      const altered = join(folder.path, "altered");
      const copy = Buffer.from(bytes);
      copy[at]! ^= 1;
      writeFileSync(altered, copy);
      const refused = await readCopy(altered, drain).catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: "copy-damaged", detail: { faults: [{ path: name }] } });
    }
  });
});

describe("copies by themselves", () => {
  const hours = (count: number) => count * 3_600_000;
  const copiesIn = (path: string) => readdirSync(path).filter((name) => name.endsWith(".backup"));
  const lampOf = async (till: TestTill) => (await (await till.get<TillStatus>("/v1/status")).json()).lamps.backup;

  test("are made when they are due, and the oldest of the till's own are removed, nobody else's", async () => {
    using folder = aFolder();
    const foreign = ["tillseal-2020-01-01-000000.backup", "photos.zip"];
    for (const name of foreign) writeFileSync(join(folder.path, name), "somebody's");
    await using till = await aTill({ config: { backup: { folder: folder.path, everyHours: 24, keep: 3 } } });
    expect(await lampOf(till)).toMatchObject({ light: "yellow", message: expect.stringContaining("No copy") });
    const made: string[] = [];
    for (let day = 0; day < 5; day++) {
      expect(await till.till.copies.keepUp()).toBe("worked");
      expect(await till.till.copies.keepUp()).toBe("idle");
      made.push(till.home.ledger.safekeeping.newestCopy()!.file);
      await till.clock.wind(hours(24));
    }
    expect(copiesIn(folder.path).sort()).toEqual([foreign[0]!, ...made.slice(2)].sort());
    expect(existsSync(join(folder.path, "photos.zip"))).toBe(true);
    expect(till.till.loops.copying).toBeDefined();
    expect(await lampOf(till)).toMatchObject({ light: "green", message: expect.stringContaining(made[4]!) });
    await till.clock.wind(hours(49));
    expect(await lampOf(till)).toMatchObject({ light: "red" });
  });

  test("that cannot be made are told once, shown, and made as soon as the disk is back", async () => {
    using folder = aFolder();
    const away = join(folder.path, "stick");
    await using till = await aTill({ config: { backup: { folder: away } } });
    const told: unknown[] = [];
    till.till.shop.feed.listen((happening) => happening.kind === "alert" && told.push(happening.code));
    expect([await till.till.copies.keepUp(), await till.till.copies.keepUp()]).toEqual(["faulted", "faulted"]);
    await till.till.alerts.look();
    await till.till.alerts.look();
    expect(told).toEqual(["backup-failed"]);
    expect(await lampOf(till)).toMatchObject({ light: "red", message: expect.stringContaining("is not there") });
    mkdirSync(away);
    expect(await till.till.copies.keepUp()).toBe("worked");
    expect(await lampOf(till)).toMatchObject({ light: "green" });
  });
});
