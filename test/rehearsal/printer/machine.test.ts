import { expect, test } from "vitest";
import {
  aPrinter,
  automaticStatus,
  blackRows,
  bytes,
  confirmed,
  connect,
  cut,
  hex,
  initialise,
  inkedRows,
  listen,
  processId,
  statusQuestion,
} from "../bench.ts";

test("a process id is answered when the paper has moved, not when its bytes arrive", async () => {
  const { clock, heard, send } = aPrinter();
  await send(blackRows(80), processId("AB12")); // 80 rows at 12.5 ms
  await clock.wind(990);
  expect(heard()).toBe("");
  await clock.wind(20);
  expect(heard()).toBe(confirmed("AB12"));
});

test("a process id after a cut waits for the knife", async () => {
  const { clock, heard, pieces, send } = aPrinter();
  await send(blackRows(8), cut, processId("KNIF"));
  await clock.wind(190);
  expect([pieces.length, heard()]).toEqual([0, ""]);
  await clock.wind(20);
  expect([pieces.length, heard()]).toEqual([1, confirmed("KNIF")]);
});

test("only the latest unsent process id is answered", async () => {
  const { clock, heard, send } = aPrinter();
  await send(blackRows(8), processId("old1"), blackRows(8), processId("new2"));
  await clock.wind(1000);
  expect(heard()).toBe(confirmed("new2"));
});

test("each job's id is echoed as it was sent, and one with unprintable characters is not answered", async () => {
  const { clock, heard, send } = aPrinter();
  await send(processId("0001"));
  await clock.wind(10);
  await send(processId("~ !z"), bytes(0x1d, 0x28, 0x48, 6, 0, 0x30, 0x30, 1, 2, 3, 4));
  await clock.wind(10);
  expect(heard()).toBe(`${confirmed("0001")} ${confirmed("~ !z")}`);
});

test("GS r waits for the paper like an id, and says when paper is nearly out", async () => {
  const { clock, heard, machine, send } = aPrinter();
  machine.setFault("near-end");
  await send(blackRows(8), bytes(0x1d, 0x72, 1));
  await clock.wind(90);
  expect(heard()).toBe("");
  await clock.wind(20);
  expect(heard()).toBe("03");
});

test("GS I names maker, model and language font", async () => {
  const { clock, heard, send } = aPrinter();
  await send(bytes(0x1d, 0x49, 0x42));
  await send(bytes(0x1d, 0x49, 0x45));
  await clock.wind(10);
  expect(heard()).toBe(hex(bytes("_Rehearsal", 0, "_TAIWAN BIG-5", 0)));
});

test("data that was cleared answers nothing and is not printed", async () => {
  const { clock, heard, machine, send } = aPrinter();
  const clear = bytes(0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08);
  await send(blackRows(200), processId("gone"), clear);
  await clock.wind(5000);
  expect(heard()).toBe("37 25 00");
  expect(inkedRows(machine.attachedPaper)).toBeLessThanOrEqual(16);
  await send("again\n", processId("next"));
  await clock.wind(1000);
  expect(heard()).toBe(`37 25 00 ${confirmed("next")}`);
  expect(machine.journal.items.at(-1)).toMatchObject({ kind: "text", text: "again" });
});

test("DLE ENQ 2 clears nothing when there is no recoverable error", async () => {
  const { clock, heard, send } = aPrinter();
  await send(blackRows(40), bytes(0x10, 0x05, 2), processId("kept"));
  await clock.wind(1000);
  expect(heard()).toBe(confirmed("kept"));
});

test("a full receive buffer holds the host up until the paper has moved", async () => {
  const { clock, connection, machine } = aPrinter({ receiveBufferBytes: 256 });
  let outcome = "waiting";
  void connection.write(blackRows(1000)).then((taken) => {
    outcome = taken;
  });
  await clock.wind(0);
  expect(machine.state.receivedBytes).toBeLessThan(400);
  await clock.wind(5000);
  expect([outcome, machine.state.bufferedBytes]).toEqual(["waiting", 256]);
  await clock.wind(6000);
  expect(outcome).toBe("taken");
});

test("what is printed but not cut stays attached to the next piece", async () => {
  const { clock, machine, pieces, send } = aPrinter();
  await send(blackRows(8));
  await clock.wind(200);
  expect([pieces.length, inkedRows(machine.attachedPaper)]).toEqual([0, 8]);
  await send(blackRows(5), cut);
  await clock.wind(500);
  expect(pieces.map(inkedRows)).toEqual([13]);
  expect(machine.attachedPaper.heightDots).toBe(0);
});

test("paper between head and knife leads the next piece, unless the cut feeds first", async () => {
  const { clock, pieces, send } = aPrinter({ headToCutterDots: 20 });
  await send(blackRows(30), cut, blackRows(4), bytes(0x1d, 0x56, 0x42, 0));
  await clock.wind(3000);
  expect(pieces.map((piece) => [piece.heightDots, inkedRows(piece)])).toEqual([
    [30, 10],
    [24, 24],
  ]);
});

test("every form of cut cuts once, and a lone argument is not printed", async () => {
  const { clock, machine, send } = aPrinter();
  for (const m of [0, 1, 48, 49]) await send("x\n", bytes(0x1d, 0x56, m));
  for (const m of [65, 66, 97, 98]) await send("x\n", bytes(0x1d, 0x56, m, 0x41));
  await clock.wind(20_000);
  expect(machine.journal.cuts.map(({ kind }) => kind).join(" ")).toBe("full partial full partial full partial full partial");
  expect(machine.journal.items.filter(({ kind }) => kind === "text").map(({ text }) => text)).toEqual(Array(8).fill("x"));
});

test("a drawer opens in its turn, with its time", async () => {
  const { clock, machine, send } = aPrinter();
  await send(blackRows(8), bytes(0x1b, 0x70, 0, 0x3c, 0x78));
  await clock.wind(50);
  expect(machine.journal.pulses).toEqual([]);
  await clock.wind(100);
  expect(machine.journal.pulses).toEqual([{ pin: 2, ms: 120, offset: 16 }]);
});

test("a power cycle loses connection, buffer and automatic status; the paper keeps what was printed", async () => {
  const { clock, connection, machine, send } = aPrinter();
  await send(automaticStatus, blackRows(160), processId("lost"));
  await clock.wind(1000);
  machine.powerCycle();
  expect([connection.closed.aborted, connection.closed.reason]).toEqual([true, "reset"]);
  expect(await connection.write(initialise)).toBe("lost");
  const next = connect(machine);
  const heard = listen(next);
  await clock.wind(5000);
  machine.setFault("cover-open");
  await clock.wind(10);
  expect(heard()).toBe("");
  expect(inkedRows(machine.attachedPaper)).toBe(80);
});

test("half an image left by another program eats the bytes that follow", async () => {
  const { clock, heard, machine, send } = aPrinter();
  await send(blackRows(100).subarray(0, 58)); // 50 of 100 rows
  await send(processId("eat1"), "eaten\n");
  await clock.wind(3000);
  expect(heard()).toBe("");
  void send(new Uint8Array(8192), processId("back")); // more than the receive buffer holds
  await clock.wind(3000);
  expect(heard()).toBe(confirmed("back"));
  expect(machine.journal.items.filter(({ kind }) => kind === "text")).toEqual([]);
});

test("a second host is turned away while the first is connected", async () => {
  const { connection, machine } = aPrinter();
  expect(machine.connect()).toBe("busy");
  connection.close();
  expect(connect(machine).closed.aborted).toBe(false);
});

test("a clone that never answers prints all the same", async () => {
  const mute = { automaticStatus: false, processId: false, paperStatus: false, realTimeStatus: false, identity: false };
  const { clock, heard, pieces, send } = aPrinter({ answers: mute });
  await send(
    initialise,
    automaticStatus,
    statusQuestion(1),
    blackRows(8),
    cut,
    bytes(0x1d, 0x72, 1, 0x1d, 0x49, 1),
    processId("none"),
  );
  await clock.wind(1000);
  expect([heard(), pieces.map(inkedRows)]).toEqual(["", [8]]);
});

test("it is at rest when all is printed", async () => {
  const { clock, machine, send } = aPrinter();
  await send(blackRows(16));
  let rests = false;
  void machine.atRest().then(() => {
    rests = true;
  });
  await clock.wind(150);
  expect(rests).toBe(false);
  await clock.wind(100);
  expect(rests).toBe(true);
});

test("a job that comes faster than the paper is printed in one start, a slow wire makes many and costs time", async () => {
  const fast = aPrinter({ startMs: 50 });
  void fast.send(blackRows(160), processId("fast"));
  await fast.clock.wind(50 + 160 * 12.5);
  expect([fast.heard(), fast.machine.state.starts]).toEqual([confirmed("fast"), 1]);
  const slow = aPrinter({ startMs: 50 });
  for (let band = 0; band < 10; band++) {
    void slow.send(blackRows(16));
    await slow.clock.wind(300); // 16 rows take 200 ms
  }
  expect([slow.machine.state.starts, inkedRows(slow.machine.attachedPaper)]).toEqual([10, 160]);
});
