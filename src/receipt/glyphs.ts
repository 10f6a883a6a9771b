import { brotliDecompressSync } from "node:zlib";
import { type Bitmap, stamp } from "./bitmap.ts";

/**
 * The letters of one size, drawn once when the product was built, so that every machine prints the same dots
 * (assets/README.md says how). Every glyph has a cell of the same size and an advance of its own.
 */
export interface GlyphPack {
  readonly cellWidthDots: number;
  readonly lineDots: number;
  /** Sorted, so that a character is found by halving. */
  readonly codePoints: Uint32Array;
  readonly advances: Uint8Array;
  readonly cells: Uint8Array;
}

/** The packs a slip is set from; each is the file `assets/glyphs/<name>.pack`. */
export const faceNames = ["body", "name", "title", "title-narrow", "title-narrowest"] as const;
export type FaceName = (typeof faceNames)[number];
export type Faces = Readonly<Record<FaceName, GlyphPack>>;

/**
 * Reads the packs; the caller brings the bytes, because this room opens no files. The body is unpacked at once, because every
 * sale is checked against it; the others when a slip first needs them. Throws when a pack is not one of ours.
 */
export function readFaces(bytesOf: (face: FaceName) => Uint8Array): Faces {
  const later = (face: FaceName) => once(() => readGlyphPack(bytesOf(face)));
  const [name, title, narrow, narrowest] = [later("name"), later("title"), later("title-narrow"), later("title-narrowest")];
  return {
    body: readGlyphPack(bytesOf("body")),
    get name() {
      return name();
    },
    get title() {
      return title();
    },
    get "title-narrow"() {
      return narrow();
    },
    get "title-narrowest"() {
      return narrowest();
    },
  };
}

function once<Made>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => (made ??= make());
}

/**
 * A pack is "TGP1", cell width, line height, u32 count (low byte first), then Brotli of: code points as u32 steps from one to
 * the next, advances as u8, cells as rows of whole bytes.
 */
export function readGlyphPack(bytes: Uint8Array): GlyphPack {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (head.toString("latin1", 0, 4) !== "TGP1") throw new Error("This is not a glyph pack.");
  const [cellWidthDots, lineDots, count] = [head.readUInt8(4), head.readUInt8(5), head.readUInt32LE(6)];
  const body = brotliDecompressSync(head.subarray(10));
  const cellBytes = Math.ceil(cellWidthDots / 8) * lineDots;
  if (body.length !== count * (5 + cellBytes)) throw new Error("This glyph pack is damaged.");
  const codePoints = new Uint32Array(count);
  for (let i = 0, last = 0; i < count; i++) codePoints[i] = last += body.readUInt32LE(i * 4);
  return { cellWidthDots, lineDots, codePoints, advances: body.subarray(count * 4, count * 5), cells: body.subarray(count * 5) };
}

/** How wide a text is, in dots. */
export function measure(pack: GlyphPack, text: string): number {
  let width = 0;
  for (const glyph of glyphsOf(pack, text)) width += pack.advances[glyph] ?? 0;
  return width;
}

/** Draws one line of text; `top` is the top of its line, which is `lineDots` high. */
export function drawText(onto: Bitmap, pack: GlyphPack, line: { text: string; left: number; top: number }): void {
  let left = line.left;
  for (const glyph of glyphsOf(pack, line.text)) {
    stamp(onto, cellOf(pack, glyph), left, line.top);
    left += pack.advances[glyph] ?? 0;
  }
}

/** The graphemes of a text that will be printed as 〓, each once. */
export function lackingIn(pack: GlyphPack, text: string): readonly string[] {
  if (everyGlyph(pack, text)) return [];
  return [...new Set(graphemesOf(text).filter((grapheme) => !everyGlyph(pack, visible(grapheme))))];
}

/** The text as its readers count it: an emoji of five code points is one sign. */
export function graphemesOf(text: string): readonly string[] {
  return Array.from(graphemes.segment(text.normalize()), ({ segment }) => segment);
}

const graphemes = new Intl.Segmenter("zh-Hant", { granularity: "grapheme" });
const geta = "〓"; // printers' old sign for a sort that is not in the case

function glyphsOf(pack: GlyphPack, text: string): readonly number[] {
  const plain = everyGlyph(pack, text);
  if (plain) return plain;
  const replacement = everyGlyph(pack, geta) ?? [];
  return graphemesOf(text).flatMap((grapheme) => everyGlyph(pack, visible(grapheme)) ?? replacement);
}

/** The glyph of each character, or nothing when a single one is lacking. */
function everyGlyph(pack: GlyphPack, text: string): readonly number[] | undefined {
  const glyphs: number[] = [];
  for (const character of text) {
    const glyph = find(pack.codePoints, character.codePointAt(0) ?? 0);
    if (glyph < 0) return undefined;
    glyphs.push(glyph);
  }
  return glyphs;
}

/** Variant selectors and joiners choose between shapes of a character; we have one shape of each. */
function visible(grapheme: string): string {
  return grapheme.replace(/\p{Default_Ignorable_Code_Point}/gu, "");
}

function find(sorted: Uint32Array, wanted: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const value = sorted[middle] ?? 0;
    if (value === wanted) return middle;
    if (value < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

function cellOf({ cellWidthDots, lineDots, cells }: GlyphPack, glyph: number): Bitmap {
  const rowBytes = Math.ceil(cellWidthDots / 8);
  const bits = cells.subarray(glyph * rowBytes * lineDots, (glyph + 1) * rowBytes * lineDots);
  return { widthDots: cellWidthDots, heightDots: lineDots, rowBytes, bits };
}
