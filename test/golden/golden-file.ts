import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { inflateSync } from "node:zlib";
import { expect } from "vitest";
import { type Bitmap, blankBitmap, isBlack } from "../../src/receipt/bitmap.ts";

/**
 * Holds text or a picture against what is kept. `npm test -- -u` writes it anew; a missing one is written too, but never in CI.
 * Pictures are compared dot for dot, not byte for byte: another deflate packs the same dots otherwise.
 */
export function expectGolden(path: string, actual: string | Uint8Array): void {
  if (isRewriting(path)) {
    mkdirSync(dirname(path), { recursive: true });
    if (!existsSync(path) || difference(readFileSync(path), actual) !== null) writeFileSync(path, actual);
    return;
  }
  if (typeof actual === "string") expect(actual).toBe(readFileSync(path, "utf8"));
  else expect(difference(readFileSync(path), actual, basename(path))).toBeNull();
}

function isRewriting(path: string): boolean {
  const state = expect.getState().snapshotState.snapshotUpdateState;
  return state === "all" || (state === "new" && !existsSync(path));
}

/** What is different, in words, with the actual picture laid down for looking at; null when nothing is. */
function difference(kept: Buffer, actual: string | Uint8Array, name?: string): string | null {
  if (typeof actual === "string") return kept.toString("utf8") === actual ? null : "other text";
  const [before, after] = [readPng(kept), readPng(actual)];
  const size = ({ widthDots, heightDots }: Bitmap) => `${widthDots} × ${heightDots}`;
  const dots = differentDots(before, after);
  if (size(before) === size(after) && dots === 0) return null;
  if (name === undefined) return "other dots";
  const place = join(mkdtempSync(join(tmpdir(), "golden-")), name);
  writeFileSync(place, actual);
  return `${name} is ${size(after)} instead of ${size(before)}, and ${dots} dots differ. The actual picture: ${place}`;
}

/** How many dots of two pictures are not of one colour; what only one of them has is held against white. */
export function differentDots(one: Bitmap, other: Bitmap): number {
  let count = 0;
  for (let y = 0; y < Math.max(one.heightDots, other.heightDots); y++)
    for (let x = 0; x < Math.max(one.widthDots, other.widthDots); x++) if (isBlack(one, x, y) !== isBlack(other, x, y)) count++;
  return count;
}

/** The dots of a PNG of one bit and no filter, as every golden picture is. */
export function readPng(png: Uint8Array): Bitmap {
  const file = Buffer.from(png.buffer, png.byteOffset, png.byteLength);
  const packed: Buffer[] = [];
  for (let at = 8; at < file.length; at += 12 + file.readUInt32BE(at))
    if (file.toString("latin1", at + 4, at + 8) === "IDAT") packed.push(file.subarray(at + 8, at + 8 + file.readUInt32BE(at)));
  const bitmap = blankBitmap(file.readUInt32BE(16), file.readUInt32BE(20));
  const rows = inflateSync(Buffer.concat(packed));
  const spare = bitmap.rowBytes * 8 - bitmap.widthDots;
  for (let y = 0; y < bitmap.heightDots; y++) {
    for (let x = 0; x < bitmap.rowBytes; x++)
      bitmap.bits[y * bitmap.rowBytes + x] = ~(rows[y * (bitmap.rowBytes + 1) + 1 + x] ?? 0xff) & 0xff;
    const last = (y + 1) * bitmap.rowBytes - 1;
    bitmap.bits[last] = (bitmap.bits[last] ?? 0) & (0xff << spare);
  }
  return bitmap;
}
