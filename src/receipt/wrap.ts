import { type GlyphPack, graphemesOf, measure } from "./glyphs.ts";

/** Breaks a text into lines no wider than `widthDots`: between Chinese characters or Latin words, inside a word only if it is longer than a line. */
export function wrap(text: string, pack: GlyphPack, widthDots: number): readonly string[] {
  return wrapMeasured(text, (piece) => measure(pack, piece), widthDots);
}

/** The same for letters of any kind, whose widths the caller knows. */
export function wrapMeasured(text: string, widthOf: (text: string) => number, width: number): readonly string[] {
  if (widthOf(text) <= width) return [text];
  const lines: string[] = [];
  let line = "";
  for (const piece of pieces(text).flatMap((piece) => splitIfTooWide(piece, widthOf, width))) {
    if (line !== "" && widthOf((line + piece).trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = piece.trimStart();
    } else line += piece;
  }
  return [...lines, line.trimEnd()];
}

/** What must not be torn apart: a word with the space after it, or a character with the marks that may not begin or end a line. */
function pieces(text: string): readonly string[] {
  const found: string[] = [];
  let opened = false;
  for (const grapheme of graphemesOf(text)) {
    const last = found.at(-1);
    if (last !== undefined && (opened || joins(last, grapheme))) found[found.length - 1] = last + grapheme;
    else found.push(grapheme);
    opened = neverAtEnd.has(grapheme);
  }
  return found;
}

function joins(before: string, grapheme: string): boolean {
  if (neverAtStart.has(grapheme) || grapheme === " ") return true;
  return latin.test(grapheme) && latin.test(before.slice(-1)) && !before.endsWith("-");
}

const latin = /^[!-~\u00a1-\u024f]$/;
const neverAtStart = new Set("，。、；：？！）」』】〕〉》％…‧.,;:?!)%");
const neverAtEnd = new Set("（「『【〔〈《(");

function splitIfTooWide(piece: string, widthOf: (text: string) => number, width: number): readonly string[] {
  if (widthOf(piece.trimEnd()) <= width) return [piece];
  return graphemesOf(piece);
}
