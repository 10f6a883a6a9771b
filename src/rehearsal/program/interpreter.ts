import type { Press } from "../paper/press.ts";
import { escapes } from "./escapes.ts";
import { groups } from "./groups.ts";
import { kanji } from "./kanji.ts";
import { at, type CommandTable, nothing, type Reading, skip, unknown } from "./reading.ts";

/** The printer's program: reads bytes for ever and tells the press what they mean. */
export function* interpret(press: Press): Generator<void, never, number> {
  let byte = yield;
  while (true) {
    press.beginCommand();
    if (press.isLead(byte)) {
      const trail = yield;
      const size = press.rom.sizeOf(trail);
      if (size === 1) press.lacking([byte]);
      else if (size === 2) press.wideCharacter([byte, trail]);
      else press.wideCharacter([byte, trail, yield, yield]);
      byte = size === 1 ? trail : yield;
      continue;
    }
    const command = controls[byte];
    if (command) yield* command(press);
    else if (byte >= 0x20) press.character(byte);
    else press.unknown([byte]);
    byte = yield;
  }
}

const controls: CommandTable = {
  0: nothing, // hosts pad broken images with zeros (spec/escpos.md 4.5)
  9: at((press) => press.tab()),
  10: at((press) => press.lineFeed()),
  12: at((press) => press.printPage(false)),
  13: nothing,
  16: realTime,
  24: at((press) => press.page?.cancel()),
  27: (press) => prefixed(press, 0x1b, escapes),
  28: (press) => prefixed(press, 0x1c, kanji),
  29: (press) => prefixed(press, 0x1d, groups),
};

function* prefixed(press: Press, prefix: number, table: CommandTable): Reading {
  const code = yield;
  const command = table[code];
  if (command) return yield* command(press);
  unknown(press, [prefix, code]);
}

/** Already done when it was received; here its bytes only go by. */
function* realTime(press: Press): Reading {
  const code = yield;
  if (code === 0x04 || code === 0x05) return yield* skip(1);
  if (code !== 0x14) return unknown(press, [0x10, code]);
  const fn = yield;
  const argumentCount = { 1: 2, 2: 2, 8: 7 }[fn];
  if (argumentCount === undefined) return unknown(press, [0x10, code, fn]);
  yield* skip(argumentCount);
}
