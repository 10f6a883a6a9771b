import { expect, test } from "vitest";
import { aPrinter, automaticStatus, blackRows, bytes, initialise, statusQuestion } from "../bench.ts";

test("automatic status comes once when asked for, and is 10 00 00 0F when idle and well", async () => {
  const { clock, heard, send } = aPrinter();
  await send(automaticStatus);
  await clock.wind(10_000);
  expect(heard()).toBe("10 00 00 0f");
});

test("automatic status waits its turn behind the data before it", async () => {
  const { clock, heard, send } = aPrinter({ rowsAhead: 8 });
  await send(blackRows(80), automaticStatus);
  await clock.wind(800);
  expect(heard()).toBe("");
  await clock.wind(200);
  expect(heard()).toBe("10 00 00 0f");
});

test.each([
  ["cover-open", "38 00 00 0f"],
  ["paper-out", "18 00 0f 0f"],
  ["near-end", "10 00 03 0f"],
] as const)("a frame follows at once when %s comes and when it goes", async (fault, frame) => {
  const { clock, heard, machine, send } = aPrinter();
  await send(automaticStatus);
  await clock.wind(10);
  machine.setFault(fault);
  machine.setFault("none");
  await clock.wind(10);
  expect(heard()).toBe(`10 00 00 0f ${frame} 10 00 00 0f`);
});

test("the drawer's pin is the third bit", async () => {
  const { clock, heard, machine, send } = aPrinter();
  await send(automaticStatus);
  await clock.wind(10);
  machine.setDrawerPin(true);
  await send(statusQuestion(1), bytes(0x1d, 0x72, 2));
  await clock.wind(10);
  expect(heard()).toBe("10 00 00 0f 14 00 00 0f 16 01");
});

test("only changes that were asked for are told", async () => {
  const { clock, heard, machine, send } = aPrinter();
  await send(bytes(0x1d, 0x61, 0x08)); // paper only
  await clock.wind(10);
  machine.setDrawerPin(true);
  machine.setFault("near-end");
  await clock.wind(10);
  expect(heard()).toBe("10 00 00 0f 14 00 03 0f");
});

test("ESC @ switches automatic status off, on the printers that do so", async () => {
  for (const ends of [true, false]) {
    const { clock, heard, machine, send } = aPrinter({ initialiseEndsAutomaticStatus: ends });
    await send(automaticStatus, initialise);
    await clock.wind(10);
    machine.setFault("near-end");
    await clock.wind(10);
    expect(heard()).toBe(ends ? "10 00 00 0f" : "10 00 00 0f 10 00 03 0f");
  }
});

test("DLE EOT answers each question, also while offline", async () => {
  const { clock, heard, machine, send } = aPrinter();
  const all = bytes(...[1, 2, 3, 4].map(statusQuestion));
  await send(all);
  machine.setFault("cover-open");
  await send(all);
  machine.setFault("paper-out");
  await send(all);
  machine.setFault("near-end");
  await send(all);
  await clock.wind(0);
  expect(heard()).toBe("12 12 12 12 1a 16 12 12 1a 32 12 7e 12 12 12 1e");
});

test("GS r and GS I wait while the printer is offline", async () => {
  const { clock, heard, machine, send } = aPrinter();
  machine.setFault("cover-open");
  await send(bytes(0x1d, 0x72, 1, 0x1d, 0x49, 1));
  await clock.wind(5000);
  expect(heard()).toBe("");
  machine.setFault("none");
  await clock.wind(10);
  expect(heard()).toBe("00 20");
});

test("FEED moves the paper by a line and shows in 1.6, 2.1 and DLE EOT 2 for 150 ms", async () => {
  const { clock, heard, machine, send } = aPrinter();
  await send(automaticStatus);
  await clock.wind(10);
  machine.pressFeed();
  await send(statusQuestion(2));
  await clock.wind(149);
  expect(heard()).toBe("10 00 00 0f 58 02 00 0f 1a");
  await clock.wind(1);
  expect(heard()).toBe("10 00 00 0f 58 02 00 0f 1a 10 00 00 0f");
  expect(machine.attachedPaper.heightDots).toBe(30);
});

test("FEED during a job moves no paper, only the button is seen", async () => {
  const { clock, heard, machine, send } = aPrinter();
  await send(automaticStatus, blackRows(80));
  await clock.wind(100);
  machine.pressFeed();
  await clock.wind(2000);
  expect(heard()).toBe("10 00 00 0f 10 02 00 0f 10 00 00 0f");
  expect(machine.attachedPaper.heightDots).toBe(80);
});
