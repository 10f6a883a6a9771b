import { type Bitmap, blankBitmap, fillRectangle } from "../../../receipt/bitmap.ts";

/** Bars and gaps by turns, a bar first, in dots. */
export type Bars = readonly number[];

export function widthOf(bars: Bars): number {
  return bars.reduce((sum, width) => sum + width, 0);
}

export function drawBars(bars: Bars, heightDots: number): Bitmap {
  const picture = blankBitmap(widthOf(bars), heightDots);
  let x = 0;
  for (const [index, width] of bars.entries()) {
    if (index % 2 === 0) fillRectangle(picture, x, 0, width, heightDots);
    x += width;
  }
  return picture;
}
