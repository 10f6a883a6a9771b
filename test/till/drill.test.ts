import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { configSchema } from "../../config/schema.ts";
import { playDrill } from "../../src/cli/drill/play-drill.ts";
import { startRehearsalTill } from "../../src/cli/drill/rehearsal-till.ts";

const shop = configSchema.parse({
  seller: { businessId: "04595257", name: "演練茶舖有限公司", address: "臺北市中正區測試路2號" },
  printers: [{ name: "counter", url: "tcp://192.0.2.1:9100", model: "epson-203-80" }],
  upstream: "turnkey:///nowhere/at/all",
  alerts: { webhook: { url: "http://127.0.0.1:9/", secretFile: "/nowhere" } },
});

function aFolder() {
  const path = mkdtempSync(join(tmpdir(), "tillseal-drill-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

test("a drill holds on a well till: all sold, printed once and arrived once, with the shop's name and paper, and leaves nothing behind", async () => {
  using folder = aFolder();
  const told: string[] = [];
  const report = await playDrill({ shop, beside: folder.path, cutSeconds: 1, tell: ({ id }) => told.push(id) });
  expect(report.lines.filter(({ ok }) => !ok)).toEqual([]);
  expect(report).toMatchObject({ ok: true, seller: "演練茶舖有限公司", printer: "epson-203-80" });
  expect(told).toEqual(["before", "cut", "sold", "queued", "noticed", "printed", "arrived", "books"]);
  expect(report.lines.find(({ id }) => id === "arrived")?.en).toContain("13 of 13 arrived once, 0 twice, 0 not at all");
  expect(readdirSync(folder.path)).toEqual([]);
}, 400_000);

test("a drill does not hold where the upload stays away or a paper comes out twice, and says which", async () => {
  using folder = aFolder();
  const start: typeof startRehearsalTill = async (...args) => {
    const till = await startRehearsalTill(...args);
    let later = 0;
    const pieces = () => till.pieces() + (till.pieces() === 13 ? Math.min(later++, 1) : 0);
    return { ...till, pieces, mendUpstream: () => {}, patienceMs: 40_000 };
  };
  const report = await playDrill({ shop, beside: folder.path, cutSeconds: 1, tell: () => {}, start });
  expect(report.ok).toBe(false);
  expect(report.lines.filter(({ ok }) => !ok).map(({ id }) => id)).toEqual(["printed", "arrived"]);
}, 400_000);
