import { crc32, deflateSync } from "node:zlib";
import type { Bitmap } from "./bitmap.ts";

export interface PngOptions {
  /** Every dot becomes a square of this many pixels; 1 by default. */
  readonly scale?: number;
  /** Dots a millimetre, written so that viewers show true size; 8 (203 dpi) by default. */
  readonly dotsPerMm?: number;
}

/** The picture as a one-bit greyscale PNG (W3C PNG, third edition): black is 0, so the bits are turned round. */
export function encodePng(bitmap: Bitmap, { scale = 1, dotsPerMm = 8 }: PngOptions = {}): Uint8Array {
  const width = bitmap.widthDots * scale;
  const height = bitmap.heightDots * scale;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, 0], 8); // bit depth 1, greyscale, deflate, no filter heuristics, no interlace
  const physical = Buffer.alloc(9);
  const pixelsPerMetre = Math.round(dotsPerMm * 1000 * scale);
  physical.writeUInt32BE(pixelsPerMetre, 0);
  physical.writeUInt32BE(pixelsPerMetre, 4);
  physical[8] = 1; // the unit is the metre
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    pngChunk("IHDR", header),
    pngChunk("pHYs", physical),
    pngChunk("IDAT", deflateSync(scanlines(bitmap, scale, width))),
    pngChunk("IEND", Buffer.alloc(0)),
  ]);
}

/** One chunk of a PNG, with its length before it and its sum behind it. */
export function pngChunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

function scanlines(bitmap: Bitmap, scale: number, width: number): Buffer {
  const lineBytes = 1 + Math.ceil(width / 8);
  const lines = Buffer.alloc(lineBytes * bitmap.heightDots * scale);
  for (let y = 0; y < bitmap.heightDots; y++) {
    const line = scanline(bitmap, y, { scale, lineBytes });
    for (let copy = 0; copy < scale; copy++) line.copy(lines, (y * scale + copy) * lineBytes);
  }
  return lines;
}

function scanline(bitmap: Bitmap, y: number, { scale, lineBytes }: { scale: number; lineBytes: number }): Buffer {
  const line = Buffer.alloc(lineBytes, 0xff);
  line[0] = 0; // filter: none
  const row = bitmap.bits.subarray(y * bitmap.rowBytes, (y + 1) * bitmap.rowBytes);
  if (scale === 1) {
    for (let i = 0; i < row.length; i++) line[1 + i] = ~(row[i] ?? 0) & 0xff;
    return line;
  }
  for (let x = 0; x < bitmap.widthDots; x++) {
    if (((row[x >> 3] ?? 0) & (0x80 >> (x & 7))) === 0) continue;
    for (let copy = 0; copy < scale; copy++) {
      const pixel = x * scale + copy;
      line[1 + (pixel >> 3)] = (line[1 + (pixel >> 3)] ?? 0) & ~(0x80 >> (pixel & 7));
    }
  }
  return line;
}
