import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { inflateRawSync } from "node:zlib";
import iconv from "iconv-lite";
import { type Bitmap, blankBitmap, fillRectangle } from "../../receipt/bitmap.ts";
import type { RomName } from "../printer/models.ts";

/** The characters a printer knows: 12 × 24 dots for a byte, 24 × 24 for a two-byte code. */
export interface Rom {
  /** The picture of a byte; nothing for control codes. */
  narrow(byte: number): Bitmap | undefined;
  /** The picture of a two-byte code, lead byte high; nothing when the ROM lacks it. */
  wide(code: number): Bitmap | undefined;
  /** How many bytes the character has that begins with these two; 1 when the second does not belong to it. */
  sizeOf(trail: number): number;
  /** What two-byte codes mean. */
  readonly encoding: "cp950" | "gb18030";
  /** What is printed in place of a character the ROM lacks. */
  readonly box: Bitmap;
}

const lineDots = 24;
const narrowBytes = 2 * lineDots;
const wideBytes = 3 * lineDots;
const firstPrintable = 0x20;
const printableAscii = 0x7f - firstPrintable;
const narrowCount = printableAscii + 0x80;

/** Reads the ROM that ships with the product (built by `assets/build/printer-rom.ts`). */
export function loadRom(): Rom {
  return romFrom(readFileSync(join(productFolder(import.meta.dirname), "assets/printer-rom/cp950.rom")));
}

/**
 * A ROM is deflated: the narrow cells of bytes 20-7E and 80-FF, then the two-byte codes as u16 (low byte first, sorted), then
 * their wide cells. Rows of whole bytes, the highest bit leftmost.
 */
export function romFrom(deflated: Uint8Array): Rom {
  const bytes = inflateRawSync(deflated);
  const wideCount = (bytes.length - narrowCount * narrowBytes) / (2 + wideBytes);
  if (!Number.isInteger(wideCount)) throw new Error("This printer ROM is damaged.");
  const codesAt = narrowCount * narrowBytes;
  const cellsAt = codesAt + wideCount * 2;
  const indexOf = new Map<number, number>();
  for (let i = 0; i < wideCount; i++) indexOf.set(bytes.readUInt16LE(codesAt + i * 2), i);
  return {
    narrow(byte) {
      if (byte < firstPrintable || byte === 0x7f) return undefined;
      const index = byte < 0x7f ? byte - firstPrintable : printableAscii + byte - 0x80;
      return cell(bytes.subarray(index * narrowBytes), 12);
    },
    wide(code) {
      const index = indexOf.get(code);
      return index === undefined ? undefined : cell(bytes.subarray(cellsAt + index * wideBytes), 24);
    },
    sizeOf: (trail) => (isBig5Trail(trail) ? 2 : 1),
    encoding: "cp950",
    box: emptyBox(),
  };
}

/**
 * The same characters under another printer's codes. A GB18030 printer has simplified characters besides, which the shipped
 * font lacks: those come out as boxes here.
 */
export function romOf(rom: Rom, name: RomName): Rom {
  if (name === "cp950") return rom;
  if (name === "ascii") return { ...rom, wide: () => undefined };
  return {
    ...rom,
    encoding: "gb18030",
    sizeOf: (trail) => (trail >= 0x30 && trail <= 0x39 ? 4 : isGbTrail(trail) ? 2 : 1),
    wide(code) {
      const [lead, trail] = iconv.encode(iconv.decode(Buffer.of(code >> 8, code & 0xff), "gb18030"), "cp950");
      return lead === undefined || trail === undefined ? undefined : rom.wide((lead << 8) | trail);
    },
  };
}

function isBig5Trail(byte: number): boolean {
  return (byte >= 0x40 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xfe);
}

function isGbTrail(byte: number): boolean {
  return byte >= 0x40 && byte <= 0xfe && byte !== 0x7f;
}

function cell(from: Uint8Array, widthDots: number): Bitmap {
  const rowBytes = Math.ceil(widthDots / 8);
  return { widthDots, heightDots: lineDots, rowBytes, bits: from.subarray(0, rowBytes * lineDots) };
}

function emptyBox(): Bitmap {
  const box = blankBitmap(lineDots, lineDots);
  fillRectangle(box, 2, 2, 20, 2);
  fillRectangle(box, 2, 20, 20, 2);
  fillRectangle(box, 2, 2, 2, 20);
  fillRectangle(box, 20, 2, 2, 20);
  return box;
}

/** The source runs from `src/`, the built product from `dist/src/`; both lie under the folder of package.json. */
function productFolder(from: string): string {
  if (existsSync(join(from, "package.json"))) return from;
  const above = dirname(from);
  if (above === from) throw new Error("The product's folder was not found.");
  return productFolder(above);
}
