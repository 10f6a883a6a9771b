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

test("paper out at a byte prints to the row reached, holds the rest, and answers after reloading", async () => {
  const { clock, heard, machine, pieces, send } = aPrinter();
  await send(automaticStatus);
  await clock.wind(0);
  machine.setFault("paper-out", 8 + 30); // the header and thirty rows of one byte
  await send(blackRows(80), cut, processId("HELD"));
  await clock.wind(10_000);
  expect(inkedRows(machine.attachedPaper)).toBe(30);
  expect(heard()).toBe("10 00 00 0f 18 00 0f 0f");
  expect(machine.state).toMatchObject({ offline: true, fault: "paper-out" });
  machine.setFault("none");
  await clock.wind(10_000);
  expect(pieces.map(inkedRows)).toEqual([80]);
  expect(heard()).toBe(`10 00 00 0f 18 00 0f 0f 10 00 00 0f ${confirmed("HELD")}`);
});

test("paper that runs out at once stops the print within a stretch of sixteen rows", async () => {
  const { clock, machine, send } = aPrinter();
  await send(blackRows(200));
  await clock.wind(1000); // 80 rows
  machine.setFault("paper-out");
  await clock.wind(10_000);
  expect(inkedRows(machine.attachedPaper)).toBeLessThanOrEqual(96);
});

test("a printer that is offline takes what its buffer holds and no more", async () => {
  const { clock, connection, machine } = aPrinter({ receiveBufferBytes: 512 });
  machine.setFault("cover-open");
  let outcome = "waiting";
  void connection.write(blackRows(600)).then((taken) => {
    outcome = taken;
  });
  await clock.wind(60_000);
  expect([outcome, machine.state.bufferedBytes]).toEqual(["waiting", 512]);
  machine.setFault("none");
  await clock.wind(10_000);
  expect([outcome, inkedRows(machine.attachedPaper)]).toEqual(["taken", 600]);
});

test("an open cover keeps the job and goes on when it is closed", async () => {
  const { clock, heard, machine, send } = aPrinter();
  await send(blackRows(80), processId("cov1"));
  await clock.wind(300);
  machine.setFault("cover-open");
  await clock.wind(10_000);
  expect(heard()).toBe("");
  machine.setFault("none");
  await clock.wind(2000);
  expect([heard(), inkedRows(machine.attachedPaper)]).toEqual([confirmed("cov1"), 80]);
});

test("near end is told and changes nothing else", async () => {
  const { clock, heard, machine, send } = aPrinter();
  machine.setFault("near-end", 4);
  await send(blackRows(16), processId("near"), statusQuestion(4));
  await clock.wind(1000);
  expect(heard()).toBe(`12 ${confirmed("near")}`); // the question was there before the paper
  await send(statusQuestion(4));
  await clock.wind(10);
  expect(heard()).toBe(`12 ${confirmed("near")} 1e`);
});

test("a closed port resets whoever is connected and lets nobody in until all is well", async () => {
  const { connection, machine } = aPrinter();
  machine.setFault("port-closed");
  expect([connection.closed.reason, machine.connect()]).toEqual(["reset", "closed"]);
  machine.setFault("none");
  expect(connect(machine).closed.aborted).toBe(false);
});

test("slow reading takes one kilobyte each 60 ms, and everything arrives", async () => {
  const { clock, heard, machine, send } = aPrinter({ receiveBufferBytes: 16_384 });
  machine.setFault("slow");
  void send(new Uint8Array(5 * 1024), processId("slow"));
  await clock.wind(59);
  expect(machine.state.receivedBytes).toBe(1024);
  await clock.wind(60);
  expect(machine.state.receivedBytes).toBe(2048);
  await clock.wind(1000);
  expect(heard()).toBe(confirmed("slow"));
});

test("a printer that never reads accepts, says nothing, and reads on when all is well", async () => {
  const { clock, connection, machine } = aPrinter();
  connection.close();
  machine.setFault("never-reads");
  const late = connect(machine);
  const heard = listen(late);
  void late.write(bytes(automaticStatus, statusQuestion(1), processId("late")));
  await clock.wind(60_000);
  expect([heard(), machine.state.receivedBytes]).toEqual(["", 0]);
  machine.setFault("none");
  await clock.wind(10);
  expect(heard()).toBe(`12 10 00 00 0f ${confirmed("late")}`);
});

test("a printer that stops reading in a job prints what it has and says nothing more", async () => {
  const { clock, heard, machine, pieces, send } = aPrinter();
  await send(automaticStatus, blackRows(80), cut, processId("hush"));
  await clock.wind(100);
  machine.setFault("never-reads");
  machine.setDrawerPin(true);
  await clock.wind(5000);
  expect([heard(), pieces.map(inkedRows)]).toEqual(["10 00 00 0f", [80]]);
});

test("a reset at a byte loses the rest, prints what came, and happens once", async () => {
  const { clock, connection, heard, machine, send } = aPrinter();
  await send("before");
  machine.setFault("reset", 8 + 50);
  expect(await send(blackRows(80), processId("torn"))).toBe("lost");
  expect([connection.closed.reason, machine.state.receivedBytes, machine.state.fault]).toEqual(["reset", 6 + 58, "none"]);
  await clock.wind(10_000);
  expect(heard()).toBe("");
  expect(inkedRows(machine.attachedPaper)).toBeGreaterThanOrEqual(50);
  expect(connect(machine).closed.aborted).toBe(false);
});

test("a mute printer prints and says nothing", async () => {
  const { clock, heard, machine, pieces, send } = aPrinter();
  machine.setFault("mute");
  await send(automaticStatus, statusQuestion(1), blackRows(8), cut, processId("mute"));
  await clock.wind(1000);
  expect([heard(), pieces.map(inkedRows)]).toEqual(["", [8]]);
});

test("garbage surrounds each reply with noise and never gives the id that is due", async () => {
  const { clock, heard, machine, pieces, send } = aPrinter();
  machine.setFault("garbage");
  await send(automaticStatus);
  for (const id of ["job1", "job2", "job3", "job4"]) {
    await clock.wind(1000);
    await send(blackRows(8), cut, processId(id));
    await clock.wind(1000);
    expect(heard()).not.toContain(confirmed(id));
  }
  expect(heard()).toContain("10 00 00 0f");
  expect(heard().length).toBeGreaterThan(5 * 3 * 6);
  expect(heard()).toMatch(new RegExp([confirmed("job1"), confirmed("job2"), confirmed("job3")].join("|")));
  expect(heard()).toContain(confirmed("????"));
  expect(pieces).toHaveLength(4);
});

test("a fault's byte is counted from the moment it is set, and the countdown shows", async () => {
  const { machine, send } = aPrinter();
  await send("0123456789");
  machine.setFault("mute", 5);
  await send("abc");
  expect(machine.state).toMatchObject({ fault: "none", armed: { fault: "mute", inBytes: 2 } });
  await send("de");
  expect(machine.state.fault).toBe("mute");
  expect(machine.state.armed).toBeUndefined();
});

test("clearing the buffer does not lose a fault that the paper was about to meet", async () => {
  const { clock, machine, send } = aPrinter();
  machine.setFault("paper-out", 20);
  await send(blackRows(60));
  await clock.wind(0);
  await send(bytes(0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08));
  expect(machine.state.fault).toBe("paper-out");
});

test("without power nobody connects, and power brings the printer back well apart from its fault", async () => {
  const { clock, machine } = aPrinter();
  machine.setFault("near-end");
  machine.setPower(false);
  expect(machine.connect()).toBe("closed");
  machine.setPower(true);
  const heard = listen(connect(machine));
  await clock.wind(10);
  expect([heard(), machine.state.fault]).toEqual(["", "near-end"]);
});
