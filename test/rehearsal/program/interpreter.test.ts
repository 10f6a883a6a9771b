import fc from "fast-check";
import { expect, test } from "vitest";
import { Press } from "../../../src/rehearsal/paper/press.ts";
import { modelNames, models } from "../../../src/rehearsal/printer/models.ts";
import { interpret } from "../../../src/rehearsal/program/interpreter.ts";
import { rom } from "../bench.ts";

function aProgram(name: (typeof modelNames)[number]) {
  const press = new Press({
    model: models[name],
    rom,
    hasWrongRom: () => false,
    onInitialise() {},
    onStatusWish() {},
    onRealTimeWish() {},
    onUnknown() {},
  });
  const program = interpret(press);
  program.next();
  const texts: string[] = [];
  return {
    press,
    texts,
    /** Reads bytes; what they move is looked at and thrown away. */
    read(bytes: Iterable<number>) {
      for (const byte of bytes) {
        program.next(byte);
        press.offset += 1;
        for (const move of press.moves) if (move.do === "note" && move.item.text !== undefined) texts.push(move.item.text);
        press.moves = [];
      }
    },
  };
}

/** Command starts are so frequent that most runs get deep into some command. */
const stream = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(0x1b, 0x1c, 0x1d) },
    { weight: 3, arbitrary: fc.constantFrom(...Buffer.from("!$*-@ABDEGJKLMRSTVWZ\\abcdfghkprtvz{(&.8")) },
    { weight: 4, arbitrary: fc.integer({ min: 0, max: 8 }) },
    { weight: 2, arbitrary: fc.integer({ min: 0, max: 255 }) },
  ),
  { maxLength: 250 },
);

/** More zeros than a command that counts in one byte can wait for; then out of page mode, and all modes back. */
const flush = [...new Uint8Array(600), 0x1b, 0x53, 0x1b, 0x40];
/** Those that count their data in two bytes or four: they swallow more than any flush. */
const longCounts = Buffer.from("(*8Lv");

test.each(modelNames)("%s survives any bytes, and reads on after them", (name) => {
  fc.assert(
    fc.property(stream, (bytes) => {
      const { read } = aProgram(name);
      read(bytes);
      return true;
    }),
    { numRuns: 300 },
  );
});

test("after any commands that count no long data, zeros and ESC @ bring back a printer that prints plain text", () => {
  fc.assert(
    fc.property(stream, (bytes) => {
      const { read, texts } = aProgram("virtual-58");
      read(bytes.filter((byte) => !longCounts.includes(byte)));
      read(flush);
      texts.length = 0;
      read(Buffer.from("plain\n"));
      expect(texts).toEqual(["plain"]);
    }),
    { numRuns: 300 },
  );
});

test("one command's offset is the byte it begins with, however long it is", () => {
  const { press, read } = aProgram("virtual-58");
  const offsets: number[] = [];
  const program = interpret(press);
  program.next();
  read([]);
  for (const byte of [0x41, 0x0a, 0x1d, 0x76, 0x30, 0, 1, 0, 2, 0, 0xff, 0xff, 0x1d, 0x56, 0]) {
    program.next(byte);
    press.offset += 1;
  }
  for (const move of press.moves) {
    if (move.do === "note") offsets.push(move.item.offset);
    if (move.do === "cut") offsets.push(move.offset);
  }
  expect(offsets).toEqual([0, 2, 12]);
});
