import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { createCanvas, GlobalFonts } from "@napi-rs/canvas";
import iconv from "iconv-lite";

const folder = join(import.meta.dirname, "../printer-rom");
const lineDots = 24;

/**
 * Draws what a Taiwanese printer has in its ROM: 12 × 24 dots for each byte 20-7E (ASCII) and 80-FF (code page 437), and
 * 24 × 24 for each cp950 double-byte character. `src/rehearsal/paper/rom.ts` describes the format.
 */
export function buildPrinterRom(): void {
  const source = dirname(createRequire(import.meta.url).resolve("@expo-google-fonts/noto-sans-tc/package.json"));
  GlobalFonts.registerFromPath(join(source, "500Medium/NotoSansTC_500Medium.ttf"), "rom");
  const codes = doubleByteCodes();
  const codeList = Buffer.alloc(codes.length * 2);
  for (const [index, code] of codes.entries()) codeList.writeUInt16LE(code, index * 2);
  const narrow = singleBytes().map((byte) => draw(byte < 0x80 ? String.fromCharCode(byte) : decode([byte], "cp437"), 12));
  const wide = codes.map((code) => draw(decode([code >> 8, code & 0xff], "cp950"), 24));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "cp950.rom"), deflateRawSync(Buffer.concat([...narrow, codeList, ...wide]), { level: 9 }));
  copyFileSync(join(source, "LICENSE_FONT"), join(folder, "OFL.txt"));
}

function singleBytes(): readonly number[] {
  return Array.from({ length: 0x100 }, (_, byte) => byte).filter((byte) => (byte >= 0x20 && byte < 0x7f) || byte >= 0x80);
}

/** The codes that mean one character and come back from it; the private area is left out, as in a printer. */
function doubleByteCodes(): readonly number[] {
  const codes: number[] = [];
  for (let code = 0x8140; code <= 0xfefe; code++) {
    const character = decode([code >> 8, code & 0xff], "cp950");
    if ([...character].length === 1 && !/[\ufffd\p{Co}\p{Cc}]/u.test(character)) codes.push(code);
  }
  return codes;
}

const decode = (bytes: readonly number[], page: string): string => iconv.decode(Buffer.from(bytes), page);

const finePixels = 8;
/** A dot is black when over half of it is covered; heat spreads. */
const blackFrom = 0.55;

/** One character in a cell of `cellDots` × 24, squeezed sideways where the font is wider than a printer's. */
function draw(character: string, cellDots: number): Buffer {
  const [width, height] = [cellDots * finePixels, lineDots * finePixels];
  const context = createCanvas(width, height).getContext("2d");
  context.font = `${22 * finePixels}px rom`;
  const advance = context.measureText(character).width;
  const squeeze = Math.min(1, width / advance);
  context.translate((width - advance * squeeze) / 2, 19.5 * finePixels);
  context.scale(squeeze, 1);
  context.fillText(character, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const rowBytes = Math.ceil(cellDots / 8);
  const cell = Buffer.alloc(rowBytes * lineDots);
  for (let y = 0; y < lineDots; y++)
    for (let x = 0; x < cellDots; x++)
      if (coverage(data, width, { x, y }) >= blackFrom) cell[y * rowBytes + (x >> 3)]! |= 0x80 >> (x & 7);
  return cell;
}

function coverage(data: Uint8ClampedArray, pixelWidth: number, dot: { readonly x: number; readonly y: number }): number {
  let sum = 0;
  for (let row = 0; row < finePixels; row++) {
    const start = ((dot.y * finePixels + row) * pixelWidth + dot.x * finePixels) * 4 + 3; // the alpha of the first fine pixel
    for (let column = 0; column < finePixels; column++) sum += data[start + column * 4] ?? 0;
  }
  return sum / (255 * finePixels * finePixels);
}
