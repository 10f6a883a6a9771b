import { expect, test } from "vitest";
import { aPrinter, automaticStatus, blackRows, confirmed, processId, statusQuestion } from "../bench.ts";

const well = "10 00 00 0f";
const feeding = "58 02 00 0f";

async function idle(change: Parameters<typeof aPrinter>[0] = {}) {
  const printer = aPrinter(change);
  await printer.send(automaticStatus);
  await printer.clock.wind(10);
  return printer;
}

test.each([
  ["feed-tap", [feeding, well], 30],
  ["feed-double-tap", [feeding, well, feeding, well], 60],
  ["feed-held", [feeding, well], 14 * 30],
] as const)("%s shows in 1.6 and 2.1 and moves a line for each press", async (fault, frames, rows) => {
  const { clock, heard, machine } = await idle();
  machine.setFault(fault);
  await clock.wind(5000);
  expect(heard()).toBe([well, ...frames].join(" "));
  expect([machine.attachedPaper.heightDots, machine.state.fault]).toEqual([rows, "none"]);
});

test("a double tap is two presses within a second", async () => {
  const { clock, heard, machine } = await idle();
  void machine.pressFeed({ taps: 2, gapMs: 300, holdMs: 100 });
  await clock.wind(499);
  expect(heard()).toBe([well, feeding, well, feeding].join(" "));
  await clock.wind(2);
  expect(heard()).toBe([well, feeding, well, feeding, well].join(" "));
});

test("a second finger finds the button taken", async () => {
  const { clock, heard, machine } = await idle();
  void machine.pressFeed({ taps: 2 });
  void machine.pressFeed();
  await clock.wind(5000);
  expect(heard()).toBe([well, feeding, well, feeding, well].join(" "));
  expect(machine.attachedPaper.heightDots).toBe(60);
});

test("DLE EOT 2 says that FEED is feeding, for a host that polls", async () => {
  const { clock, heard, machine, send } = aPrinter({ buttonBit: false });
  void machine.pressFeed();
  await send(statusQuestion(2));
  await clock.wind(200);
  await send(statusQuestion(2));
  await clock.wind(0);
  expect(heard()).toBe("1a 12");
});

test("a printer without the button bit shows only the feeding", async () => {
  const { clock, heard, machine } = await idle({ buttonBit: false });
  void machine.pressFeed();
  await clock.wind(1000);
  expect(heard()).toBe(`${well} 58 00 00 0f ${well}`);
});

test("FEED at a byte of a job is seen, moves nothing and does not disturb the job", async () => {
  const { clock, heard, machine, send } = await idle();
  machine.setFault("feed-double-tap", 20);
  await send(blackRows(80), processId("busy"));
  await clock.wind(5000);
  expect(heard()).toBe(`${well} 10 02 00 0f ${well} 10 02 00 0f ${well} ${confirmed("busy")}`);
  expect(machine.attachedPaper.heightDots).toBe(80);
});

test("fingers on FEED while loading: the paper comes in the same moment, and two presses follow within a second", async () => {
  const { clock, heard, machine } = await idle();
  machine.setFault("feed-at-loading");
  await clock.wind(5000);
  const pushedWithoutPaper = "18 02 0f 0f";
  expect(heard()).toBe([well, "18 00 0f 0f", pushedWithoutPaper, "10 02 00 0f", well, feeding, well, feeding, well].join(" "));
  expect(machine.attachedPaper.heightDots).toBe(60);
});

test("FEED pressed as the cover closes shows in the same frame as the cover", async () => {
  const { clock, heard, machine } = await idle();
  machine.setFault("feed-at-cover-close");
  await clock.wind(5000);
  expect(heard()).toBe([well, "38 00 00 0f", feeding, well].join(" "));
});

test("without power nobody hears the button", async () => {
  const { clock, machine } = await idle();
  machine.setPower(false);
  await machine.pressFeed({ taps: 3 });
  await clock.wind(1000);
  expect(machine.attachedPaper.heightDots).toBe(0);
});
