import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Database } from "../../db/till/file/sqlite.ts";
import { end, startDemo, tillseal } from "./command-line.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tillseal-doctor-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Told {
  readonly light: string;
  readonly groups: readonly {
    readonly name: string;
    readonly findings: readonly { readonly light: string; readonly seen: string }[];
  }[];
}

const told = (out: string, name: string) => (JSON.parse(out) as Told).groups.find((group) => group.name === name)!.findings;

describe("doctor", () => {
  test("beside a running till asks it for its printers, after its end for none, and is content with both", async () => {
    const running = await startDemo(folder);
    const beside = await tillseal(["doctor", "--home", folder, "--json"]);
    expect([beside.code, beside.err]).toEqual([0, ""]);
    expect(told(beside.out, "home")[0]!.seen).toContain("its till runs");
    expect(told(beside.out, "printers")[0]!.seen).toContain("front (tcp://127.0.0.1:");
    const words = await tillseal(["doctor", "--home", folder]);
    expect([words.code, words.out]).toEqual([0, expect.stringContaining("✓ database")]);
    await end(running, "SIGKILL");
    const killed = await tillseal(["doctor", "--home", folder, "--json"]);
    expect(killed.code).toBe(0);
    expect(
      told(killed.out, "home")
        .map(({ seen }) => seen)
        .join(),
    ).toContain("left behind");
  });

  test("exits 1 where something is red: a wrong configuration, a database that is none", async () => {
    await end(await startDemo(folder), "SIGTERM");
    writeFileSync(join(folder, "tillseal.yaml"), "colour: blue\n");
    const wrong = await tillseal(["doctor", "--home", folder]);
    expect([wrong.code, wrong.out]).toEqual([1, expect.stringContaining("✗ config")]);
    expect((await tillseal(["doctor", "--self-check", "--home", folder])).err).toContain("colour");
    for (const beside of ["", "-wal", "-shm"]) rmSync(join(folder, `till.db${beside}`), { force: true });
    writeFileSync(join(folder, "till.db"), "no database at all, but long enough to be looked at".repeat(100));
    const broken = await tillseal(["doctor", "--home", folder, "--json"]);
    expect([broken.code, told(broken.out, "database")]).toMatchObject([1, [{ light: "red" }, { light: "red" }]]);
  });

  test("exits 1 where there is no till, and 2 where it is asked for a page of nothing", async () => {
    expect(await tillseal(["doctor", "--home", folder])).toMatchObject({ code: 1, err: expect.stringContaining("--home DIR") });
    expect((await tillseal(["doctor", "--page", "page.html", "--home", folder])).code).toBe(2);
    expect((await tillseal(["doctor", "--colour"])).code).toBe(2);
    await end(await startDemo(folder), "SIGTERM");
    const nowhere = ["doctor", "--self-check", "--home", folder, "--page", join(folder, "none", "page.html")];
    expect(await tillseal(nowhere)).toMatchObject({ code: 2, err: expect.stringContaining("cannot be written") });
  });
});

test("of a database an older version wrote, doctor says to start the till, which brings it up to date", async () => {
  await end(await startDemo(folder), "SIGTERM");
  const sqlite = new Database(join(folder, "till.db"));
  sqlite.exec("PRAGMA user_version = 0; DROP TABLE tokens");
  sqlite.close();
  const older = await tillseal(["doctor", "--home", folder]);
  expect([older.code, older.out]).toEqual([1, expect.stringContaining("Start the till")]);
  expect(older.out).toContain("cannot be opened");
});

describe("doctor --self-check", () => {
  test("goes through the whole list, in words, as JSON and as a page, beside a running till", async () => {
    const running = await startDemo(folder);
    const page = join(folder, "page.html");
    const said = await tillseal(["doctor", "--self-check", "--home", folder, "--page", page]);
    expect([said.code, said.err]).toEqual([0, ""]);
    expect(said.out).toContain("✓ 8(7)");
    expect(said.out).toContain("0 failed");
    expect(readFileSync(page, "utf8")).toContain("電子發票開立系統自行檢測表");
    const asJson = JSON.parse((await tillseal(["doctor", "--self-check", "--home", folder, "--json"])).out);
    expect(asJson).toMatchObject({ seller: { businessId: "12345675" }, counts: { failed: 0 } });
    expect(asJson.items).toHaveLength(28);
    expect(await end(running, "SIGTERM")).toBe(0);
    expect(readFileSync(join(folder, "tillseal.log"), "utf8")).toContain('"msg":"selling-from"');
  });

  test("exits 1 when an item failed", async () => {
    await end(await startDemo(folder), "SIGTERM");
    writeFileSync(join(folder, "keys", "qr.key"), "short\n");
    const { code, out } = await tillseal(["doctor", "--self-check", "--home", folder]);
    expect([code, out]).toEqual([1, expect.stringContaining("✗ 8(8)")]);
  });
});
