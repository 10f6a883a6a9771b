import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { systemClock } from "../../../src/base/clock.ts";
import { silentLog } from "../../../src/base/log.ts";
import { driverOf } from "../../../src/drivers/drivers.ts";
import type { Bitmap } from "../../../src/receipt/bitmap.ts";
import { models } from "../../../src/rehearsal/printer/models.ts";
import { startVirtualPrinter } from "../../../src/rehearsal/virtual-printer.ts";
import { noTerminal } from "../../drivers/benches/terminal.ts";
import { testOn } from "../../drivers/benches/wire.ts";
import { codesOn } from "../../faults/printer/looks.ts";
import { aSale, aTill } from "../a-till.ts";

const jobs = 200;
/** A printer that is quicker than any, on a line that is. */
const hasty = { ...models["virtual-58"], paperMmPerSecond: 4000, cutMs: 2 };
const cables = { tcp: {}, serial: { cable: { kind: "serial", baud: 4_000_000 } } } as const;

/** Sells while there is no paper, loads some, and reads what came out, piece by piece. */
async function sellWithoutPaper(wire: keyof typeof cables) {
  const printer = await startVirtualPrinter({ clock: systemClock, log: silentLog, model: hasty, ...cables[wire] });
  const url = wire === "serial" ? `${printer.url}?baud=115200&flow=none` : printer.url;
  await using till = await aTill({
    config: { printers: [{ name: "front", url, model: "virtual" }] },
    world: { clock: systemClock, driverOf },
  });
  const pieces: Bitmap[] = [];
  printer.machine.watch({ onPiece: (piece) => pieces.push(piece) });
  printer.setFault("paper-out");
  till.till.start();
  for (let sale = 0; sale < jobs; sale++) expect((await till.post("/v1/sales", aSale())).status).toBe(201);
  const { slips, invoices } = till.home.ledger;
  expect(slips.waitingCount("front")).toBe(jobs);
  expect(pieces).toEqual([]);
  printer.setFault("none");
  const isOver = () => slips.list(["printed"], jobs + 1).length === jobs;
  for (const end = performance.now() + 100_000; performance.now() < end && !isOver(); ) await pause(50);
  const states = new Set(slips.list([], jobs + 1).map(({ state }) => state));
  const read: string[][] = [];
  for (const piece of pieces) read.push(await codesOn(piece));
  const queued = slips.list([], jobs + 1).sort((one, other) => one.id - other.id);
  const sold = queued.map(({ invoiceId }) => invoices.find(invoiceId!).record?.codes.barcode);
  await till.till.stop();
  await printer.close();
  return { states: [...states], read, sold };
}

test("two hundred slips that waited for paper come out in order, once each, over tcp", async () => {
  await expectInOrder("tcp");
});

testOn(noTerminal, "two hundred slips that waited for paper come out in order, once each, over serial", async () => {
  await expectInOrder("serial");
});

async function expectInOrder(wire: keyof typeof cables): Promise<void> {
  const { states, read, sold } = await sellWithoutPaper(wire);
  expect(states).toEqual(["printed"]);
  expect(read.map((codes) => codes.filter((code) => sold.includes(code)))).toEqual(sold.map((code) => [code]));
}
