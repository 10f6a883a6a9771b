import iconv from "iconv-lite";
import type { FaceName, Faces, GlyphPack } from "../glyphs.ts";
import type { LetterSet } from "./dialect.ts";

/** A printer's own letters as something text can be measured with: 12 dots for a Latin letter, 24 for a Chinese one. */
export interface RomLetters {
  /** Measures only: these faces have no pictures. */
  readonly faces: Faces;
  /** Whether the ROM has every character; a text it has not is drawn. */
  has(text: string): boolean;
}

/** How much larger than the plain letter each size is printed. */
export const romScales: Readonly<Record<FaceName, { readonly width: 1 | 2; readonly height: 1 | 2; readonly bold: boolean }>> = {
  body: { width: 1, height: 1, bold: false },
  name: { width: 1, height: 1, bold: true },
  title: { width: 2, height: 2, bold: false },
  "title-narrow": { width: 1, height: 2, bold: false },
  "title-narrowest": { width: 1, height: 2, bold: false },
};

/** A Latin letter's width, and the step of everything that is put in its place by blanks. */
export const romStepDots = 12;

const spacingDots = 30;
const letterDots = 24;

/** The letters of a character set; worked out once, when a printer that has them first prints. */
export function romLetters(letters: LetterSet): RomLetters {
  const made = known[letters] ?? makeLetters(letters);
  known[letters] = made;
  return made;
}

const known: Partial<Record<LetterSet, RomLetters>> = {};

function makeLetters(letters: LetterSet): RomLetters {
  const points: number[] = [];
  const widths: number[] = [];
  for (let point = 0x20; point <= 0xffff; point++) {
    const width = widthOf(point, letters);
    if (width === 0) continue;
    points.push(point);
    widths.push(width);
  }
  const codePoints = Uint32Array.from(points);
  const all = new Set(points);
  const face = (name: FaceName): GlyphPack => {
    const { width, height } = romScales[name];
    return {
      cellWidthDots: letterDots * width,
      lineDots: Math.max(spacingDots, letterDots * height),
      codePoints,
      advances: Uint8Array.from(widths, (one) => one * width),
      cells: new Uint8Array(),
    };
  };
  return {
    faces: {
      body: face("body"),
      name: face("name"),
      title: face("title"),
      "title-narrow": face("title-narrow"),
      "title-narrowest": face("title-narrowest"),
    },
    has: (text) => [...text].every((character) => all.has(character.codePointAt(0) ?? 0)),
  };
}

/** In dots; 0 for what no ROM can be trusted to have. */
function widthOf(point: number, letters: LetterSet): 0 | 12 | 24 {
  if (point < 0x7f) return romStepDots;
  if (point < 0xa0 || (point >= 0xd800 && point <= 0xdfff)) return 0;
  const bytes = iconv.encode(String.fromCharCode(point), letters);
  // A question mark is iconv's "no such character"; four bytes fail on GBK-only ROMs (spec/escpos.md 1.5).
  if (bytes.length !== 2 || iconv.decode(bytes, letters).codePointAt(0) !== point) return 0;
  return letters === "cp950" && isLaterAddition(bytes) ? 0 : letterDots;
}

/**
 * The euro sign, the foreign letters of the C6 to C8 rows, and seven characters and boxes at F9D6 and up came after Big5; whether
 * an old ROM has them is not known (spec/escpos.md 1.5).
 */
function isLaterAddition(bytes: Uint8Array): boolean {
  const code = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0);
  return code >= 0xf9d6 || code < 0xa140 || (code >= 0xa3c0 && code <= 0xa3fe) || (code >= 0xc6a1 && code <= 0xc8fe);
}
