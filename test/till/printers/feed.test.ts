import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { systemClock } from "../../../src/base/clock.ts";
import { silentLog } from "../../../src/base/log.ts";
import { driverOf } from "../../../src/drivers/drivers.ts";
import { models } from "../../../src/rehearsal/printer/models.ts";
import { startVirtualPrinter, type VirtualPrinter } from "../../../src/rehearsal/virtual-printer.ts";
import { aSale, aTill, type TestTill } from "../a-till.ts";

let folder: string;
let printer: VirtualPrinter;
let till: TestTill;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "tillseal-feed-"));
  const model = { ...models["virtual-58"], paperMmPerSecond: 1000, cutMs: 1 };
  printer = await startVirtualPrinter({ clock: systemClock, log: silentLog, model });
  till = await aTill({
    folder,
    config: { printers: [{ name: "front", url: printer.url, model: "virtual" }] },
    world: { clock: systemClock, driverOf },
  });
  till.till.start();
});

afterEach(async () => {
  await till[Symbol.asyncDispose]();
  await printer.close();
  rmSync(folder, { recursive: true });
});

/** Longer than a printer must have been at rest before a press counts. */
const restMs = 3_300;

async function sell(sale: object = {}): Promise<string> {
  const sold = await (await till.post("/v1/sales?wait=paper&timeout=10", aSale(sale))).json();
  expect(sold.slip).toMatchObject({ state: "printed" });
  return sold.id;
}

async function pressTwice(): Promise<void> {
  printer.pressFeed();
  await setTimeout(400);
  printer.pressFeed();
  await setTimeout(1_500);
}

const copies = () => till.home.ledger.slips.list([], 100).filter(({ copy }) => copy > 0);

describe("two presses of FEED", () => {
  test("make one marked copy of the last sale's slip where a manager allowed it, logged as the printer's panel", async () => {
    await sell();
    const id = await sell();
    expect((await till.post("/v1/printers/front/feed", { reprints: true })).status).toBe(200);
    await setTimeout(restMs);
    await pressTwice();
    expect(copies()).toMatchObject([{ copy: 1, document: "proof", state: "printed" }]);
    const { reprints } = await (await till.get<{ reprints: object[] }>("/v1/reprints")).json();
    expect(reprints).toMatchObject([{ invoice: id, by: "panel of front", note: "FEED", result: "printed", counts: true }]);
    await setTimeout(5_000);
    await pressTwice();
    expect(copies()).toHaveLength(1);
  }, 40_000);

  test("do nothing until it is allowed, and nothing for a slip that was cancelled or is not the last sale's", async () => {
    const id = await sell();
    await setTimeout(restMs);
    await pressTwice();
    expect(copies()).toEqual([]);
    await till.post("/v1/printers/front/feed", { reprints: true });
    await till.post(`/v1/invoices/${id}/cancel`, { reason: "退貨", print: false });
    await setTimeout(5_000);
    await pressTwice();
    expect(copies()).toEqual([]);
    await till.post("/v1/sales", aSale({ carrier: { type: "3J0002", id: "/ABC+123" } }));
    await setTimeout(5_000);
    await pressTwice();
    expect(copies()).toEqual([]);
  }, 60_000);
});

test("a paused printer prints nothing, and all that waited once it is resumed", async () => {
  await sell();
  expect(await (await till.post<{ paused: boolean }>("/v1/printers/front/pause", {})).json()).toMatchObject({ paused: true });
  for (let sale = 0; sale < 3; sale++) await till.post("/v1/sales", aSale());
  await setTimeout(1_500);
  expect(till.home.ledger.slips.waitingCount("front")).toBe(3);
  await till.post("/v1/printers/front/resume", {});
  const printed = () => till.home.ledger.slips.list(["printed"], 10).length;
  for (let look = 0; look < 50 && printed() < 4; look++) await setTimeout(100);
  expect(printed()).toBe(4);
}, 30_000);
