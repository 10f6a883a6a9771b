import { type Bitmap, blankBitmap, stamp } from "../../receipt/bitmap.ts";
import { turnedOver } from "./glyph.ts";

export type Alignment = "left" | "centre" | "right";

/** Where something of this width begins on the line. */
export function leftEdge(alignment: Alignment, widthDots: number, lineDots: number): number {
  const free = Math.max(0, lineDots - widthDots);
  if (alignment === "left") return 0;
  return alignment === "centre" ? free >> 1 : free;
}

interface Placed {
  readonly picture: Bitmap;
  readonly left: number;
}

/** One line of text while it is being filled. */
export class Line {
  #placed: Placed[] = [];
  #cursor = 0;
  #end = 0;

  get isEmpty(): boolean {
    return this.#placed.length === 0;
  }

  /** Where the next picture comes. */
  get cursor(): number {
    return this.#cursor;
  }

  /** Where the rightmost picture ends. */
  get widthDots(): number {
    return this.#end;
  }

  /** Whether a picture still fits; one wider than the whole line is put down and cut off. */
  fits(picture: Bitmap, lineDots: number): boolean {
    return this.#cursor === 0 || this.#cursor + picture.widthDots <= lineDots;
  }

  place(picture: Bitmap): void {
    this.#placed.push({ picture, left: this.#cursor });
    this.moveTo(this.#cursor + picture.widthDots);
    this.#end = Math.max(this.#end, this.#cursor);
  }

  moveTo(dots: number): void {
    this.#cursor = dots;
  }

  clear(): void {
    this.#placed = [];
    this.#cursor = 0;
    this.#end = 0;
  }

  /** The line as dots, as high as its tallest character; all characters stand on the same ground. */
  draw(upsideDown: boolean): Bitmap {
    const height = Math.max(0, ...this.#placed.map(({ picture }) => picture.heightDots));
    const drawn = blankBitmap(this.#end, height);
    for (const { picture, left } of this.#placed) stamp(drawn, picture, left, height - picture.heightDots);
    return upsideDown ? turnedOver(drawn) : drawn;
  }
}
