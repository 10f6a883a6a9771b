import { create } from "qrcode";
import { type Bitmap, blankBitmap, fillRectangle, stretchRow } from "../bitmap.ts";
import type { TicketCode } from "../blocks.ts";
import { code39 } from "./code39.ts";
import { code128Widths, ean13Widths } from "./stripes.ts";

/** What a code may take up. */
export interface CodeSpace {
  readonly columnDots: number;
  readonly dotsPerMm: number;
}

/** A code of a POS's ticket, drawn, and the white it needs. Throws, with the reason, where it cannot be drawn or does not fit. */
export function ticketCode(code: TicketCode, space: CodeSpace): { readonly picture: Bitmap; readonly quietDots: number } {
  if (code.kind === "qr") return qr(code, space);
  const { text, heightDots } = code;
  if (code.kind === "code39") {
    const { picture, quietDots } = code39(text, space);
    return { picture: resized(picture, heightDots), quietDots };
  }
  return stripes(code.kind === "code128" ? code128Widths(text) : ean13Widths(text), heightDots, space);
}

function qr({ text, moduleDots, level }: TicketCode & { kind: "qr" }, { columnDots }: CodeSpace) {
  const data = Buffer.from(text, "utf8");
  const { data: modules, size } = create([{ data, mode: "byte" }], { errorCorrectionLevel: level }).modules;
  const quietDots = 4 * moduleDots;
  if (size * moduleDots + 2 * quietDots > columnDots)
    throw new Error(`A QR code of ${size} modules of ${moduleDots} dots is wider than ${columnDots} dots.`);
  const picture = blankBitmap(size * moduleDots, size * moduleDots);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++)
      if (modules[row * size + column] === 1) fillRectangle(picture, column * moduleDots, row * moduleDots, moduleDots, 1);
    stretchRow(picture, row * moduleDots, moduleDots);
  }
  return { picture, quietDots };
}

const widestModuleDots = 3;

/** Bars and spaces by turns, as wide as the column lets them be. */
function stripes(widths: readonly number[], heightDots: number, { columnDots }: CodeSpace) {
  const modules = widths.reduce((sum, width) => sum + width, 0);
  const quietModules = 11;
  const moduleDots = Math.min(widestModuleDots, Math.floor(columnDots / (modules + 2 * quietModules)));
  if (moduleDots < 1) throw new Error(`A bar code of ${modules} modules is wider than ${columnDots} dots.`);
  const picture = blankBitmap(modules * moduleDots, heightDots);
  let left = 0;
  for (const [index, width] of widths.entries()) {
    if (index % 2 === 0) fillRectangle(picture, left, 0, width * moduleDots, 1);
    left += width * moduleDots;
  }
  stretchRow(picture, 0, heightDots);
  return { picture, quietDots: quietModules * moduleDots };
}

function resized(picture: Bitmap, heightDots: number): Bitmap {
  const other = blankBitmap(picture.widthDots, heightDots);
  other.bits.set(picture.bits.subarray(0, picture.rowBytes));
  stretchRow(other, 0, heightDots);
  return other;
}
