import { deflateSync } from "node:zlib";
import { pngChunk } from "../../../src/receipt/png.ts";

/** What a PNG of a test is put together from. `lines` are its lines as they are filtered, each with its filter's number first. */
export interface PngParts {
  readonly width: number;
  readonly height: number;
  readonly bitDepth: number;
  readonly colour: number;
  readonly lines: Uint8Array;
  readonly palette?: Uint8Array | undefined;
  readonly transparency?: Uint8Array | undefined;
}

export const channels: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

export function lineBytesOf({ width, bitDepth, colour }: Pick<PngParts, "width" | "bitDepth" | "colour">): number {
  return Math.ceil((width * bitDepth * channels[colour]!) / 8);
}

/** A PNG of any kind there is, with right sums, whatever is in it. */
export function aPng({ width, height, bitDepth, colour, lines, palette, transparency }: PngParts): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([bitDepth, colour], 8);
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    pngChunk("IHDR", head),
    ...(palette ? [pngChunk("PLTE", palette)] : []),
    ...(transparency ? [pngChunk("tRNS", transparency)] : []),
    pngChunk("IDAT", deflateSync(lines)),
    pngChunk("IEND", Buffer.alloc(0)),
  ]);
}

/** A white picture of one bit to a dot. */
export function whitePng(width: number, height: number): Buffer {
  const line = Buffer.alloc(1 + Math.ceil(width / 8), 0xff);
  line[0] = 0;
  const lines = Buffer.concat(Array.from({ length: height }, () => line));
  return aPng({ width, height, bitDepth: 1, colour: 0, lines });
}
