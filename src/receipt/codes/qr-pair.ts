import { create } from "qrcode";
import { type Bitmap, blankBitmap, fillRectangle, stretchRow } from "../bitmap.ts";
import { withBestMask } from "./qr-mask.ts";

/** What each of the two texts may hold, in bytes of UTF-8: version 6, level L (spec/taiwan.md 6.2). Whoever composes them keeps to it. */
export const qrPairCapacityBytes = 134;

/** Two codes of one size. Both begin at the same height; `lefts` are the distances from the column's left edge, in dots. */
export interface QrPair {
  readonly pictures: readonly [Bitmap, Bitmap];
  readonly lefts: readonly [number, number];
  readonly quietDots: number;
  readonly version: 6 | 7;
  readonly moduleDots: number;
}

/**
 * Draws the pair with equal margins. Version 6 with the largest module that leaves 2 mm of white around (4 dots on a 48 mm column
 * at 203 dpi); where not even 4 dots fit, version 7 at 3, so that the codes stay well above 15 mm. Smaller modules do not scan.
 */
export function qrPair(
  texts: readonly [string, string],
  { columnDots, dotsPerMm }: { columnDots: number; dotsPerMm: number },
): QrPair {
  const quietDots = Math.ceil(2 * dotsPerMm);
  const { version, moduleDots } = sizeFor(columnDots, quietDots);
  const width = sideModules[version] * moduleDots;
  const gap = Math.floor((columnDots - 2 * width) / 3);
  if (gap < quietDots) throw new Error(`Two QR codes do not fit ${columnDots} dots.`);
  const pictures = [draw(texts[0], version, moduleDots), draw(texts[1], version, moduleDots)] as const;
  return { pictures, lefts: [gap, columnDots - gap - width], quietDots, version, moduleDots };
}

const sideModules = { 6: 41, 7: 45 } as const;

function sizeFor(columnDots: number, quietDots: number): { version: 6 | 7; moduleDots: number } {
  const moduleDots = Math.floor((columnDots - 3 * quietDots) / (2 * sideModules[6]));
  return moduleDots >= 4 ? { version: 6, moduleDots } : { version: 7, moduleDots: 3 };
}

function draw(text: string, version: 6 | 7, moduleDots: number): Bitmap {
  const data = Buffer.from(text, "utf8");
  if (data.length > qrPairCapacityBytes) throw new Error(`A QR text of ${data.length} bytes is over ${qrPairCapacityBytes}.`);
  // Bytes and mode are given, because a plain string would be split into segments by its content.
  const symbol = create([{ data, mode: "byte" }], { errorCorrectionLevel: "L", version, maskPattern: 0 }).modules;
  return enlarged(withBestMask(symbol), symbol.size, moduleDots);
}

function enlarged(modules: Uint8Array, size: number, moduleDots: number): Bitmap {
  const picture = blankBitmap(size * moduleDots, size * moduleDots);
  for (let row = 0; row < size; row++) {
    const top = row * moduleDots;
    for (let column = 0; column < size; column++)
      if (modules[row * size + column] === 1) fillRectangle(picture, column * moduleDots, top, moduleDots, 1);
    stretchRow(picture, top, moduleDots);
  }
  return picture;
}
