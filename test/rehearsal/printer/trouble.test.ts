import { expect, test } from "vitest";
import {
  aPrinter,
  automaticStatus,
  blackRows,
  bytes,
  confirmed,
  connect,
  cut,
  inkedRows,
  listen,
  processId,
  statusQuestion,
} from "../bench.ts";

const well = "10 00 00 0f";
const resume = bytes(0x10, 0x05, 1);
const clear = bytes(0x10, 0x05, 2);

async function watched(...parts: Parameters<typeof bytes>) {
  const printer = aPrinter();
  await printer.send(automaticStatus);
  await printer.clock.wind(0);
  void printer.send(...parts);
  await printer.clock.wind(0);
  return printer;
}

test.each([
  ["head-hot", "18 40 00 0f", "1a 52 52 12"],
  ["cutter-jam", "18 08 00 0f", "1a 52 1a 12"],
  ["recoverable-error", "18 04 00 0f", "1a 52 16 12"],
  ["unrecoverable-error", "18 20 00 0f", "1a 52 32 12"],
] as const)("%s shows in automatic status and in DLE EOT 1 to 4", async (fault, frame, answers) => {
  const { clock, heard, machine, send } = await watched();
  machine.setFault(fault);
  await send(...[1, 2, 3, 4].map(statusQuestion));
  await clock.wind(0);
  expect(heard()).toBe(`${well} ${frame} ${answers}`);
});

test("a hot head pauses the job, cools down by itself, and the job is confirmed", async () => {
  const { clock, heard, machine } = await watched(blackRows(80), processId("heat"));
  machine.setFault("head-hot");
  await clock.wind(9_000);
  expect([heard(), inkedRows(machine.attachedPaper) <= 16]).toEqual([`${well} 18 40 00 0f`, true]);
  await clock.wind(4_000);
  expect(heard()).toBe(`${well} 18 40 00 0f ${well} ${confirmed("heat")}`);
  expect([inkedRows(machine.attachedPaper), machine.state.fault]).toEqual([80, "none"]);
});

test("a head that got hot and then met another fault does not cool that one away", async () => {
  const { clock, machine } = await watched();
  machine.setFault("head-hot");
  machine.setFault("paper-out");
  await clock.wind(20_000);
  expect(machine.state.fault).toBe("paper-out");
});

test.each([
  "cutter-jam",
  "recoverable-error",
] as const)("after %s DLE ENQ 1 goes on with the line it stopped at", async (fault) => {
  const printer = aPrinter();
  printer.machine.setFault(fault, 8 + 20);
  await printer.send(blackRows(60), cut, processId("goon"));
  await printer.clock.wind(10_000);
  expect([printer.heard(), inkedRows(printer.machine.attachedPaper)]).toEqual(["", 20]);
  await printer.send(resume);
  await printer.clock.wind(10_000);
  expect([printer.heard(), printer.pieces.map(inkedRows)]).toEqual([confirmed("goon"), [60]]);
});

test.each([
  "cutter-jam",
  "recoverable-error",
] as const)("after %s DLE ENQ 2 forgets the job, and the next one is printed", async (fault) => {
  const printer = aPrinter();
  printer.machine.setFault(fault, 8 + 20);
  await printer.send(blackRows(60), cut, processId("gone"));
  await printer.clock.wind(10_000);
  await printer.send(clear, "next\n", cut, processId("next"));
  await printer.clock.wind(10_000);
  expect([printer.heard(), printer.pieces.length]).toEqual([confirmed("next"), 1]);
  expect(inkedRows(printer.pieces[0]!)).toBeLessThan(20 + 24);
});

test("DLE ENQ does nothing against an open cover, missing paper or an unrecoverable error", async () => {
  for (const fault of ["cover-open", "paper-out", "unrecoverable-error"] as const) {
    const { machine, send } = aPrinter();
    machine.setFault(fault);
    await send(resume, clear);
    expect(machine.state.fault).toBe(fault);
  }
});

test("an unrecoverable error stays until the power goes, whatever else is tried", async () => {
  const { clock, heard, machine, send } = aPrinter();
  machine.setFault("unrecoverable-error");
  machine.setFault("none");
  await send(blackRows(8), processId("dead"));
  await clock.wind(5_000);
  expect([machine.state.fault, heard()]).toEqual(["unrecoverable-error", ""]);
  machine.powerCycle();
  expect(machine.state).toMatchObject({ fault: "none", offline: false });
});

test("an open cover can lose the job: after closing nothing more comes out, and nothing is answered", async () => {
  const { clock, heard, machine, send } = aPrinter();
  await send(blackRows(80), cut, processId("lost"));
  await clock.wind(300);
  machine.setFault("cover-open-job-lost");
  await clock.wind(1000);
  machine.setFault("none");
  await clock.wind(10_000);
  expect([heard(), inkedRows(machine.attachedPaper) < 80]).toEqual(["", true]);
  await send(processId("next"));
  await clock.wind(10);
  expect(heard()).toBe(confirmed("next"));
});

test("a power cut at a byte ends the connection, loses the rest and automatic status, and keeps the paper", async () => {
  const { clock, connection, heard, machine, send } = await watched();
  machine.setFault("power-cut", 8 + 50);
  expect(await send(blackRows(80), processId("dark"))).toBe("lost");
  expect([connection.closed.reason, machine.state.power, machine.connect()]).toEqual(["reset", false, "closed"]);
  await clock.wind(10_000);
  machine.setPower(true);
  const again = connect(machine);
  const later = listen(again);
  machine.setFault("near-end");
  await again.write(processId("new1"));
  await clock.wind(10_000);
  expect([heard(), later()]).toEqual([well, confirmed("new1")]);
});

test("off and on again at a byte lets the next host in at once", async () => {
  const { connection, machine, send } = aPrinter();
  machine.setFault("power-cycle", 10);
  expect(await send(blackRows(80))).toBe("lost");
  expect([connection.closed.reason, machine.state.power]).toEqual(["reset", true]);
  expect(connect(machine).closed.aborted).toBe(false);
});

test("half a raster of another program eats the next job until it is fed 8192 zeros", async () => {
  const { clock, heard, machine, send } = aPrinter({ paperMmPerSecond: 100 });
  machine.setFault("half-raster");
  await send("eaten\n", processId("eat1"));
  await clock.wind(5_000);
  expect(heard()).toBe("");
  void send(new Uint8Array(8192), "next\n", processId("next"));
  await clock.wind(20_000);
  expect(heard()).toBe(confirmed("next"));
  expect(machine.journal.items.filter(({ kind }) => kind === "text").map(({ text }) => text)).toEqual(["next"]);
});
