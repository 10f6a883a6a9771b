import { promisify } from "node:util";
import { crc32, inflate } from "node:zlib";
import { blankBitmap } from "../bitmap.ts";
import { type Align, type PictureBlock, pictureBlock } from "../blocks.ts";
import { type Chunk, chunksOf, type PngHead } from "./png-head.ts";
import { inkOf } from "./png-ink.ts";

/**
 * A PNG whose head was looked at, as dots: dark is black, transparent is white. Its bytes become dots without anything in between,
 * and are inflated beside the event loop, so that a sale is served while a picture is unpacked. Throws where it is not whole.
 */
export async function pngPicture(png: Buffer, head: PngHead, align: Align): Promise<PictureBlock> {
  const chunks = wholeChunks(png);
  const { isDark, bitsPerDot } = inkOf(head, dataOf(chunks, "PLTE"), dataOf(chunks, "tRNS"));
  const lineBytes = Math.ceil((head.width * bitsPerDot) / 8);
  const lines = await inflated(dataOf(chunks, "IDAT"), (lineBytes + 1) * head.height);
  const dotBytes = Math.max(1, bitsPerDot >> 3);
  const picture = blankBitmap(head.width, head.height);
  let above: Uint8Array = new Uint8Array(lineBytes);
  for (let y = 0; y < head.height; y++) {
    const at = y * (lineBytes + 1);
    const line = lines.subarray(at + 1, at + 1 + lineBytes);
    unfilter(line, above, { filter: lines[at]!, dotBytes });
    const from = y * picture.rowBytes;
    for (let x = 0; x < head.width; x++) if (isDark(line, x)) picture.bits[from + (x >> 3)]! |= 0x80 >> (x & 7);
    above = line;
  }
  return pictureBlock(picture, align);
}

function wholeChunks(png: Buffer): readonly Chunk[] {
  const chunks: Chunk[] = [];
  for (const chunk of chunksOf(png)) {
    if (crc32(chunk.summed) !== chunk.crc) break;
    chunks.push(chunk);
    if (chunk.type === "IEND") return chunks;
  }
  throw notWhole();
}

function notWhole(): Error {
  return new Error("The picture is not a whole PNG.");
}

function dataOf(chunks: readonly Chunk[], type: string): Buffer {
  return Buffer.concat(chunks.filter((chunk) => chunk.type === type).map(({ data }) => data));
}

/** Never more than the head said: a few kilobytes may inflate to gigabytes. */
async function inflated(data: Buffer, bytes: number): Promise<Uint8Array> {
  const lines = await promisify(inflate)(data, { maxOutputLength: bytes }).catch(() => {
    throw notWhole();
  });
  if (lines.length !== bytes) throw new Error("The picture is not as large as it says.");
  return lines;
}

/** Undoes what a line was filtered by: each byte was told as a difference (W3C PNG 9.2). */
function unfilter(line: Uint8Array, above: Uint8Array, { filter, dotBytes }: { filter: number; dotBytes: number }): void {
  const guess = guesses[filter];
  if (!guess) throw notWhole();
  if (filter === 0) return;
  for (let at = 0; at < line.length; at++) {
    const before = at - dotBytes;
    line[at] = line[at]! + guess(line[before] ?? 0, above[at]!, above[before] ?? 0);
  }
}

type Guess = (left: number, up: number, corner: number) => number;

const guesses: readonly Guess[] = [() => 0, (left) => left, (_, up) => up, (left, up) => (left + up) >> 1, paeth];

/** Whichever of the three is nearest to left + up - corner. */
function paeth(left: number, up: number, corner: number): number {
  const [toLeft, toUp] = [Math.abs(up - corner), Math.abs(left - corner)];
  const toCorner = Math.abs(left + up - 2 * corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}
