import { type Bitmap, blankBitmap } from "../../receipt/bitmap.ts";
import { enlarged } from "../paper/glyph.ts";
import type { Press } from "../paper/press.ts";
import { type Reading, read, skip, unknown, word } from "./reading.ts";

/**
 * GS ( X counts its arguments, and the count is taken literally: what is not interpreted is still never printed as text, and
 * too small a count leaves a tail that is (spec/escpos.md 9.5).
 */
export function* parenthesis(press: Press): Reading {
  const letter = yield;
  const length = yield* word();
  const { nativeQr, storedGraphics } = press.model.abilities;
  if (letter === 0x6b && nativeQr) return symbol(press, yield* read(length));
  if (letter === 0x4c && storedGraphics) return yield* graphics(press, length);
  if (letter === 0x48) return processId(press, yield* read(length));
  if (letter === 0x44) return realTime(press, yield* read(length));
  // GS ( K sets density and speed, which no picture shows.
  yield* skip(length);
}

export function* longGraphics(press: Press): Reading {
  const letter = yield;
  if (letter !== 0x4c || !press.model.abilities.storedGraphics) return unknown(press, [0x1d, 0x38, letter]);
  const low = yield* word();
  const high = yield* word();
  yield* graphics(press, low + high * 65536);
}

function symbol(press: Press, [kind, fn, n = 0, ...rest]: Uint8Array): void {
  if (kind !== 0x31) return; // PDF417 and the others
  if (fn === 0x41) press.qr.chooseModel(n);
  else if (fn === 0x43) press.qr.chooseSize(n);
  else if (fn === 0x45) press.qr.chooseLevel(n);
  else if (fn === 0x50 && n === 0x30) press.qr.keep(Uint8Array.from(rest));
  else if (fn === 0x51 && n === 0x30) press.printQr();
  else if (fn === 0x52 && n === 0x30) tellSize(press);
  else if (fn === 0x76 && press.model.abilities.pairedQr) press.qr.forceVersion(n);
}

/** Function 182: the width and height of the stored symbol, and whether it could be printed. */
function tellSize(press: Press): void {
  const picture = press.qr.draw();
  const size = picture?.widthDots ?? 0;
  const fits = picture !== undefined && size <= press.model.widthDots;
  press.answer({ kind: "words", bytes: Buffer.from(`76${size}\x1f${size}\x1f1\x1f${fits ? 0 : 1}\0`, "latin1") });
}

function processId(press: Press, bytes: Uint8Array): void {
  const [group, fn, ...id] = bytes;
  const isProcessId = group === 0x30 && fn === 0x30 && id.length === 4 && id.every((byte) => byte >= 0x20 && byte <= 0x7e);
  if (isProcessId && press.model.answers.processId) press.answer({ kind: "process-id", id: String.fromCharCode(...id) });
}

/** GS ( D: pairs of a real-time command and whether it acts. */
function realTime(press: Press, [group, ...pairs]: Uint8Array): void {
  if (group !== 0x14) return;
  for (let at = 0; at + 1 < pairs.length; at += 2) press.realTimeWish(pairs[at]!, (pairs[at + 1]! & 0x01) !== 0);
}

/** Larger pictures are read and dropped: a printer's graphics memory is smaller than this. */
const mostGraphicsBytes = 1_000_000;

function* graphics(press: Press, length: number): Reading {
  if (length < 2) return yield* skip(length);
  const [, fn] = yield* read(2);
  if (fn === 50 || fn === 2) press.printGraphics();
  if (fn !== 112 || length < 10) return yield* skip(length - 2);
  const [tone, wide, high, , xl, xh, yl, yh] = yield* read(8);
  const data = length - 10;
  const [width, height] = [xl! + 256 * xh!, yl! + 256 * yh!];
  if (Math.max(data, Math.ceil(width / 8) * height) > mostGraphicsBytes) return yield* skip(data);
  const picture = blankBitmap(width, height);
  picture.bits.set((yield* read(data)).subarray(0, picture.bits.length));
  if (tone === 48 && data >= picture.bits.length) press.keepGraphics(scaled(picture, wide, high));
}

function scaled(picture: Bitmap, wide: number | undefined, high: number | undefined): Bitmap {
  return enlarged(picture, wide === 2 ? 2 : 1, high === 2 ? 2 : 1);
}
