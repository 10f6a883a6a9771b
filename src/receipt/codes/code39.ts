import { type Bitmap, blankBitmap, fillRectangle, stretchRow } from "../bitmap.ts";

/** The bar code of a text and the white it needs at each side, in dots. */
export interface Code39 {
  readonly picture: Bitmap;
  readonly quietDots: number;
}

/**
 * Draws Code 39 (ISO/IEC 16388) with the widest bars that fit the column. Nineteen characters make 335 dots on a 384-dot column
 * (1:3) and 272 on 360 dots (1:2); printers leave out a code that is too wide, without a word (spec/escpos.md 3.3).
 * The caller answers for the alphabet and the length.
 */
export function code39(data: string, { columnDots, dotsPerMm }: { columnDots: number; dotsPerMm: number }): Code39 {
  const bars = barsOf(data);
  const quietDots = Math.max(10, Math.ceil(2 * dotsPerMm));
  const fitting = pens.find((pen) => widthOf(bars, pen) + 2 * quietDots <= columnDots);
  if (!fitting) throw new Error(`A Code 39 of ${data.length} characters is too wide for ${columnDots} dots.`);
  const picture = blankBitmap(widthOf(bars, fitting), Math.max(48, Math.ceil(6 * dotsPerMm)));
  let left = 0;
  for (const [index, bar] of bars.entries()) {
    const width = bar === "w" ? fitting.wide : fitting.narrow;
    if (index % 2 === 0) fillRectangle(picture, left, 0, width, 1);
    left += width;
  }
  stretchRow(picture, 0, picture.heightDots);
  return { picture, quietDots };
}

interface Pen {
  readonly narrow: number;
  readonly wide: number;
}

const pens: readonly Pen[] = [
  { narrow: 2, wide: 6 },
  { narrow: 2, wide: 4 },
  { narrow: 1, wide: 3 },
  { narrow: 1, wide: 2 },
];

/** Bars and spaces by turns, `n` narrow and `w` wide, with a narrow space between two characters. */
function barsOf(data: string): readonly string[] {
  const patterns = Array.from(data, (character) => {
    const pattern = alphabet[character];
    if (!pattern) throw new Error(`Code 39 has no ${JSON.stringify(character)}.`);
    return pattern;
  });
  return [...[startAndStop, ...patterns, startAndStop].join("n")];
}

const startAndStop = "nwnnwnwnn";

function widthOf(bars: readonly string[], { narrow, wide }: Pen): number {
  return bars.reduce((width, bar) => width + (bar === "w" ? wide : narrow), 0);
}

const alphabet: Readonly<Record<string, string>> = {
  "0": "nnnwwnwnn",
  "1": "wnnwnnnnw",
  "2": "nnwwnnnnw",
  "3": "wnwwnnnnn",
  "4": "nnnwwnnnw",
  "5": "wnnwwnnnn",
  "6": "nnwwwnnnn",
  "7": "nnnwnnwnw",
  "8": "wnnwnnwnn",
  "9": "nnwwnnwnn",
  A: "wnnnnwnnw",
  B: "nnwnnwnnw",
  C: "wnwnnwnnn",
  D: "nnnnwwnnw",
  E: "wnnnwwnnn",
  F: "nnwnwwnnn",
  G: "nnnnnwwnw",
  H: "wnnnnwwnn",
  I: "nnwnnwwnn",
  J: "nnnnwwwnn",
  K: "wnnnnnnww",
  L: "nnwnnnnww",
  M: "wnwnnnnwn",
  N: "nnnnwnnww",
  O: "wnnnwnnwn",
  P: "nnwnwnnwn",
  Q: "nnnnnnwww",
  R: "wnnnnnwwn",
  S: "nnwnnnwwn",
  T: "nnnnwnwwn",
  U: "wwnnnnnnw",
  V: "nwwnnnnnw",
  W: "wwwnnnnnn",
  X: "nwnnwnnnw",
  Y: "wwnnwnnnn",
  Z: "nwwnwnnnn",
  "-": "nwnnnnwnw",
  ".": "wwnnnnwnn",
  " ": "nwwnnnwnn",
  $: "nwnwnwnnn",
  "/": "nwnwnnnwn",
  "+": "nwnnnwnwn",
  "%": "nnnwnwnwn",
};
