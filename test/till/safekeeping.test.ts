import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { aSale } from "./a-till.ts";
import { end, startDemo, tillseal } from "./command-line.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tillseal-safe-"));
  writeFileSync(join(folder, "passphrase"), "correct horse battery staple\n");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string) => join(folder, name);

async function sellThrough(home: string): Promise<void> {
  const { url, token } = JSON.parse(readFileSync(join(home, "running.json"), "utf8"));
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const sold = await fetch(`${url}/v1/sales`, { method: "POST", headers, body: JSON.stringify(aSale()) });
  expect(sold.status).toBe(201);
}

test("a till is copied while it runs, restored elsewhere, adopted, and goes on only with numbers it never had", async () => {
  const running = await startDemo(at("home"));
  await sellThrough(at("home"));
  const lock = ["--passphrase-file", at("passphrase")];
  const copied = await tillseal(["backup", at("shop.backup"), ...lock, "--home", at("home"), "--json"]);
  expect([copied.code, copied.err]).toEqual([0, ""]);
  expect(JSON.parse(copied.out)).toMatchObject({ file: "shop.backup", lock: "passphrase", head: { seq: 4 } });
  const verified = await tillseal(["verify", at("shop.backup")]);
  expect([verified.code, verified.out]).toEqual([0, expect.stringContaining("every part whole: 1 invoices")]);
  const over = await tillseal(["restore", at("shop.backup"), "--home", at("home"), ...lock]);
  expect([over.code, over.err]).toEqual([1, expect.stringContaining("is not empty")]);
  await end(running, "SIGTERM");

  expect((await tillseal(["restore", at("shop.backup"), "--home", at("new"), ...lock])).code).toBe(0);
  const early = await tillseal(["start", "--home", at("new"), "--demo", "--port", "0"]);
  expect([early.code, early.err]).toEqual([1, expect.stringContaining("tillseal adopt")]);
  expect((await tillseal(["adopt", "--home", at("new"), "--reason", "cloned"])).code).toBe(1);
  expect((await tillseal(["adopt", "--home", at("new")])).code).toBe(2);
  const unconfirmed = await tillseal(["adopt", "--home", at("new"), "--reason", "moved", "--json"]);
  expect(JSON.parse(unconfirmed.err)).toMatchObject({ code: "adopt-unconfirmed", hint: expect.stringContaining("--confirm 4") });
  const adopted = await tillseal(["adopt", "--home", at("new"), "--reason", "restored"]);
  expect([adopted.code, adopted.out]).toEqual([0, expect.stringContaining("11512 TS00000001–TS99999999")]);

  const again = await startDemo(at("new"));
  const listed = await tillseal(["ranges", "unaccounted", "--home", at("new")]);
  expect([listed.code, listed.out]).toEqual([0, expect.stringContaining("99999999 numbers are unaccounted")]);
  expect((await tillseal(["verify", "--home", at("new")])).code).toBe(0);
  await end(again, "SIGTERM");
});

test("a period is taken out in one file, which verify finds whole, and wrong once a byte of it is", async () => {
  const running = await startDemo(at("home"));
  await sellThrough(at("home"));
  const { period } = JSON.parse((await tillseal(["report", "period", "--home", at("home"), "--json"])).out);
  const args = ["export", "--period", period, at("out.tar.gz"), "--home", at("home")];
  const taken = await tillseal(args);
  expect([taken.code, taken.out]).toEqual([0, expect.stringContaining(`1 invoices of ${period}`)]);
  expect((await tillseal(args)).code).toBe(2);
  const own = await tillseal(["verify", at("out.tar.gz"), "--home", at("home"), "--json"]);
  expect([own.code, JSON.parse(own.out).broken]).toEqual([0, null]);
  const bytes = readFileSync(at("out.tar.gz"));
  bytes[Math.floor(bytes.length / 2)]! ^= 1;
  writeFileSync(at("bad.tar.gz"), bytes);
  const bad = await tillseal(["verify", at("bad.tar.gz")]);
  expect([bad.code, bad.out]).toEqual([1, expect.stringContaining("BROKEN")]);
  await end(running, "SIGTERM");
});

test("a home copied as a folder is adopted as moved once its newest entry is confirmed", async () => {
  await end(await startDemo(at("home")), "SIGTERM");
  cpSync(at("home"), at("moved"), { recursive: true });
  rmSync(at("home"), { recursive: true });
  const adopted = await tillseal(["adopt", "--home", at("moved"), "--reason", "moved", "--confirm", "2"]);
  expect([adopted.code, adopted.err]).toEqual([0, ""]);
  await end(await startDemo(at("moved")), "SIGTERM");
  expect(existsSync(at("moved"))).toBe(true);
});
