import { expect, test } from "vitest";
import type { Fault } from "../../../src/rehearsal/printer/faults.ts";
import {
  aPrinter,
  automaticStatus,
  blackRows,
  bytes,
  confirmed,
  cut,
  initialise,
  inkedRows,
  processId,
  statusQuestion,
} from "../bench.ts";

const askPaper = bytes(0x1d, 0x72, 1);
const frame = "10 00 00 0f";

async function lying(fault: Fault, ...parts: Parameters<typeof bytes>) {
  const printer = aPrinter();
  printer.machine.setFault(fault);
  await printer.send(...parts);
  await printer.clock.wind(1000);
  return printer;
}

test("a printer without GS ( H is silent about it and answers GS r", async () => {
  const { heard, pieces } = await lying("id-silent", blackRows(8), cut, processId("none"), askPaper);
  expect([heard(), pieces.map(inkedRows)]).toEqual(["00", [8]]);
});

test("a wrong job number is none that was sent", async () => {
  const { clock, heard, send } = await lying("id-wrong", processId("mine"));
  await send(processId("????"));
  await clock.wind(10);
  expect(heard()).toBe(`${confirmed("????")} ${confirmed("!!!!")}`);
});

test("a fixed job number is 0000 for every job", async () => {
  const { clock, heard, send } = await lying("id-fixed", processId("one1"));
  await send(processId("two2"));
  await clock.wind(10);
  expect(heard()).toBe(`${confirmed("0000")} ${confirmed("0000")}`);
});

test("a repeated job number comes three times, a second apart", async () => {
  const { clock, heard } = await lying("id-repeated", processId("echo"));
  await clock.wind(5000);
  expect(heard()).toBe(Array(3).fill(confirmed("echo")).join(" "));
});

test("the previous job's number is said instead of this one's", async () => {
  const { clock, heard, send } = await lying("id-previous", processId("one1"));
  await send(processId("two2"));
  await clock.wind(10);
  expect(heard()).toBe(`${confirmed("0000")} ${confirmed("one1")}`);
});

test("a late job number comes twenty seconds after the paper", async () => {
  const { clock, heard, pieces } = await lying("id-late", blackRows(8), cut, processId("late"));
  await clock.wind(18_000);
  expect([heard(), pieces.length]).toEqual(["", 1]);
  await clock.wind(5000);
  expect(heard()).toBe(confirmed("late"));
});

test("an early job number comes at receipt, with no paper moved, and once", async () => {
  const printer = aPrinter();
  printer.machine.setFault("id-early");
  await printer.send(blackRows(80), cut, processId("soon"));
  await printer.clock.wind(0);
  expect([printer.heard(), inkedRows(printer.machine.attachedPaper)]).toEqual([confirmed("soon"), 0]);
  await printer.clock.wind(10_000);
  expect([printer.heard(), printer.pieces.length]).toEqual([confirmed("soon"), 1]);
});

test("lost confirmations leave paper, status and nothing about the job", async () => {
  const { heard, pieces } = await lying(
    "replies-lost",
    automaticStatus,
    blackRows(8),
    cut,
    processId("lost"),
    askPaper,
    statusQuestion(1),
  );
  expect([heard(), pieces.map(inkedRows)]).toEqual([`12 ${frame}`, [8]]);
});

test("silent automatic status sends no frame, and questions are answered", async () => {
  const { clock, heard, machine, send } = await lying("asb-silent", automaticStatus);
  machine.setDrawerPin(true);
  await send(statusQuestion(1), processId("talk"));
  await clock.wind(10);
  expect(heard()).toBe(`16 ${confirmed("talk")}`);
});

test("periodic automatic status comes each second, change or not, and tells a change no sooner", async () => {
  const { clock, heard, machine, send } = await lying("asb-periodic");
  await send(automaticStatus);
  await clock.wind(3500);
  expect(heard()).toBe(Array(4).fill(frame).join(" "));
  machine.setDrawerPin(true);
  await clock.wind(400);
  expect(heard()).toBe(Array(4).fill(frame).join(" "));
  await clock.wind(200);
  expect(heard()).toBe(`${Array(4).fill(frame).join(" ")} 14 00 00 0f`);
});

test("a chatty clone does the same by nature, until ESC @", async () => {
  const { clock, heard, send } = aPrinter({ automaticStatusEveryMs: 1000 });
  await send(automaticStatus);
  await clock.wind(2500);
  await send(initialise);
  await clock.wind(5000);
  expect(heard()).toBe(Array(3).fill(frame).join(" "));
});

test("a flood of status is a frame every 5 ms, and ends with the fault or the power", async () => {
  const { clock, heard, machine, send } = await lying("asb-flood");
  await send(automaticStatus);
  await clock.wind(1000);
  expect(heard().split(" ").length / 4).toBeGreaterThan(195);
  machine.setFault("none");
  const before = heard();
  await clock.wind(1000);
  expect(heard()).toBe(before);
});

test("split replies come byte by byte and in order", async () => {
  const printer = aPrinter();
  printer.machine.setFault("asb-split");
  await printer.send(automaticStatus, statusQuestion(1));
  await printer.clock.wind(50);
  expect(printer.heard()).toBe("12 10");
  await printer.send(processId("bits"));
  await printer.clock.wind(1000);
  expect(printer.heard()).toBe(`12 ${frame} ${confirmed("bits")}`);
});

test("joined replies come late and in one piece", async () => {
  const printer = aPrinter();
  printer.machine.setFault("asb-joined");
  await printer.send(automaticStatus, statusQuestion(1), processId("glue"));
  await printer.clock.wind(190);
  expect(printer.heard()).toBe("");
  await printer.clock.wind(20);
  expect(printer.heard()).toBe(`12 ${frame} ${confirmed("glue")}`);
});

test("noise stands around replies and leaves them whole", async () => {
  const { heard } = await lying("noise", automaticStatus, processId("nois"));
  expect(heard()).toContain(frame);
  expect(heard()).toContain(confirmed("nois"));
  expect(heard().split(" ")).toHaveLength(4 + 7 + 6);
});

test("surplus answers to DLE EOT come with those that were asked for", async () => {
  const { heard } = await lying("surplus-replies", statusQuestion(4), processId("many"));
  expect(heard()).toBe(`12 12 12 ${confirmed("many")}`);
});

test("XON and XOFF stand between and inside replies", async () => {
  const { heard } = await lying("flow-signs", automaticStatus);
  expect(heard()).toBe("11 10 13 00 00 0f 13 11");
});

test("a wrong ROM prints other characters and confirms them", async () => {
  const { heard, machine } = await lying("wrong-rom", bytes(0x1c, 0x26), "電子發票\n", processId("font"));
  expect(machine.journal.items[0]!.text).not.toContain("電");
  expect(heard()).toBe(confirmed("font"));
});

test("a drawer's switch that toggles shows in the status and holds nothing up", async () => {
  const { clock, heard, machine, send } = await lying("none", automaticStatus);
  machine.setFault("drawer-toggles");
  await send(blackRows(8), processId("draw"));
  await clock.wind(600);
  machine.setFault("none");
  await clock.wind(1000);
  expect(heard()).toBe(`${frame} 14 00 00 0f ${confirmed("draw")} ${frame} 14 00 00 0f ${frame}`);
});
