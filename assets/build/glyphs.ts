import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { createCanvas, GlobalFonts, type SKRSContext2D } from "@napi-rs/canvas";
import type { FaceName } from "../../src/receipt/glyphs.ts";
import { charactersOf, fontPath, titleCharacters } from "./fonts.ts";

/** How a face is drawn. Sizes in dots; `condense` squeezes sideways only, so that long titles keep their height. */
interface Recipe {
  readonly font: "text" | "title";
  readonly emDots: number;
  /**
   * Capitals and digits reach only 0.73 em: in titles they are drawn larger, to stand 5 mm (40 dots) tall as the law wants.
   * In small text they are squeezed so that two digits are as wide as one Chinese character.
   */
  readonly latin: { readonly emDots: number; readonly condense: number };
  readonly condense: number;
  readonly lineDots: number;
  readonly baseline: number;
}

const title = { font: "title", emDots: 48, latin: { emDots: 56, condense: 0.86 }, lineDots: 54, baseline: 46 } as const;

const recipes: Readonly<Record<FaceName, Recipe>> = {
  body: { font: "text", emDots: 24, latin: { emDots: 24, condense: 0.88 }, condense: 1, lineDots: 30, baseline: 23 },
  name: { font: "text", emDots: 32, latin: { emDots: 32, condense: 0.88 }, condense: 1, lineDots: 38, baseline: 30 },
  title: { ...title, condense: 1 },
  "title-narrow": { ...title, condense: 40 / 48 },
  "title-narrowest": { ...title, condense: 32 / 48 },
};

/** Draws every face once and writes its pack; `src/receipt/glyphs.ts` describes the format. */
export function buildGlyphs(): void {
  GlobalFonts.registerFromPath(fontPath("text"), "text");
  GlobalFonts.registerFromPath(fontPath("title"), "title");
  const textCharacters = charactersOf(readFileSync(fontPath("text"))).filter(isPrinted);
  for (const face of Object.keys(recipes) as FaceName[]) {
    const characters = recipes[face].font === "text" ? textCharacters : [...titleCharacters].sort();
    writeFileSync(join(import.meta.dirname, `../glyphs/${face}.pack`), packOf(recipes[face], characters));
  }
}

function isPrinted(character: string): boolean {
  return !/[\p{Cc}\p{Default_Ignorable_Code_Point}]/u.test(character);
}

function packOf(recipe: Recipe, characters: readonly string[]): Buffer {
  const draw = penFor(recipe);
  const glyphs = characters.map(draw);
  const head = Buffer.from([...Buffer.from("TGP1"), cellWidthOf(recipe), recipe.lineDots, 0, 0, 0, 0]);
  head.writeUInt32LE(glyphs.length, 6);
  const steps = Buffer.alloc(glyphs.length * 4);
  let last = 0;
  for (const [index, character] of characters.entries()) {
    const code = character.codePointAt(0) ?? 0;
    steps.writeUInt32LE(code - last, index * 4);
    last = code;
  }
  const body = Buffer.concat([steps, Buffer.from(glyphs.map((glyph) => glyph.advance)), ...glyphs.map((glyph) => glyph.cell)]);
  return Buffer.concat([head, brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_LGWIN]: 22 } })]);
}

const cellWidthOf = ({ emDots, condense }: Recipe): number => Math.round(emDots * condense);

const finePixels = 8;
/** A dot is black when this much of it is covered: a little over half, because heat spreads on paper. */
const blackFrom = 0.55;

/** Draws each dot as 8 × 8 fine pixels and counts them, which keeps thin strokes apart better than the canvas's own smoothing. */
function penFor(recipe: Recipe): (character: string) => { advance: number; cell: Buffer } {
  const cellWidth = cellWidthOf(recipe);
  const canvas = createCanvas(cellWidth * finePixels, recipe.lineDots * finePixels);
  const context = canvas.getContext("2d");
  return (character) => {
    const isLatin = (character.codePointAt(0) ?? 0) < 0x250;
    const emDots = isLatin ? recipe.latin.emDots : recipe.emDots;
    const condense = recipe.condense * (isLatin ? recipe.latin.condense : 1);
    context.reset();
    context.font = `${emDots * finePixels}px ${recipe.font}`;
    const width = (context.measureText(character).width / finePixels) * condense;
    const advance = Math.min(Math.round(width), cellWidth);
    context.translate(((advance - width) / 2) * finePixels, recipe.baseline * finePixels);
    context.scale(condense, 1);
    context.fillText(character, 0, 0);
    return { advance, cell: dotsOf(context, cellWidth, recipe.lineDots) };
  };
}

function dotsOf(context: SKRSContext2D, width: number, height: number): Buffer {
  const { data } = context.getImageData(0, 0, width * finePixels, height * finePixels);
  const rowBytes = Math.ceil(width / 8);
  const cell = Buffer.alloc(rowBytes * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if (coverage(data, width * finePixels, x, y) >= blackFrom) cell[y * rowBytes + (x >> 3)]! |= 0x80 >> (x & 7);
  return cell;
}

function coverage(data: Uint8ClampedArray, pixelWidth: number, x: number, y: number): number {
  let sum = 0;
  for (let row = 0; row < finePixels; row++) {
    const start = ((y * finePixels + row) * pixelWidth + x * finePixels) * 4 + 3; // the alpha of the first fine pixel
    for (let column = 0; column < finePixels; column++) sum += data[start + column * 4] ?? 0;
  }
  return sum / (255 * finePixels * finePixels);
}
