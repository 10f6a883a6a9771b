/**
 * One-bit picture in printer dots: rows top to bottom, eight dots a byte, the highest bit leftmost, 1 = black.
 * The unused bits at a row's right end are always 0, because printers print them (spec/escpos.md 3.4).
 */
export interface Bitmap {
  readonly widthDots: number;
  readonly heightDots: number;
  readonly rowBytes: number;
  readonly bits: Uint8Array;
}

/** A place on paper, in dots from the picture's upper left corner. */
export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** White paper. */
export function blankBitmap(widthDots: number, heightDots: number): Bitmap {
  const rowBytes = Math.ceil(widthDots / 8);
  return { widthDots, heightDots, rowBytes, bits: new Uint8Array(rowBytes * heightDots) };
}

/** Whether a dot is black; outside the picture everything is white. */
export function isBlack(bitmap: Bitmap, x: number, y: number): boolean {
  if (x < 0 || y < 0 || x >= bitmap.widthDots || y >= bitmap.heightDots) return false;
  return ((bitmap.bits[y * bitmap.rowBytes + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0;
}

/** Blackens a dot; outside the picture nothing happens, as on paper. */
export function blacken(bitmap: Bitmap, x: number, y: number): void {
  if (x < 0 || y < 0 || x >= bitmap.widthDots || y >= bitmap.heightDots) return;
  const at = y * bitmap.rowBytes + (x >> 3);
  bitmap.bits[at] = (bitmap.bits[at] ?? 0) | (0x80 >> (x & 7));
}

/** Turns one dot from black to white or back; outside the picture nothing happens. */
export function flip(bitmap: Bitmap, x: number, y: number): void {
  if (x < 0 || y < 0 || x >= bitmap.widthDots || y >= bitmap.heightDots) return;
  const at = y * bitmap.rowBytes + (x >> 3);
  bitmap.bits[at] = (bitmap.bits[at] ?? 0) ^ (0x80 >> (x & 7));
}

/** Blackens a rectangle. */
export function fillRectangle(bitmap: Bitmap, left: number, top: number, width: number, height: number): void {
  for (let y = top; y < top + height; y++) for (let x = left; x < left + width; x++) blacken(bitmap, x, y);
}

/** Turns every dot of a rectangle round. */
export function invertRectangle(bitmap: Bitmap, { left, top, width, height }: Rectangle): void {
  for (let y = top; y < top + height; y++) for (let x = left; x < left + width; x++) flip(bitmap, x, y);
}

/** Repeats a row in the rows below it, so that it stands `rows` high. */
export function stretchRow({ bits, rowBytes }: Bitmap, y: number, rows: number): void {
  for (let row = 1; row < rows; row++) bits.copyWithin((y + row) * rowBytes, y * rowBytes, (y + 1) * rowBytes);
}

/** Prints one picture over another; black stays black. */
export function stamp(onto: Bitmap, picture: Bitmap, left: number, top: number): void {
  const inside =
    left >= 0 && top >= 0 && left + picture.widthDots <= onto.widthDots && top + picture.heightDots <= onto.heightDots;
  if (inside) stampBytes(onto, picture, left, top);
  else stampDots(onto, picture, left, top);
}

function stampDots(onto: Bitmap, picture: Bitmap, left: number, top: number): void {
  for (let y = 0; y < picture.heightDots; y++)
    for (let x = 0; x < picture.widthDots; x++) if (isBlack(picture, x, y)) blacken(onto, left + x, top + y);
}

/** Eight dots at a time: a slip is stamped from a few hundred glyphs while a customer waits. */
function stampBytes(onto: Bitmap, picture: Bitmap, left: number, top: number): void {
  const shift = left & 7;
  for (let y = 0; y < picture.heightDots; y++) {
    const from = y * picture.rowBytes;
    const to = (top + y) * onto.rowBytes + (left >> 3);
    for (let i = 0; i < picture.rowBytes; i++) {
      const byte = picture.bits[from + i] ?? 0;
      if (byte === 0) continue;
      onto.bits[to + i] = (onto.bits[to + i] ?? 0) | (byte >> shift);
      const spill = (byte << (8 - shift)) & 0xff;
      if (spill !== 0) onto.bits[to + i + 1] = (onto.bits[to + i + 1] ?? 0) | spill;
    }
  }
}
