import type { CutKind } from "../paper/moves.ts";
import type { Press, RasterHead } from "../paper/press.ts";
import { code39, isCode39 } from "../paper/symbols/code39.ts";
import { code128, textOf } from "../paper/symbols/code128.ts";
import { longGraphics, parenthesis } from "./parenthesis.ts";
import {
  type Command,
  type CommandTable,
  onlyIf,
  type Reading,
  read,
  signed,
  skipping,
  unknown,
  withOne,
  withTwo,
  withWord,
  word,
} from "./reading.ts";

/** What begins with GS. */
export const groups: CommandTable = {
  33: withOne((press, n) => press.style({ widthScale: ((n >> 4) & 7) + 1, heightScale: (n & 7) + 1 })),
  36: paged(36, (press, n) => press.page?.moveDownTo(press.downDots(n))),
  40: parenthesis,
  56: longGraphics,
  66: withOne((press, n) => press.style({ inverted: (n & 0x01) !== 0 })),
  72: withOne((press, n) => press.set({ barText: n & 0x03 })),
  73: withOne(identify),
  76: withWord((press, n) => press.setAtLineStart({ leftDots: Math.min(press.sideDots(n), press.model.widthDots) })),
  80: withTwo((press, x, y) => {
    const { dotsPerInch, dotsPerSideUnit, dotsPerFeedUnit } = press.model;
    press.set({
      dotsPerSideUnit: x === 0 ? dotsPerSideUnit : dotsPerInch / x,
      dotsPerFeedUnit: y === 0 ? dotsPerFeedUnit : dotsPerInch / y,
    });
  }),
  86: cut,
  87: withWord((press, n) => press.setAtLineStart({ widthDots: press.sideDots(n) })),
  92: paged(92, (press, n) => press.page?.moveDownBy(press.downDots(signed(n)))),
  97: withOne((press, n) => press.statusWish(n)),
  102: withOne((press, n) => press.set({ barTextSmall: (n & 0x01) !== 0 })),
  104: withOne((press, n) => press.set({ barHeight: Math.max(1, n) })),
  107: barCode,
  114: withOne((press, n) => {
    if (!press.model.answers.paperStatus) return;
    if (n === 1 || n === 49) press.answer({ kind: "paper" });
    if (n === 2 || n === 50) press.answer({ kind: "drawer" });
  }),
  118: raster,
  119: withOne((press, n) => {
    if (n >= press.model.narrowestBarDots && n <= 6) press.set({ barDots: n });
  }),
  122: function* (press) {
    const which = yield;
    if (which === 48)
      yield* skipping(2)(press); // GS z 0: how long it waits before it goes online again
    else unknown(press, [0x1d, 122, which]);
  },
};

/** GS V's first argument; from 65 on the paper is fed to the knife first. */
const cuts: Readonly<Record<number, CutKind>> = {
  0: "full",
  48: "full",
  1: "partial",
  49: "partial",
  65: "full",
  97: "full",
  66: "partial",
  98: "partial",
};

function paged(code: number, act: (press: Press, n: number) => void): Command {
  return onlyIf((press) => press.model.abilities.pageMode, [0x1d, code], withWord(act));
}

function* cut(press: Press): Reading {
  const m = yield;
  const kind = cuts[m];
  if (!kind) unknown(press, [0x1d, 0x56, m]);
  else if (m === 0 || m === 1 || m === 48 || m === 49) press.cut(kind);
  else press.cut(kind, yield);
}

function* raster(press: Press): Reading {
  const zero = yield;
  if (zero !== 0x30) return unknown(press, [0x1d, 0x76, zero]);
  const mode = yield;
  if (mode > 3 && (mode < 48 || mode > 51)) return unknown(press, [0x1d, 0x76, zero, mode]);
  const rowBytes = yield* word();
  const rows = yield* word();
  const head: RasterHead = { rowBytes, rows, widthScale: mode & 1 ? 2 : 1, heightScale: mode & 2 ? 2 : 1 };
  const image = press.beginRaster(head);
  for (let row = 0; row < rows; row++) image.row(yield* read(rowBytes));
  image.end();
}

/** Form A ends with a zero and form B counts. A byte that no such bar code can hold ends either, and the rest is text. */
function* barCode(press: Press): Reading {
  const m = yield;
  if (m === 4) return printCode39(press, yield* untilZero(press));
  const isCounted = m >= 65 && m <= 73;
  if (m > 6 && !isCounted) return unknown(press, [0x1d, 0x6b, m]);
  if (!isCounted) return otherCode(press, m, yield* untilZero(press, () => true));
  const count = yield;
  if (m === 69) return printCode39(press, yield* counted(press, count));
  const data = yield* read(count);
  if (m !== 73) return otherCode(press, m, data);
  const bars = code128(data, press.modes.barDots);
  if (bars) press.printBarCode(bars, textOf(data));
  else press.unknown([0x1d, 0x6b, m]);
}

function printCode39(press: Press, data: Uint8Array | undefined): void {
  if (!data || data.length === 0) return;
  const text = Buffer.from(data).toString("latin1");
  press.printBarCode(code39(text, press.modes.barDots), text);
}

function* untilZero(press: Press, isMember = isCode39): Generator<void, Uint8Array | undefined, number> {
  const data: number[] = [];
  for (let byte = yield; byte !== 0; byte = yield) {
    if (!isMember(byte)) return refused(press, byte);
    data.push(byte);
  }
  return Uint8Array.from(data);
}

function* counted(press: Press, count: number): Generator<void, Uint8Array | undefined, number> {
  const data = new Uint8Array(count);
  for (let at = 0; at < count; at++) {
    const byte = yield;
    if (!isCode39(byte)) return refused(press, byte);
    data[at] = byte;
  }
  return data;
}

function refused(press: Press, byte: number): undefined {
  press.unknown([0x1d, 0x6b, byte]);
}

/** UPC, EAN, ITF, Codabar and Code 93 are read, and not drawn. */
function otherCode(press: Press, m: number, data: Uint8Array | undefined): void {
  press.unknown([0x1d, 0x6b, m, ...(data ?? [])]);
}

function identify(press: Press, n: number): void {
  const { answers, maker, name, languageFont, rom } = press.model;
  const texts: Readonly<Record<number, string>> = { 65: "1.00 REH", 66: maker, 67: name, 68: "REH0000001", 69: languageFont };
  const type = rom === "ascii" ? 0x02 : 0x03; // two-byte characters and a knife
  const numbers: Readonly<Record<number, number>> = { 1: 0x20, 2: type, 3: 0x01 };
  const number = numbers[n] ?? numbers[n - 48];
  const text = texts[n];
  if (!answers.identity) return;
  if (number !== undefined) press.answer({ kind: "words", bytes: Uint8Array.of(number) });
  if (text !== undefined) press.answer({ kind: "words", bytes: Buffer.from(`_${text}\0`, "latin1") });
}
