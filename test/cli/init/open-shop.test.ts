import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadConfig } from "../../../config/load.ts";
import { lockHome } from "../../../db/till/file/lock.ts";
import { readLedger } from "../../../db/till/ledger.ts";
import { systemClock } from "../../../src/base/clock.ts";
import { silentLog } from "../../../src/base/log.ts";
import { openShop } from "../../../src/cli/init/open-shop.ts";
import { type Answers, planOf } from "../../../src/cli/init/plan.ts";
import { startTill } from "../../../src/cli/running-till.ts";
import { tw } from "../../../src/regions/tw/tw.ts";
import { startVirtualPrinter } from "../../../src/rehearsal/virtual-printer.ts";
import { aFolder, opening, periodNow, whole } from "./a-shop.ts";

const open = (folder: string, answers: Answers = {}) => openShop(folder, planOf({ ...whole, ...answers }, opening), tw);
const start = (folder: string) => startTill({ folder, demo: false, port: 0, log: silentLog });

test("a shop is born as what was said, with its files for nobody else's eyes and a configuration that says what each key is", async () => {
  using place = aFolder();
  const home = join(place.path, "home");
  const opened = await open(home, { environment: "live", logoLine: "測試茶舖", upstream: "https://hub.example.tw" });
  expect(opened).toMatchObject({ environment: "live", numbers: 0, testPage: null, token: { name: "pos" } });
  expect(readdirSync(home).sort()).toEqual(["keys", "lock.db", "till.db", "tillseal.yaml"]);
  for (const name of ["tillseal.yaml", "keys/qr.key"]) expect(statSync(join(home, name)).mode & 0o777).toBe(0o600);
  const yaml = readFileSync(join(home, "tillseal.yaml"), "utf8");
  expect(yaml.match(/^# /gm)!.length).toBeGreaterThan(4);
  expect(loadConfig(join(home, "tillseal.yaml"), {})).toMatchObject({
    seller: { businessId: "12345675", name: "測試茶舖有限公司" },
    logoLine: "測試茶舖",
    upstream: "https://hub.example.tw",
    port: 8455,
  });
  using ledger = readLedger(join(home, "till.db"));
  expect(ledger.home.find()).toMatchObject({ environment: "live", region: "tw" });
  const docs = ledger.journal.after(0, 100).map(({ kind, doc }) => [kind, JSON.parse(doc)]);
  expect(docs[0]).toMatchObject(["home", { environment: "live", seller: { businessId: "12345675" } }]);
  expect(docs).toContainEqual(["key-import", expect.objectContaining({ checked: true, by: "tillseal init" })]);
  expect(docs).toContainEqual(["road", expect.objectContaining({ step: "clock", state: "done" })]);
  expect(docs).toContainEqual(["token", expect.objectContaining({ event: "added", name: "pos", scope: "sell" })]);
  expect(JSON.stringify(docs)).not.toMatch(new RegExp(`${opened.token.secret}|${whole.qrKey}`));
});

test("the first token sells, the test page came out of the printer, and the till has the share of the numbers", async () => {
  using place = aFolder();
  const home = join(place.path, "home");
  const printer = await startVirtualPrinter({ clock: systemClock, log: silentLog });
  const period = periodNow();
  const file = place.numbers(period.text);
  const now = { ...opening, nowSeconds: period.seconds };
  const plan = planOf(
    { ...whole, noRange: false, range: file, share: "2/2", printer: printer.url, printerModel: "virtual" },
    now,
  );
  const opened = await openShop(home, plan, tw);
  expect(opened).toMatchObject({ numbers: 50, testPage: { state: "printed" }, warnings: [] });
  const running = await start(home);
  const sold = await fetch(`${running.url}/v1/sales`, {
    method: "POST",
    headers: { authorization: `Bearer ${opened.token.secret}`, "content-type": "application/json" },
    body: JSON.stringify({ requestId: "first-1", lines: [{ name: "珍珠奶茶", quantity: 1, unitPrice: 65 }] }),
  });
  expect([sold.status, await sold.json()]).toMatchObject([201, { number: "KD12345650", environment: "rehearsal" }]);
  await running.stop();
  await printer.close();
});

test("a printer and an upstream that are away are warnings, and hold nothing up", async () => {
  using place = aFolder();
  const { testPage, warnings } = await open(join(place.path, "home"), {
    printer: "tcp://127.0.0.1:1",
    upstream: `turnkey://${place.path}/turnkey`,
    noRange: true,
  });
  expect(testPage?.state).toBe("waiting");
  expect(warnings).toContainEqual(expect.stringContaining("printer is away"));
  expect(warnings).toContainEqual(expect.stringContaining("there is no folder"));
  const hub = await open(join(place.path, "other"), { upstream: "https://hub.example.tw" });
  expect(hub.warnings).toContainEqual(expect.stringContaining("tillseal upstream enrol CODE"));
}, 30_000);

test("a home that is there is refused and untouched, and so is a part of one", async () => {
  using place = aFolder();
  const home = join(place.path, "home");
  await open(home);
  const before = contentsOf(home);
  await expect(open(home, { environment: "live" })).rejects.toMatchObject({ code: "home-there" });
  expect(contentsOf(home)).toEqual(before);
  const part = join(place.path, "part");
  mkdirSync(join(part, "keys"), { recursive: true });
  await expect(open(part)).rejects.toMatchObject({ code: "home-there" });
});

test("an opening that fails half-way leaves nothing behind, and touches nothing that was there", async () => {
  using place = aFolder();
  const home = join(place.path, "home");
  const plan = planOf(whole, opening);
  const broken = {
    ...plan,
    range: { name: "x.csv", content: Buffer.from("no numbers"), share: { k: 1, n: 1 }, forLater: false },
  };
  await expect(openShop(home, broken, tw)).rejects.toMatchObject({ code: "range-file-refused" });
  expect(existsSync(home)).toBe(false);
  mkdirSync(home);
  writeFileSync(join(home, "notes.txt"), "mine");
  await expect(openShop(home, broken, tw)).rejects.toMatchObject({ code: "range-file-refused" });
  expect(readdirSync(home)).toEqual(["notes.txt"]);
  expect((await open(home)).environment).toBe("rehearsal");
});

test("a shop whose configuration lost its seller does not start, and says what to do", async () => {
  using place = aFolder();
  const home = join(place.path, "home");
  await open(home);
  writeFileSync(join(home, "tillseal.yaml"), "region: tw\n");
  await expect(start(home)).rejects.toMatchObject({
    code: "config-invalid",
    detail: { hint: expect.stringContaining("`seller`") },
  });
});

function contentsOf(home: string) {
  return ["tillseal.yaml", "till.db", "keys/qr.key"].map((name) => readFileSync(join(home, name)).toString("base64"));
}

test("an opening that was cut off by a power cut is not started, but opened again from the beginning", async () => {
  using place = aFolder();
  const home = join(place.path, "home");
  await open(home);
  writeFileSync(join(home, "init.unfinished"), "");
  writeFileSync(join(home, "note.txt"), "not ours");
  await expect(start(home)).rejects.toMatchObject({ code: "home-missing", message: expect.stringContaining("cut off") });
  {
    using _other = lockHome(join(home, "lock.db"), process.pid);
    await expect(open(home)).rejects.toMatchObject({ code: "home-busy" });
  }
  const keysBefore = readdirSync(join(home, "keys"));
  await open(home, { environment: "live" });
  expect(readdirSync(join(home, "keys"))).not.toEqual(keysBefore);
  expect(readdirSync(home).sort()).toEqual(["keys", "lock.db", "note.txt", "till.db", "tillseal.yaml"]);
  using ledger = readLedger(join(home, "till.db"));
  expect(ledger.home.find()).toMatchObject({ environment: "live" });
});
