import { expect, test } from "vitest";
import { aPrinter, blackRows, bytes, confirmed, drawn, processId } from "../bench.ts";

/** An image one byte wide whose data are these bytes. */
const image = (data: Uint8Array) => bytes(0x1d, 0x76, 0x30, 0, 1, 0, data.length, 0, data);

test("a status question inside an image is answered at once, and its bytes print", async () => {
  const { clock, heard, machine, send } = aPrinter();
  await send(image(bytes(0x10, 0x04, 0x01)));
  await clock.wind(0);
  expect(heard()).toBe("12");
  await clock.wind(1000);
  expect(drawn(machine.attachedPaper).map((row) => row.slice(0, 8))).toEqual(["...#....", ".....#..", ".......#"]);
});

test("a drawer command inside an image opens the drawer before the image is printed", async () => {
  const { clock, machine, send } = aPrinter();
  await send(blackRows(50), image(bytes(0x10, 0x14, 0x01, 0x00, 0x05)));
  await clock.wind(0);
  expect(machine.journal.pulses).toEqual([{ pin: 2, ms: 500, offset: 66 }]);
  await clock.wind(5000);
  expect(machine.journal.pulses).toHaveLength(1);
  expect(machine.attachedPaper.heightDots).toBe(55);
});

test("a command split over many writes is still seen, and between commands it is not printed", async () => {
  const { clock, heard, machine, send } = aPrinter();
  for (const byte of [0x10, 0x04, 0x02]) await send(byte);
  await send("ok\n");
  await clock.wind(1000);
  expect(heard()).toBe("12");
  expect(machine.journal.items).toMatchObject([{ kind: "text", text: "ok" }]);
  expect(machine.journal.unknown).toEqual([]);
});

test("status is answered before data that came earlier has been printed", async () => {
  const { clock, heard, send } = aPrinter();
  await send(blackRows(40), processId("late"), bytes(0x10, 0x04, 0x04));
  await clock.wind(1000);
  expect(heard()).toBe(`12 ${confirmed("late")}`);
});

test("the power-off command answers, says goodbye and loses what was waiting", async () => {
  const { clock, connection, heard, machine, send } = aPrinter();
  await send(blackRows(40), processId("gone"), bytes(0x10, 0x14, 0x02, 0x01, 0x08), "rest");
  await clock.wind(1000);
  expect([heard(), connection.closed.reason, machine.state.power]).toEqual(["3b 30 00", "ended", false]);
  expect(machine.connect()).toBe("closed");
});

test("questions and drawer times outside the table do nothing", async () => {
  const { clock, heard, machine, send } = aPrinter();
  await send(bytes(0x10, 0x04, 0x05, 0x10, 0x14, 0x01, 0x00, 0x09, 0x10, 0x14, 0x01, 0x02, 0x01));
  await clock.wind(10);
  expect([heard(), machine.journal.pulses]).toEqual(["", []]);
});
