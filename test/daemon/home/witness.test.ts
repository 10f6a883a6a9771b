import { copyFileSync, cpSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { adoptHome, adoptionOutlook } from "../../../src/daemon/home/adopt-home.ts";
import { bindingOf } from "../../../src/daemon/home/machine.ts";
import { nodeWitness, type Witness } from "../../../src/daemon/home/witness.ts";
import { aTill, type TestTill } from "../../till/a-till.ts";
import { importNumbers, sell } from "../safekeeping/a-copy.ts";

let place: string;
let troubles: string[];
let witness: Witness;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), "tillseal-witness-"));
  troubles = [];
  witness = nodeWitness(join(place, "state"), (reason) => troubles.push(reason));
});
afterEach(() => rmSync(place, { recursive: true }));

/** A shop's own till, which is no demo, in the same folder each time. */
const aShop = (): Promise<TestTill> => aTill({ folder: join(place, "home"), environment: "rehearsal", world: { witness } });

/** Sells, keeps the stopped home aside, and sells on. */
async function soldOnAfterACopy(keep: (home: string) => void): Promise<TestTill> {
  const first = await aShop();
  await importNumbers(first, { track: "KD" });
  await sell(first);
  await first[Symbol.asyncDispose]();
  keep(first.folder);
  const second = await aShop();
  await sell(second);
  await second[Symbol.asyncDispose]();
  return second;
}

/** As `cp -a kept/. home/` does: into the files that are there. */
function overwrite(home: string, kept: string): void {
  for (const entry of readdirSync(kept, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) copyFileSync(join(entry.parentPath, entry.name), join(entry.parentPath.replace(kept, home), entry.name));
}

test.each<[string, (home: string, kept: string) => void]>([
  ["its database", (home, kept) => copyFileSync(join(kept, "till.db"), join(home, "till.db"))],
  ["every file of it", overwrite],
])("a home that was put back to an older copy of %s in its place does not start: it would issue again what it issued", async (_, putBack) => {
  const kept = join(place, "kept");
  const till = await soldOnAfterACopy((home) => cpSync(home, kept, { recursive: true }));
  const before = statSync(till.home.paths.database).ino;
  putBack(till.folder, kept);
  expect(statSync(till.home.paths.database).ino).toBe(before);
  await expect(aShop()).rejects.toMatchObject({ code: "home-moved", message: expect.stringContaining("older copy") });

  const ask = { folder: till.folder, pid: process.pid };
  const { world } = till.till.shop;
  const confirmed = adoptionOutlook(till.folder, witness).head.seq;
  await expect(adoptHome({ ...ask, reason: "moved", confirmed }, world)).rejects.toMatchObject({ code: "adopt-refused" });
  await adoptHome({ ...ask, reason: "restored", confirmed: null }, world);
  await using again = await aShop();
  expect((await again.post("/v1/sales", { requestId: "x", lines: [{ name: "茶", quantity: 1, unitPrice: 30 }] })).status).toBe(
    503,
  );
});

test("a home goes on where nothing is missing, and where nobody remembers it", async () => {
  await soldOnAfterACopy(() => {});
  await (await aShop())[Symbol.asyncDispose]();
  rmSync(join(place, "state"), { recursive: true });
  await (await aShop())[Symbol.asyncDispose]();
  writeFileSync(join(place, "state", readdirSync(join(place, "state"))[0]!), "half");
  await using last = await aShop();
  expect(await sell(last)).toBe("KD00000002");
});

test("a till sells without a witness, which says why it keeps none", async () => {
  writeFileSync(join(place, "state"), "a file is in the way");
  await using till = await aShop();
  await importNumbers(till, { track: "KD" });
  expect(await sell(till)).toBe("KD00000000");
  expect(troubles).toEqual([expect.stringContaining("EEXIST")]);
});

test("a demo leaves nothing behind", async () => {
  await using _till = await aTill({ world: { witness } });
  expect(readdirSync(place)).toEqual([]);
});

test("a file that was removed and made anew binds no home, even where its number is given out again", () => {
  const path = join(place, "till.db");
  writeFileSync(path, "one");
  const before = bindingOf(path);
  expect(bindingOf(path)).toBe(before);
  rmSync(path);
  writeFileSync(path, "one");
  expect(bindingOf(path)).not.toBe(before);
});
