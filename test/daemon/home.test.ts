import { cpSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Database } from "../../db/till/file/sqlite.ts";
import { silentLog } from "../../src/base/log.ts";
import { openHome } from "../../src/daemon/home/home.ts";
import { regions } from "../../src/regions/regions.ts";
import { forgetful } from "../forgetful.ts";
import { aSale, aTill } from "../till/a-till.ts";
import { WoundClock } from "../wound-clock.ts";

const world = {
  clock: new WoundClock(),
  log: silentLog,
  randomBytes: (count: number) => new Uint8Array(count),
  defer: (callback: () => void) => void setImmediate(callback),
  die: () => {},
  witness: forgetful,
};
const open = (folder: string, demo: boolean) => openHome({ folder, pid: process.pid, region: regions.tw, demo }, world);

test("a copied home does not start, because two copies of one till would issue the same numbers twice", async () => {
  await using till = await aTill();
  await till.post("/v1/sales", aSale());
  const copy = `${till.folder}-copy`;
  cpSync(till.folder, copy, { recursive: true });
  rmSync(join(copy, "lock.db"), { force: true });
  await expect(open(copy, true)).rejects.toMatchObject({ code: "home-moved" });
  await expect(open(copy, false)).rejects.toMatchObject({ code: "home-moved" });
  rmSync(copy, { recursive: true });
});

test("a home that is held is refused, whoever asks", async () => {
  await using till = await aTill();
  await expect(open(till.folder, true)).rejects.toMatchObject({
    code: "home-busy",
    message: expect.stringContaining(String(process.pid)),
  });
});

test("a home of another kind never becomes a demo home", async () => {
  const till = await aTill({ folder: mkdtempSync(join(tmpdir(), "tillseal-kind-")) });
  await till[Symbol.asyncDispose]();
  const sqlite = new Database(till.home.paths.database);
  sqlite.exec("DROP TRIGGER home_keeps; UPDATE home SET environment = 'live'");
  sqlite.close();
  await expect(open(till.folder, true)).rejects.toMatchObject({ code: "home-kind" });
  rmSync(till.folder, { recursive: true });
});

test("where there is no home, none is made without --demo, and the refusal says how to begin", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tillseal-none-"));
  await expect(open(folder, false)).rejects.toMatchObject({
    code: "home-missing",
    detail: { hint: expect.stringContaining("npm start") },
  });
  rmSync(folder, { recursive: true });
});

test("a refused home is let go again", async () => {
  await using till = await aTill();
  const copy = `${till.folder}-copy`;
  cpSync(till.folder, copy, { recursive: true });
  rmSync(join(copy, "lock.db"), { force: true });
  for (let time = 0; time < 2; time++) await expect(open(copy, true)).rejects.toMatchObject({ code: "home-moved" });
  rmSync(copy, { recursive: true });
});

test("the first entries say what the home is and which key seals", async () => {
  await using till = await aTill();
  const [home, key] = till.home.ledger.journal.after(0, 2);
  expect([home!.kind, JSON.parse(home!.doc)]).toMatchObject([
    "home",
    { environment: "demo", region: "tw", seller: regions.tw.demo.seller },
  ]);
  expect([key!.kind, JSON.parse(key!.doc)]).toMatchObject([
    "key",
    { event: "made", kid: till.home.key!.kid, algorithm: "Ed25519" },
  ]);
});

test("keys are for their owner's eyes only", async () => {
  await using till = await aTill();
  expect(statSync(till.home.paths.qrKey).mode & 0o777).toBe(0o600);
  expect(statSync(till.home.paths.keys).mode & 0o077).toBe(0);
});
