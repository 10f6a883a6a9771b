import iconv from "iconv-lite";
import { type Bitmap, blankBitmap, fillRectangle } from "./bitmap.ts";
import { cut, escposBands } from "./escpos.ts";
import { drawText, type Faces, measure } from "./glyphs.ts";
import type { Paper } from "./layout.ts";
import { nativeCode39, nativeQrPair } from "./native/native-codes.ts";

/** Wider than the widest head there is (80 mm at 203 dpi): what a head lacks is not printed, and so is seen. */
const widthDots = 640;
const tickEvery = 8;
const numberEvery = 64;
/** The widths of heads one meets. */
const heads = [360, 384, 416, 432, 512, 576];
const sample = "電子發票";

/** Length of the paper, in millimetres at most. */
export const calibrationMm = 110;

/**
 * A page by which a person sees what no question tells (spec/escpos.md 6): how wide the head is and how fine, which letters its ROM
 * has, and whether it sets a Code 39 one dot wide and two QR codes side by side by itself.
 */
export function calibrationPage(faces: Faces, paper: Paper): Uint8Array[] {
  return [
    escposBands({ bitmap: ruler(faces), codes: [] }),
    letters("cp950  ", "cp950"),
    letters("gb18030", "gb18030"),
    Buffer.from("Code 39, QR:\n", "latin1"),
    nativeCode39("TILLSEAL39", paper) ?? new Uint8Array(),
    nativeQrPair(["1".repeat(120), "2".repeat(120)], paper) ?? new Uint8Array(),
    cut,
  ];
}

/** A tick every 8 dots with the dot's number at each eighth, the heads one meets, and a bar of 320 dots: 40 mm at 203 dpi, 45 mm at 180. */
function ruler(faces: Faces): Bitmap {
  const picture = blankBitmap(widthDots, 190);
  const { body } = faces;
  const write = (text: string, right: number, top: number) =>
    drawText(picture, body, { text, left: right - measure(body, text), top });
  for (let dot = tickEvery; dot <= widthDots; dot += tickEvery) {
    const isLong = dot % numberEvery === 0;
    fillRectangle(picture, dot - 1, 4, 1, isLong ? 32 : 16);
    if (isLong) write(String(dot), dot - 3, 16);
  }
  for (const [nth, dots] of heads.entries()) {
    fillRectangle(picture, dots - 1, 52 + (nth % 2) * 32, 1, 28);
    write(String(dots), dots - 4, 52 + (nth % 2) * 32);
  }
  fillRectangle(picture, 0, 130, 320, 12);
  write("320 = 40 mm / 203 dpi, 45 mm / 180", 340, 148);
  return picture;
}

/** The same word in a ROM's own letters: it reads right where the ROM has that set. */
function letters(name: string, set: "cp950" | "gb18030"): Uint8Array {
  return Buffer.concat([
    Buffer.from(`${name} `, "latin1"),
    Uint8Array.of(0x1c, 0x26),
    iconv.encode(sample, set),
    Uint8Array.of(0x1c, 0x2e, 0x0a),
  ]);
}
