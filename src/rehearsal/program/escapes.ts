import { type Bitmap, blankBitmap, fillRectangle } from "../../receipt/bitmap.ts";
import type { Press } from "../paper/press.ts";
import {
  at,
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

/** What begins with ESC. */
export const escapes: CommandTable = {
  2: paired(2),
  3: paired(3),
  12: paged(12, (press) => press.printPage(true)),
  32: withOne((press, n) => press.set({ characterGap: press.sideDots(n) })),
  33: withOne((press, n) => {
    const [heightScale, widthScale] = [n & 0x10 ? 2 : 1, n & 0x20 ? 2 : 1];
    press.style({ small: (n & 1) !== 0, bold: (n & 0x08) !== 0, underline: (n & 0x80) !== 0, heightScale, widthScale });
  }),
  36: withWord((press, n) => press.moveTo(n)),
  42: columnImage,
  45: withOne((press, n) => press.style({ underline: (n & 0x03) !== 0 })),
  50: at((press) => press.set({ spacingDots: press.model.lineSpacingDots })),
  51: withOne((press, n) => press.set({ spacingDots: press.downDots(n) })),
  64: at((press) => press.initialise()),
  66: onlyIf(
    (press) => press.model.abilities.escBeep,
    [0x1b, 66],
    withTwo((press, times, t) => press.beep(times, t * 100)),
  ),
  68: tabStops,
  69: withOne((press, n) => press.style({ bold: (n & 0x01) !== 0 })),
  71: withOne((press, n) => press.style({ bold: (n & 0x01) !== 0 })), // double strike looks the same
  74: withOne((press, n) => press.feedUnits(n)),
  75: onlyIf(
    (press) => press.model.abilities.backFeed,
    [0x1b, 75],
    withOne((press, n) => press.backFeed(n)),
  ),
  76: paged(76, (press) => press.enterPage()),
  77: withOne((press, n) => press.style({ small: (n & 0x0f) === 1 })),
  82: withOne((press, n) => press.set({ international: n })),
  83: paged(83, (press) => press.leavePage()),
  84: onlyIf(
    hasPages,
    [0x1b, 84],
    withOne((press, n) => press.page?.setDirection(n & 3)),
  ),
  86: withOne((press, n) => press.style({ turned: (n & 0x01) !== 0 })),
  87: onlyIf(hasPages, [0x1b, 87], pageArea),
  92: withWord((press, n) => press.moveBy(signed(n))),
  97: withOne((press, n) => {
    const alignment = (["left", "centre", "right"] as const)[n & 0x0f];
    if (alignment) press.setAtLineStart({ alignment });
  }),
  99: function* (press) {
    const which = yield;
    if (which !== 51 && which !== 52 && which !== 53) return unknown(press, [0x1b, 99, which]);
    const n = yield;
    if (which === 53) press.set({ buttonsOff: (n & 0x01) !== 0 });
  },
  100: withOne((press, n) => press.feedLines(n)),
  105: at((press) => press.cut("full")),
  109: at((press) => press.cut("partial")),
  112: function* (press) {
    const m = yield;
    const onMs = (yield) * 2;
    yield; // the pause after it
    press.pulse(m === 1 || m === 49 ? 5 : 2, onMs);
  },
  116: withOne((press, n) => press.set({ codeTable: n })),
  123: withOne((press, n) => press.setAtLineStart({ upsideDown: (n & 0x01) !== 0 })),
  61: skipping(1), // which device is spoken to
};

function hasPages(press: Press): boolean {
  return press.model.abilities.pageMode;
}

function paged(code: number, act: (press: Press) => void): Command {
  return onlyIf(hasPages, [0x1b, code], at(act));
}

/** WinPOS says them before and after two codes side by side; ESC K and ESC $ do the work. */
function paired(code: number): Command {
  return onlyIf(
    (press) => press.model.abilities.pairedQr,
    [0x1b, code],
    at(() => {}),
  );
}

/** A position off the paper ends the command, and what follows is printed as text (spec/escpos.md 3.6). */
function* pageArea(press: Press): Reading {
  const { widthDots } = press.model;
  const tallest = press.page?.tallestDots ?? Number.POSITIVE_INFINITY;
  const left = press.sideDots(yield* word());
  if (left >= widthDots) return press.unknown([0x1b, 87]);
  const top = press.downDots(yield* word());
  if (top >= tallest) return press.unknown([0x1b, 87]);
  const width = press.sideDots(yield* word());
  if (width === 0) return press.unknown([0x1b, 87]);
  const height = press.downDots(yield* word());
  if (height === 0) return press.unknown([0x1b, 87]);
  press.setPageArea({ left, top, width, height });
}

/** ESC D: columns, ended by zero or by one that is no further right. */
function* tabStops(press: Press): Reading {
  const stops: number[] = [];
  for (let n = yield; n !== 0 && stops.length < 32; n = yield) stops.push(n * 12);
  press.set({ tabStops: stops });
}

/** How many dots each dot of ESC * becomes: the sparse modes are coarse. */
const densities: Readonly<Record<number, { readonly bytes: number; readonly wide: number; readonly high: number }>> = {
  0: { bytes: 1, wide: 2, high: 3 },
  1: { bytes: 1, wide: 1, high: 3 },
  32: { bytes: 3, wide: 2, high: 1 },
  33: { bytes: 3, wide: 1, high: 1 },
};

function* columnImage(press: Press): Reading {
  const mode = yield;
  const density = densities[mode];
  if (!density) return unknown(press, [0x1b, 42, mode]);
  const count = yield* word();
  const { bytes, wide, high } = density;
  const picture: Bitmap = blankBitmap(count * wide, bytes * 8 * high);
  for (let column = 0; column < count; column++) {
    const dots = yield* read(bytes);
    for (let y = 0; y < bytes * 8; y++)
      if ((dots[y >> 3]! & (0x80 >> (y & 7))) !== 0) fillRectangle(picture, column * wide, y * high, wide, high);
  }
  press.columns(picture);
}
