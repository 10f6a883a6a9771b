import { mkdirSync, readdirSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { silentLog } from "../../../src/base/log.ts";
import { onOneDisk } from "../../../src/daemon/home/home.ts";
import { CopyKeeper } from "../../../src/daemon/safekeeping/copies/copy-keeper.ts";
import { makeCopy } from "../../../src/daemon/safekeeping/copies/make-copy.ts";
import { refuse } from "../../../src/daemon/safekeeping/problems.ts";
import type { TillStatus } from "../../../src/daemon/till-status.ts";
import { aTill, type TestTill } from "../../till/a-till.ts";
import { aFolder, passphrase } from "./a-copy.ts";

describe("a copy that cannot be made", () => {
  test("says what SQLite says of it, and leaves nothing behind", async () => {
    using folder = aFolder();
    await using till = await aTill();
    const { source } = till.till.copies;
    const database = join(till.folder, "no-books.db");
    writeFileSync(
      database,
      "these are no books, and longer than the hundred bytes a database begins with, by a word or two more",
    );
    const making = makeCopy({ ...source, paths: { ...source.paths, database } }, join(folder.path, "one.backup"), passphrase);
    await expect(making).rejects.toMatchObject({
      code: "copy-failed",
      message: expect.stringMatching(/one\.backup: file is not a database\.$/),
      detail: { cause: { code: "SQLITE_NOTADB" } },
    });
    expect(readdirSync(folder.path)).toEqual([]);
  });

  test("because what an earlier one left cannot be removed is a problem like any other", async () => {
    using folder = aFolder();
    await using till = await aTill();
    const path = join(folder.path, "one.backup");
    mkdirSync(`${path}.new`);
    const told = { code: "copy-failed", message: expect.stringMatching(/one\.backup: it is a folder\.$/) };
    await expect(makeCopy(till.till.copies.source, path, passphrase)).rejects.toMatchObject(told);
  });
});

describe("an old copy that cannot be removed", () => {
  test("stays and is told of once, the other ones go, and the till goes on making copies", async () => {
    using folder = aFolder();
    const lines: unknown[] = [];
    const log = { ...silentLog, warn: (event: string, facts: object = {}) => void lines.push({ event, ...facts }) };
    const config = { backup: { folder: folder.path, everyHours: 24, keep: 1 } };
    await using till = await aTill({ config, world: { log } });
    const { copies } = till.till;
    const told: unknown[] = [];
    till.till.shop.feed.listen((happening) => happening.kind === "alert" && told.push([happening.code, happening.event]));
    const nextDay = async () => {
      await till.clock.wind(24 * 3_600_000);
      const step = await copies.keepUp();
      await till.till.alerts.look();
      return step;
    };
    expect([await copies.keepUp(), copies.leftover]).toEqual(["worked", null]);
    const old = join(folder.path, till.home.ledger.safekeeping.newestCopy()!.file);
    rmSync(old);
    mkdirSync(old);
    const message = `The old copy ${old} cannot be removed: it is a folder.`;
    expect([await nextDay(), await nextDay(), await nextDay()]).toEqual(["worked", "worked", "worked"]);
    expect(lines.filter((line) => (line as { event: string }).event === "backup")).toEqual([{ event: "backup", message }]);
    expect(await backupLamp(till)).toMatchObject({ light: "yellow", message: expect.stringContaining(message) });
    expect(readdirSync(folder.path)).toHaveLength(2);
    rmdirSync(old);
    expect([await nextDay(), copies.leftover]).toEqual(["worked", null]);
    expect(await backupLamp(till)).toMatchObject({ light: "green" });
    expect(told).toEqual([
      ["backup-kept", "raised"],
      ["backup-kept", "mended"],
    ]);
  });
});

describe("a full disk for copies", () => {
  /** A keeper whose disk holds so many copies and not one more. */
  const keeperOn = ({ till: { copies } }: TestTill, folder: string, room: { copies: number }) =>
    new CopyKeeper(copies.source, async (source, path, lock) => {
      if (readdirSync(folder).length < room.copies) return makeCopy(source, path, lock);
      const cause = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
      throw refuse("copy-failed", `No copy was made at ${path}: the disk is full.`, { cause });
    });
  const hours = 3_600_000;

  test("loses the oldest copy for the newest, one at a time, and never the last one", async () => {
    using folder = aFolder();
    await using till = await aTill({ config: { backup: { folder: folder.path, everyHours: 24, keep: 14 } } });
    const room = { copies: 3 };
    const keeper = keeperOn(till, folder.path, room);
    const made: string[] = [];
    for (let day = 0; day < 5; day++) {
      expect(await keeper.keepUp()).toBe("worked");
      made.push(till.home.ledger.safekeeping.newestCopy()!.file);
      await till.clock.wind(24 * hours);
    }
    expect(readdirSync(folder.path).sort()).toEqual(made.slice(2));
    room.copies = 0;
    for (let again = 0; again < 3; again++) expect(await keeper.keepUp()).toBe("faulted");
    expect(readdirSync(folder.path).sort()).toEqual(made.slice(3));
    expect(keeper.trouble).toMatch(/the disk is full\. Keep fewer copies/);
    room.copies = 2;
    expect([await keeper.keepUp(), keeper.trouble]).toEqual(["faulted", expect.stringContaining("Keep fewer")]);
    room.copies = 3;
    expect([await keeper.keepUp(), keeper.trouble]).toEqual(["worked", null]);
  });

  test("with one copy on it keeps that, and says to keep fewer", async () => {
    using folder = aFolder();
    await using till = await aTill({ config: { backup: { folder: folder.path, everyHours: 24, keep: 14 } } });
    const keeper = keeperOn(till, folder.path, { copies: 1 });
    expect(await keeper.keepUp()).toBe("worked");
    await till.clock.wind(24 * hours);
    expect([await keeper.keepUp(), readdirSync(folder.path).length]).toEqual(["faulted", 1]);
    expect(keeper.trouble).toContain("Keep fewer copies");
  });
});

describe("copies on the home's own disk", () => {
  const config = (folder: string) => ({ backup: { folder, everyHours: 24 } });

  test("are made and never called green until the folder lies on another", async () => {
    using folder = aFolder();
    let onOne = true;
    const world = { onHomeDisk: (path: string) => onOne && path === folder.path };
    await using till = await aTill({ config: config(folder.path), environment: "rehearsal", world });
    expect(await till.till.copies.keepUp()).toBe("worked");
    const near = {
      light: "yellow",
      message: expect.stringMatching(/\.backup\. .* is on the home's own disk.* Mount another disk/),
    };
    expect(await backupLamp(till)).toMatchObject(near);
    await till.clock.wind(49 * 3_600_000);
    expect(await backupLamp(till)).toMatchObject({ ...near, light: "red" });
    onOne = false;
    expect(await till.till.copies.keepUp()).toBe("worked");
    expect(await backupLamp(till)).toMatchObject({ light: "green", message: expect.not.stringContaining("disk") });
  });

  test("of a demo are well: it has nothing to lose", async () => {
    using folder = aFolder();
    await using till = await aTill({ config: config(folder.path), world: { onHomeDisk: () => true } });
    await till.till.copies.keepUp();
    expect(await backupLamp(till)).toMatchObject({ light: "green" });
  });

  test("are known by the disk's number; a folder that is not there lies on none", () => {
    using folder = aFolder();
    const inside = join(folder.path, "copies");
    expect(onOneDisk(folder.path, inside)).toBe(false);
    mkdirSync(inside);
    expect([onOneDisk(folder.path, inside), onOneDisk(folder.path, "/proc")]).toEqual([true, false]);
  });
});

async function backupLamp(till: TestTill) {
  return (await (await till.get<TillStatus>("/v1/status")).json()).lamps.backup;
}
