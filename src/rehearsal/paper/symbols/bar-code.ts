import { type Bitmap, blankBitmap, stamp } from "../../../receipt/bitmap.ts";
import { type CharacterStyle, drawGlyph, plainStyle } from "../glyph.ts";
import type { Modes } from "../modes.ts";
import type { Rom } from "../rom.ts";
import { type Bars, drawBars } from "./bars.ts";

/** The bars with their text above, below or both (GS H), in font A or B (GS f). */
export function drawBarCode(bars: Bars, text: string, { modes, rom }: { readonly modes: Modes; readonly rom: Rom }): Bitmap {
  const symbol = drawBars(bars, modes.barHeight);
  const [above, below] = [(modes.barText & 1) !== 0, (modes.barText & 2) !== 0];
  if (!above && !below) return symbol;
  const words = drawText(text, { ...plainStyle, small: modes.barTextSmall }, rom);
  const picture = blankBitmap(
    Math.max(symbol.widthDots, words.widthDots),
    symbol.heightDots + words.heightDots * (Number(above) + Number(below)),
  );
  const centred = (part: Bitmap) => (picture.widthDots - part.widthDots) >> 1;
  if (above) stamp(picture, words, centred(words), 0);
  stamp(picture, symbol, centred(symbol), above ? words.heightDots : 0);
  if (below) stamp(picture, words, centred(words), picture.heightDots - words.heightDots);
  return picture;
}

function drawText(text: string, style: CharacterStyle, rom: Rom): Bitmap {
  const glyphs = [...Buffer.from(text, "latin1")]
    .flatMap((byte) => rom.narrow(byte) ?? [])
    .map((glyph) => drawGlyph(glyph, style));
  const width = glyphs.reduce((sum, glyph) => sum + glyph.widthDots, 0);
  const line = blankBitmap(width, Math.max(0, ...glyphs.map(({ heightDots }) => heightDots)));
  let left = 0;
  for (const glyph of glyphs) {
    stamp(line, glyph, left, 0);
    left += glyph.widthDots;
  }
  return line;
}
