import { type Bitmap, blankBitmap, fillRectangle, isBlack } from "../../receipt/bitmap.ts";

/** How characters are printed. Scales are 1 to 8. */
export interface CharacterStyle {
  readonly bold: boolean;
  readonly underline: boolean;
  readonly widthScale: number;
  readonly heightScale: number;
}

export const plainStyle: CharacterStyle = { bold: false, underline: false, widthScale: 1, heightScale: 1 };

export type Alignment = "left" | "centre" | "right";

/** Where something of this width begins on the line. */
export function leftEdge(alignment: Alignment, widthDots: number, lineDots: number): number {
  const free = Math.max(0, lineDots - widthDots);
  if (alignment === "left") return 0;
  return alignment === "centre" ? free >> 1 : free;
}

interface PlacedGlyph {
  readonly glyph: Bitmap;
  readonly left: number;
  readonly style: CharacterStyle;
}

/** One line of text while it is being filled. */
export class Line {
  readonly #lineDots: number;
  #placed: PlacedGlyph[] = [];
  #cursor = 0;

  constructor(lineDots: number) {
    this.#lineDots = lineDots;
  }

  get isEmpty(): boolean {
    return this.#placed.length === 0;
  }

  /** Whether a glyph still fits; one wider than the whole line is put down and cut off. */
  fits(glyph: Bitmap, style: CharacterStyle): boolean {
    return this.#cursor === 0 || this.#cursor + glyph.widthDots * style.widthScale <= this.#lineDots;
  }

  place(glyph: Bitmap, style: CharacterStyle): void {
    this.#placed.push({ glyph, left: this.#cursor, style });
    this.#cursor += glyph.widthDots * style.widthScale;
  }

  /** Moves to the next multiple of `stopDots`; past the last one nothing happens. */
  tab(stopDots: number): void {
    const next = (Math.floor(this.#cursor / stopDots) + 1) * stopDots;
    if (next < this.#lineDots) this.#cursor = next;
  }

  clear(): void {
    this.#placed = [];
    this.#cursor = 0;
  }

  /** The line as dots, as high as its tallest character; all characters stand on the same ground. */
  draw(alignment: Alignment): Bitmap {
    const height = Math.max(0, ...this.#placed.map(({ glyph, style }) => glyph.heightDots * style.heightScale));
    const picture = blankBitmap(this.#lineDots, height);
    const indent = leftEdge(alignment, this.#cursor, this.#lineDots);
    for (const { glyph, left, style } of this.#placed) {
      const top = height - glyph.heightDots * style.heightScale;
      drawGlyph(picture, glyph, { left: indent + left, top, style });
    }
    return picture;
  }
}

interface Place {
  readonly left: number;
  readonly top: number;
  readonly style: CharacterStyle;
}

/** Bold is what a printer does: each dot once more, one dot to the right. */
function drawGlyph(onto: Bitmap, glyph: Bitmap, { left, top, style }: Place): void {
  const { widthScale, heightScale, bold, underline } = style;
  for (let y = 0; y < glyph.heightDots; y++)
    for (let x = 0; x < glyph.widthDots; x++)
      if (isBlack(glyph, x, y)) {
        fillRectangle(onto, left + x * widthScale, top + y * heightScale, widthScale + (bold ? 1 : 0), heightScale);
      }
  if (underline) fillRectangle(onto, left, top + (glyph.heightDots - 1) * heightScale, glyph.widthDots * widthScale, heightScale);
}
