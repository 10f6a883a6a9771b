import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { moveUp } from "../../../src/daemon/safekeeping/copies/move-up.ts";
import { restoreHome } from "../../../src/daemon/safekeeping/copies/restore-home.ts";
import { aTill } from "../../till/a-till.ts";
import { aFolder, copyOf, passphrase, restored, sell } from "./a-copy.ts";

describe("a copy restored into an empty folder that is there", () => {
  test("leaves the folder where it is, a disk of its own perhaps, and makes a home in it that sells", async () => {
    using folder = aFolder();
    await using till = await aTill();
    await sell(till);
    const file = join(folder.path, "one.backup");
    await copyOf(till, file);
    const home = join(folder.path, "disk");
    mkdirSync(join(home, "lost+found"), { recursive: true });
    mkdirSync(join(home, ".restoring", "keys"), { recursive: true });
    chmodSync(home, 0o755);
    const { ino } = statSync(home);
    await restored(file, home, { world: till.till.shop.world, reason: "moved" });
    expect(readdirSync(home)).toEqual(expect.arrayContaining(["keys", "lost+found", "till.db"]));
    expect(readdirSync(home).filter((name) => name.startsWith("."))).toEqual([]);
    expect([statSync(home).ino, statSync(home).mode & 0o777]).toEqual([ino, 0o700]);
    await using other = await aTill({ folder: home, clock: till.clock });
    expect(await sell(other)).toBe("TS00000001");
  });

  test("is refused in words where a file lies in the way", async () => {
    using folder = aFolder();
    await using till = await aTill();
    const file = join(folder.path, "one.backup");
    await copyOf(till, file);
    for (const way of [["one.backup"], ["one.backup", "home"], ["one.backup", "branch", "home"]]) {
      const home = join(folder.path, ...way);
      await expect(restoreHome({ file, folder: home, unlock: { passphrase } })).rejects.toMatchObject({
        code: "place-unwritable",
        message: `No home can be made at ${home}: a file lies where a folder is wanted.`,
        detail: { hint: "Name another place." },
      });
    }
    expect(readdirSync(folder.path)).toEqual(["one.backup"]);
  });

  test("leaves nothing in it when it fails", async () => {
    using folder = aFolder();
    await using till = await aTill();
    const file = join(folder.path, "one.backup");
    await copyOf(till, file);
    const home = join(folder.path, "disk");
    mkdirSync(home);
    const wrong = { file, folder: home, unlock: { passphrase: `${passphrase}!` } };
    await expect(restoreHome(wrong)).rejects.toMatchObject({ code: "copy-locked" });
    expect([readdirSync(folder.path).sort(), readdirSync(home)]).toEqual([["disk", "one.backup"], []]);
  });

  test("takes back every part when one of them cannot be put in its place, and never came to the database", () => {
    using folder = aFolder();
    const draft = join(folder.path, ".restoring");
    mkdirSync(join(draft, "keys"), { recursive: true });
    for (const name of ["till.db", "z.yaml"]) writeFileSync(join(draft, name), name);
    mkdirSync(join(folder.path, "z.yaml"));
    expect(() => moveUp(draft, folder.path, "till.db")).toThrow(/EISDIR/);
    expect(readdirSync(folder.path).sort()).toEqual([".restoring", "z.yaml"]);
    expect(readFileSync(join(draft, "till.db"), "utf8")).toBe("till.db");
  });
});
