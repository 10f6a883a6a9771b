import type { Bitmap } from "./bitmap.ts";
import type { Drawing } from "./render.ts";
import { type Band, commandsIn, mend, type Page, type Stream } from "./sanitise.ts";

/**
 * The bytes that put a drawing on paper and cut it (spec/escpos.md 3.5): only GS v 0 and GS V, which every printer knows.
 * No prelude and no question at the end: those belong to the conversation. Holds no real-time command (3.4).
 */
export function escposBytes(drawing: Drawing): Uint8Array {
  return Buffer.concat([escposBands(drawing), cut]);
}

/** Feeds to the cutter and cuts partially. */
export const cut = Uint8Array.of(0x1d, 0x56, 0x42, 0x00);

/** The same without the cut: a part of longer paper. What follows it begins with GS, so no command forms where two parts meet. */
export function escposBands({ bitmap, codes }: Drawing): Uint8Array {
  let page: Page = { bitmap: { ...bitmap, bits: bitmap.bits.slice() }, codes, cuts: new Set() };
  for (let round = 0; round < mostRounds; round++) {
    const stream = encode(page);
    const commands = commandsIn(stream.bytes);
    if (commands.length === 0) return stream.bytes;
    page = mend(page, stream, commands);
  }
  throw new Error("A slip could not be rid of real-time commands.");
}

/** Two rounds are the rule where there is anything to mend; a codes' row that must wander takes up to seven more. */
const mostRounds = 32;

const header = 8;
const mostRows = 256;
/** Fewer blank rows than this are cheaper inside a band than as a skip of their own. */
const leastSkip = 8;

function encode({ bitmap, cuts }: Page): Stream {
  const widths = inkBytesByRow(bitmap);
  const bands: Band[] = [];
  let at = header;
  for (let top = 0; top < widths.length; ) {
    const rows = bandRows(widths, top, cuts);
    const rowBytes = Math.max(1, ...widths.slice(top, top + rows));
    bands.push({ top, rows, rowBytes, at });
    at += rows * rowBytes + header;
    top += rows;
  }
  const bytes = new Uint8Array(at - header);
  for (const band of bands) writeBand(bytes, band, bitmap);
  return { bytes, bands };
}

/** How many bytes of each row hold ink. */
function inkBytesByRow({ bits, rowBytes, heightDots }: Bitmap): readonly number[] {
  return Array.from({ length: heightDots }, (_, y) => {
    let width = rowBytes;
    while (width > 0 && bits[y * rowBytes + width - 1] === 0) width--;
    return width;
  });
}

/** How many rows from `top` on make one band: a run of blank rows, or all up to the next such run. */
function bandRows(widths: readonly number[], top: number, cuts: ReadonlySet<number>): number {
  const blank = blankRun(widths, top);
  if (blank >= leastSkip) return Math.min(blank, mostRows);
  const most = Math.min(widths.length - top, mostRows);
  let rows = Math.max(1, blank);
  while (rows < most && !cuts.has(top + rows) && blankRun(widths, top + rows) < leastSkip) rows++;
  return rows;
}

/** The length of the run of blank rows at `top`, counted no further than a band reaches. */
function blankRun(widths: readonly number[], top: number): number {
  let rows = 0;
  while (rows < mostRows && widths[top + rows] === 0) rows++;
  return rows;
}

/** A skip is a band of zeros one byte wide: unlike ESC J it does not depend on a printer's motion unit (spec/escpos.md 2). */
function writeBand(bytes: Uint8Array, { top, rows, rowBytes, at }: Band, bitmap: Bitmap): void {
  bytes.set([0x1d, 0x76, 0x30, 0, rowBytes & 0xff, rowBytes >> 8, rows & 0xff, rows >> 8], at - header);
  for (let row = 0; row < rows; row++) {
    const from = (top + row) * bitmap.rowBytes;
    bytes.set(bitmap.bits.subarray(from, from + rowBytes), at + row * rowBytes);
  }
}
