import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "../../../src/base/clock.ts";
import { silentLog } from "../../../src/base/log.ts";
import { type FaultGroup, faultBook, faults } from "../../../src/rehearsal/printer/faults.ts";
import { models } from "../../../src/rehearsal/printer/models.ts";
import { startVirtualPrinter, type VirtualPrinter } from "../../../src/rehearsal/virtual-printer.ts";
import { bytes, connect, cut, qr } from "../bench.ts";

let printer: VirtualPrinter;
beforeAll(async () => {
  printer = await startVirtualPrinter({ clock: systemClock, log: silentLog, model: { ...models["virtual-58"], cutMs: 0 } });
});
afterAll(() => printer.close());

const page = async () => (await fetch(printer.pageUrl)).text();
const state = async () => (await fetch(`${printer.pageUrl}state`)).json();
const order = (path: string, body: object) =>
  fetch(printer.pageUrl + path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
const until = async (what: () => boolean) => {
  while (!what()) await new Promise((resolve) => setTimeout(resolve, 5));
};

test("every fault has a switch, under the group it belongs to", async () => {
  const html = await page();
  for (const fault of faults) expect(html.split(`data-fault="${fault}"`)).toHaveLength(2);
  const groups = new Set(faults.map((fault): FaultGroup => faultBook[fault].group));
  expect(html.split('class="group"')).toHaveLength(groups.size + 1);
});

test("what was printed is listed in its box, with what it says and its byte; pulses, beeps, cuts and unknown bytes beside it", async () => {
  const connection = connect(printer.machine);
  const words = ["A<b>\n", qr.keep("TS00000007"), qr.print];
  await connection.write(bytes(...words, bytes(0x1b, 0x42, 2, 3), bytes(0x1b, 0x70, 0, 60, 120), bytes(0x02), cut));
  await printer.machine.atRest();
  connection.close();
  const html = await page();
  expect(html).toContain("A&lt;b&gt;");
  expect(html).toContain("TS00000007");
  for (const heading of ["On paper", "Cuts", "Drawer pulses", "Beeps", "Unknown bytes"])
    expect(html).toContain(`${heading} <small`);
  expect(html).not.toContain("Dropped on the line");
  expect(await state()).toMatchObject({
    items: [
      { kind: "text", x: 0, row: 120, widthDots: 48, rows: 24, offset: 0 },
      { kind: "qr", data: "TS00000007", widthDots: 63 },
    ],
    beeps: [{ times: 2, ms: 300 }],
    pulses: [{ pin: 2, ms: 120 }],
    cuts: [{ kind: "full" }],
    unknown: [{ bytes: [2] }],
  });
});

test("the status is shown as a host would hear it", async () => {
  expect(await state()).toMatchObject({ status: { automatic: "10 00 00 0F", realTime: "12 12 12 12" } });
  printer.setFault("cutter-jam");
  expect(await page()).toContain("18 08 00 0F");
  expect(await state()).toMatchObject({ sensors: { trouble: "cutter" }, status: { realTime: "1A 52 1A 12" } });
  printer.setFault("none");
});

test("FEED is pressed as often and as long as asked, and nonsense is refused with the field", async () => {
  const before = printer.machine.attachedPaper.heightDots;
  expect((await order("feed", { taps: 2, gapMs: 20, holdMs: 30 })).status).toBe(200);
  await until(() => printer.machine.attachedPaper.heightDots === before + 60);
  for (const wrong of [{ taps: 0 }, { taps: 21 }, { gapMs: -1 }, { holdMs: 1e9 }, { taps: 1.5 }]) {
    const answer = await order("feed", wrong);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ faults: [{ path: Object.keys(wrong)[0] }] });
  }
});

test("the drawer's switch can be flipped", async () => {
  const { machine } = printer;
  // The finger of the test before may still lie on FEED.
  await until(() => !machine.state.sensors.feedPushed && !machine.state.sensors.feeding);
  expect(await (await order("drawer", { high: true })).json()).toMatchObject({ status: { automatic: "14 00 00 0F" } });
  await order("drawer", { high: false });
});
