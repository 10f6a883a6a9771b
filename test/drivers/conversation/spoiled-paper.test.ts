import { afterEach, expect, test } from "vitest";
import { systemClock } from "../../../src/base/clock.ts";
import { silentLog } from "../../../src/base/log.ts";
import { usualPatience } from "../../../src/drivers/conversation/patience.ts";
import type { Bitmap } from "../../../src/receipt/bitmap.ts";
import { models } from "../../../src/rehearsal/printer/models.ts";
import { startVirtualPrinter, type VirtualPrinter } from "../../../src/rehearsal/virtual-printer.ts";
import { FakePrinter } from "../fake-printer.ts";
import { shortPatience, talkTo, until } from "../talk.ts";
import { rasterSlip as slip } from "./raster-slip.ts";

let printer: VirtualPrinter;
let talk: ReturnType<typeof talkTo>;
afterEach(async () => {
  await talk.conversation.close();
  await printer.close();
});

const patience = { ...shortPatience, faultMs: 400, stallMs: 3_000, deadlineMs: 6_000 };

async function meet(options: Parameters<typeof talkTo>[1] = {}) {
  printer = await startVirtualPrinter({ clock: systemClock, log: silentLog, model: { ...models["virtual-58"], cutMs: 50 } });
  talk = talkTo(new URL(printer.url), { patience, ...options });
}

async function tendUntilReady(): Promise<void> {
  while (talk.conversation.condition.state !== "ready") {
    await talk.tend();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** How many rows of a piece are the slip's own. */
function rowsOn({ bits, rowBytes, heightDots }: Bitmap) {
  const rows = Array.from({ length: heightDots }, (_, y) => bits.subarray(y * rowBytes, (y + 1) * rowBytes));
  return { own: rows.filter((row) => row.every((byte) => byte === 0x55)).length };
}

test.each([
  "cover-open-job-lost",
  "unrecoverable-error",
] as const)("an id behind a slip that met %s does not call it printed, now or later: the job may be gone", async (fault) => {
  await meet();
  printer.setFault(fault, 6_000);
  expect((await talk.print({ ...slip, id: "V001" })).result).toBe("uncertain");
  if (fault === "unrecoverable-error") printer.powerCycle();
  printer.setFault("none");
  await tendUntilReady();
  await printer.machine.atRest();
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(talk.late).toEqual([]);
});

test("a mark behind a slip that met an open cover does not call it printed where the printer tells its status only when asked", async () => {
  printer = await startVirtualPrinter({ clock: systemClock, log: silentLog, model: { ...models["clone-58"], cutMs: 50 } });
  const capabilities = { answers: "unknown", confirms: "paper-status", bytesPerSecond: 200_000, mmPerSecond: 100 } as const;
  talk = talkTo(new URL(printer.url), { patience: usualPatience, capabilities });
  printer.setFault("cover-open-job-lost", 10_000);
  // More than it holds: what is asked lies behind the rest of the slip.
  const printing = talk.print({ pieces: [...slip.pieces, ...slip.pieces, ...slip.pieces], paperMm: 130, id: "V001" });
  await until(() => printer.machine.state.sensors.coverOpen);
  await until(() => talk.conversation.condition.faults.length > 0);
  await new Promise((resolve) => setTimeout(resolve, 3_000)); // somebody closes it
  printer.setFault("none");
  expect((await printing).result).toBe("uncertain");
});

test("a cover that was opened and closed again within the patience leaves doubt as well", async () => {
  await meet({ patience: { ...patience, faultMs: 3_000 } });
  printer.setFault("cover-open-job-lost", 6_000);
  const printing = talk.print({ ...slip, id: "V001" });
  await until(() => printer.machine.state.sensors.coverOpen);
  await new Promise((resolve) => setTimeout(resolve, 100));
  printer.setFault("none");
  expect(await printing).toEqual({ result: "uncertain", reason: "The cover was opened while the slip was being printed." });
});

test("a cover opened to load paper takes the hope of a late id with it", async () => {
  await meet();
  printer.setFault("paper-out", 6_000);
  expect((await talk.print({ ...slip, id: "V001" })).result).toBe("uncertain");
  printer.setFault("cover-open");
  await until(() => talk.conversation.condition.faults[0] === "cover-open");
  printer.setFault("none");
  await printer.machine.atRest();
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(talk.late).toEqual([]);
});

test("half an image that another host left, while we hold the printer, is filled up before the next slip", async () => {
  await meet({ unfinished: true, capabilities: { clearsBuffer: false } });
  const pieces: Bitmap[] = [];
  printer.machine.watch({ onPiece: (piece) => pieces.push(piece) });
  expect((await talk.print({ ...slip, id: "V001" })).result).toBe("printed");
  printer.setFault("half-raster");
  let outcome = await talk.print({ ...slip, id: "V002" });
  while (outcome.result === "not-started") outcome = await talk.print({ ...slip, id: "V002" });
  expect(outcome.result).toBe("printed");
  // What was asked meanwhile is printed as a row of the image: the slip itself is whole.
  expect(pieces.map(rowsOn)).toMatchObject([{ own: 320 }, { own: 320 }]);
});

test("a fault that ended by switching off and on, at the end of a cable, is over although no status tells of it", async () => {
  const fake = await new FakePrinter().listen();
  talk = talkTo(fake.address);
  printer = { close: () => fake.close() } as VirtualPrinter;
  await talk.tend();
  await until(() => fake.received.length > 10);
  await new Promise((resolve) => setTimeout(resolve, 50)); // its first status has come
  fake.say([0x18, 0x20, 0x00, 0x0f]);
  await until(() => talk.conversation.condition.faults[0] === "unrecoverable");
  // It answers as a healthy printer now, and forgot that it was to send its status.
  await tendUntilReady();
  expect(talk.conversation.condition.faults).toEqual([]);
});

test("a printer that dies without a word while nobody prints is missed within three seconds", () => {
  // The loop looks once a second; the answer may take its time.
  expect(1_000 * Math.ceil(usualPatience.keepAliveMs / 1_000) + usualPatience.answerMs).toBeLessThan(3_000);
});
