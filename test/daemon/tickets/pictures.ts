import { type Bitmap, blankBitmap, fillRectangle } from "../../../src/receipt/bitmap.ts";

/** A black frame around a white middle. */
export function blackRectangle(widthDots: number, heightDots: number): Bitmap {
  const picture = blankBitmap(widthDots, heightDots);
  fillRectangle(picture, 0, 0, widthDots, heightDots);
  const hole = blankBitmap(widthDots, heightDots);
  fillRectangle(hole, 2, 2, widthDots - 4, heightDots - 4);
  for (const [at, byte] of hole.bits.entries()) picture.bits[at] = (picture.bits[at] ?? 0) & ~byte;
  return picture;
}
