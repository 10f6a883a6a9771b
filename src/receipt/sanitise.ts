import { type Bitmap, blankBitmap, flip, isBlack, type Rectangle, stamp } from "./bitmap.ts";

/** A drawing on its way to bytes: `cuts` are rows before which a band must end. */
export interface Page {
  readonly bitmap: Bitmap;
  readonly codes: readonly Rectangle[];
  readonly cuts: ReadonlySet<number>;
}

/** Print bytes, and where in them each band's dots lie. */
export interface Stream {
  readonly bytes: Uint8Array;
  readonly bands: readonly Band[];
}

/** Rows sent in one GS v 0; `at` is where the first row's bytes begin in the stream. */
export interface Band {
  readonly top: number;
  readonly rows: number;
  readonly rowBytes: number;
  readonly at: number;
}

/**
 * Where real-time commands begin in a stream. Printers obey them even inside picture data: DLE DC4 1 0 5 in a logo opens the
 * drawer (spec/escpos.md 3.4). They are DLE EOT 1-8, DLE ENQ 0-3 and DLE DC4 1, 2, 3, 7, 8.
 */
export function commandsIn(bytes: Uint8Array): readonly number[] {
  const found: number[] = [];
  for (let at = bytes.indexOf(0x10); at >= 0; at = bytes.indexOf(0x10, at + 1)) if (isCommand(bytes, at)) found.push(at);
  return found;
}

/**
 * Takes commands out of a page. One dot outside the codes is turned, where the eye misses it least. A command made of the dots
 * of codes alone is broken by a cut between two rows, or else by moving the whole page a dot to the right: codes keep every dot.
 */
export function mend(page: Page, stream: Stream, commands: readonly number[]): Page {
  const bytes = stream.bytes.slice();
  for (const at of commands) {
    if (!isCommand(bytes, at)) continue; // the dot turned for the one before has broken this one too
    const dot = leastVisibleDot(page, stream, { bytes, at });
    if (!dot) return rearrange(page, stream, at);
    flip(page.bitmap, dot.x, dot.y);
    bytes[dot.at] = dot.byte;
  }
  return page;
}

function isCommand(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] !== 0x10) return false;
  const argument = bytes[at + 2] ?? 0xff;
  switch (bytes[at + 1]) {
    case 0x04:
      return argument >= 1 && argument <= 8;
    case 0x05:
      return argument <= 3;
    case 0x14:
      return argument === 1 || argument === 2 || argument === 3 || argument === 7 || argument === 8;
    default:
      return false;
  }
}

interface Dot {
  readonly x: number;
  readonly y: number;
  readonly at: number;
  /** What the byte becomes when the dot is turned. */
  readonly byte: number;
}

/** Of the 24 dots of a command, the one most of whose neighbours already have the other colour. None when all are in codes. */
function leastVisibleDot(
  { bitmap, codes }: Page,
  { bands }: Stream,
  command: { bytes: Uint8Array; at: number },
): Dot | undefined {
  let best: { dot: Dot; likeness: number } | undefined;
  for (const dot of dotsOf(command, bands)) {
    if (dot.x >= bitmap.widthDots || codes.some((code) => contains(code, dot)) || makesCommand(command.bytes, dot)) continue;
    const likeness = neighboursOfOtherColour(bitmap, dot);
    if (!best || likeness > best.likeness) best = { dot, likeness };
  }
  return best?.dot;
}

/** No header of ours can be part of a command, so all three bytes are dots of one band. */
function dotsOf({ bytes, at: first }: { bytes: Uint8Array; at: number }, bands: readonly Band[]): readonly Dot[] {
  const { top, rowBytes, at: start } = bandAt(bands, first);
  return [first, first + 1, first + 2].flatMap((at) => {
    const y = top + Math.floor((at - start) / rowBytes);
    const left = ((at - start) % rowBytes) * 8;
    return Array.from({ length: 8 }, (_, bit) => ({ x: left + bit, y, at, byte: (bytes[at] ?? 0) ^ (0x80 >> bit) }));
  });
}

function bandAt(bands: readonly Band[], at: number): Band {
  const band = bands.find((band) => at >= band.at && at < band.at + band.rows * band.rowBytes);
  if (!band) throw new Error("A real-time command lies outside the dots.");
  return band;
}

function contains({ left, top, width, height }: Rectangle, { x, y }: Dot): boolean {
  return x >= left && x < left + width && y >= top && y < top + height;
}

function makesCommand(bytes: Uint8Array, { at, byte }: Dot): boolean {
  const around = bytes.slice(Math.max(0, at - 2), at + 3);
  around[Math.min(2, at)] = byte;
  return commandsIn(around).length > 0;
}

function neighboursOfOtherColour(bitmap: Bitmap, { x, y }: Dot): number {
  const black = isBlack(bitmap, x, y);
  let count = 0;
  for (let dy = -1; dy <= 1; dy++) for (let dx = -1; dx <= 1; dx++) if (isBlack(bitmap, x + dx, y + dy) !== black) count++;
  return count;
}

function rearrange(page: Page, { bands }: Stream, at: number): Page {
  const { top, rowBytes, at: start } = bandAt(bands, at);
  const row = Math.floor((at - start) / rowBytes);
  const nextRow = Math.floor((at + 2 - start) / rowBytes);
  return nextRow > row ? { ...page, cuts: new Set([...page.cuts, top + row + 1]) } : movedRight(page);
}

/** The codes' white margins are wider than the seven dots this can come to. */
function movedRight({ bitmap, codes, cuts }: Page): Page {
  const moved = blankBitmap(bitmap.widthDots, bitmap.heightDots);
  stamp(moved, bitmap, 1, 0);
  return { bitmap: moved, codes: codes.map((code) => ({ ...code, left: code.left + 1 })), cuts };
}
