import { type Bitmap, blacken, blankBitmap, fillRectangle, isBlack } from "../../receipt/bitmap.ts";

/** How characters are printed. Scales are 1 to 8. */
export interface CharacterStyle {
  readonly bold: boolean;
  readonly underline: boolean;
  readonly widthScale: number;
  readonly heightScale: number;
  /** White on black. */
  readonly inverted: boolean;
  /** Lying on its right side, as ESC V has it. */
  readonly turned: boolean;
  /** 9 × 17 dots instead of 12 × 24. */
  readonly small: boolean;
}

export const plainStyle: CharacterStyle = {
  bold: false,
  underline: false,
  widthScale: 1,
  heightScale: 1,
  inverted: false,
  turned: false,
  small: false,
};

/** A character as it comes out, with `before` and `after` blank dots at its sides. */
export function drawGlyph(glyph: Bitmap, style: CharacterStyle, [before, after]: readonly [number, number] = [0, 0]): Bitmap {
  const cell = style.small ? shrunk(glyph) : glyph;
  const drawn = scaled(style.turned ? turnedRight(cell) : cell, style, [before, after]);
  return style.inverted ? inverted(drawn) : drawn;
}

/** Bold is what a printer does: each dot once more, one dot to the right. */
function scaled(cell: Bitmap, style: CharacterStyle, [before, after]: readonly [number, number]): Bitmap {
  const { widthScale, heightScale, bold, underline } = style;
  const picture = blankBitmap(before + cell.widthDots * widthScale + after, cell.heightDots * heightScale);
  for (let y = 0; y < cell.heightDots; y++)
    for (let x = 0; x < cell.widthDots; x++)
      if (isBlack(cell, x, y)) {
        fillRectangle(picture, before + x * widthScale, y * heightScale, widthScale + (bold ? 1 : 0), heightScale);
      }
  if (underline) fillRectangle(picture, 0, (cell.heightDots - 1) * heightScale, picture.widthDots, heightScale);
  return picture;
}

/** Font B is a cell of its own in a printer; here it is the large one with every fourth column and row left out. */
function shrunk(cell: Bitmap): Bitmap {
  const small = blankBitmap(Math.floor((cell.widthDots * 3) / 4), Math.floor((cell.heightDots * 17) / 24));
  for (let y = 0; y < small.heightDots; y++)
    for (let x = 0; x < small.widthDots; x++)
      if (isBlack(cell, Math.round((x * 4) / 3), Math.round((y * 24) / 17))) blacken(small, x, y);
  return small;
}

function inverted(picture: Bitmap): Bitmap {
  return mapped(picture.widthDots, picture.heightDots, (x, y) => !isBlack(picture, x, y));
}

/** A quarter turn clockwise. */
export function turnedRight(picture: Bitmap): Bitmap {
  const { widthDots, heightDots } = picture;
  return mapped(heightDots, widthDots, (x, y) => isBlack(picture, y, heightDots - 1 - x));
}

/** A quarter turn against the clock. */
export function turnedLeft(picture: Bitmap): Bitmap {
  const { widthDots, heightDots } = picture;
  return mapped(heightDots, widthDots, (x, y) => isBlack(picture, widthDots - 1 - y, x));
}

/** Head down. */
export function turnedOver(picture: Bitmap): Bitmap {
  const { widthDots, heightDots } = picture;
  return mapped(widthDots, heightDots, (x, y) => isBlack(picture, widthDots - 1 - x, heightDots - 1 - y));
}

/** Each dot as large as `widthScale` × `heightScale`. */
export function enlarged(picture: Bitmap, widthScale: number, heightScale: number): Bitmap {
  if (widthScale === 1 && heightScale === 1) return picture;
  const [width, height] = [picture.widthDots * widthScale, picture.heightDots * heightScale];
  return mapped(width, height, (x, y) => isBlack(picture, Math.floor(x / widthScale), Math.floor(y / heightScale)));
}

function mapped(width: number, height: number, isInk: (x: number, y: number) => boolean): Bitmap {
  const picture = blankBitmap(width, height);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) if (isInk(x, y)) blacken(picture, x, y);
  return picture;
}
