import { mkdirSync, readdirSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { silentLog } from "../../../src/base/log.ts";
import { makeCopy } from "../../../src/daemon/safekeeping/copies/make-copy.ts";
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
      message: expect.stringMatching(/one\.backup: file is not a database$/),
      detail: { cause: { code: "SQLITE_NOTADB" } },
    });
    expect(readdirSync(folder.path)).toEqual([]);
  });

  test("because what an earlier one left cannot be removed is a problem like any other", async () => {
    using folder = aFolder();
    await using till = await aTill();
    const path = join(folder.path, "one.backup");
    mkdirSync(`${path}.new`);
    const told = { code: "copy-failed", message: expect.stringMatching(/one\.backup: it is a folder$/) };
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

async function backupLamp(till: TestTill) {
  return (await (await till.get<TillStatus>("/v1/status")).json()).lamps.backup;
}
