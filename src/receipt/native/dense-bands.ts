import { type Bitmap, blankBitmap, isBlack } from "../bitmap.ts";
import { escposBands } from "../escpos.ts";
import { commandsIn } from "../sanitise.ts";

/**
 * The bytes of a row of codes for a slow line: GS v 0 can double dots (spec/escpos.md 3.4), so modules of four dots are sent as
 * two by two, and bars at half their height. The same dots come out. Null when the dots are not even, or would hold a real-time
 * command: such codes are sent as they are.
 */
export function denseBands(bitmap: Bitmap): Uint8Array | null {
  const { top, bottom } = inked(bitmap);
  const rows = bottom - top;
  const [wide, tall] = rows % 2 === 0 ? scaleOf(bitmap, top, bottom) : [1, 1];
  if (tall === 1 || rows / tall > mostRows) return null;
  const small = reduced(bitmap, { top, rows: rows / tall, wide, tall });
  const mode = (wide === 2 ? 1 : 0) + (tall === 2 ? 2 : 0);
  const head = [
    0x1d,
    0x76,
    0x30,
    mode,
    small.rowBytes & 0xff,
    small.rowBytes >> 8,
    small.heightDots & 0xff,
    small.heightDots >> 8,
  ];
  const bytes = Buffer.concat([blankRows(top), Buffer.from(head), small.bits, blankRows(bitmap.heightDots - bottom)]);
  return commandsIn(bytes).length === 0 ? bytes : null;
}

const mostRows = 256;

/** White paper as dots: unlike a feed it does not depend on a printer's motion unit. */
export function blankRows(rows: number): Uint8Array {
  return rows === 0 ? new Uint8Array() : escposBands({ bitmap: blankBitmap(8, rows), codes: [] });
}

function inked({ bits, rowBytes, heightDots }: Bitmap): { top: number; bottom: number } {
  const hasInk = (y: number) => bits.subarray(y * rowBytes, (y + 1) * rowBytes).some((byte) => byte !== 0);
  let [top, bottom] = [0, heightDots];
  while (top < bottom && !hasInk(top)) top++;
  while (bottom > top && !hasInk(bottom - 1)) bottom--;
  return { top, bottom };
}

/** By how much the dots may be drawn together, across and down. */
function scaleOf(bitmap: Bitmap, top: number, bottom: number): readonly [1 | 2, 1 | 2] {
  const { bits, rowBytes } = bitmap;
  const row = (y: number) => Buffer.from(bits.buffer, bits.byteOffset + y * rowBytes, rowBytes);
  for (let y = top; y < bottom; y += 2) if (!row(y).equals(row(y + 1))) return [1, 1];
  for (let y = top; y < bottom; y += 2)
    for (let x = 0; x < bitmap.widthDots; x += 2) if (isBlack(bitmap, x, y) !== isBlack(bitmap, x + 1, y)) return [1, 2];
  return [2, 2];
}

/** The picture with one dot for each pair or square, no wider than its ink. */
function reduced(bitmap: Bitmap, part: { top: number; rows: number; wide: number; tall: number }): Bitmap {
  const { top, rows, wide, tall } = part;
  const dots: (readonly [number, number])[] = [];
  for (let y = 0; y < rows; y++)
    for (let x = 0; x * wide < bitmap.widthDots; x++) if (isBlack(bitmap, x * wide, top + y * tall)) dots.push([x, y]);
  const small = blankBitmap(Math.max(...dots.map(([x]) => x)) + 1, rows);
  for (const [x, y] of dots) {
    const at = y * small.rowBytes + (x >> 3);
    small.bits[at] = (small.bits[at] ?? 0) | (0x80 >> (x & 7));
  }
  return small;
}
