/** What a picture may be, known before a byte of it is unpacked. */
export interface PictureLimits {
  readonly mostWide: number;
  readonly mostHigh: number;
  readonly mostBytes: number;
}

/** What a PNG says of itself before its dots. `colour` is its kind by number (W3C PNG 11.2.1): 0 and 4 grey, 2 and 6 RGB, 3 a palette. */
export interface PngHead {
  readonly width: number;
  readonly height: number;
  readonly bitDepth: number;
  readonly colour: number;
}

/**
 * A PNG's head. Its sizes are refused before it is unpacked, for a few kilobytes may say that they are 30,000 dots square.
 * Throws, with what is wrong, for whoever sent it.
 */
export function pngHead(png: Buffer, { mostWide, mostHigh, mostBytes }: PictureLimits): PngHead {
  if (png.length > mostBytes) throw new Error(`A picture may have at most ${mostBytes} bytes, not ${png.length}.`);
  const [head, ...others] = chunksOf(png);
  if (!png.subarray(0, 8).equals(signature) || head?.type !== "IHDR" || head.data.length !== 13)
    throw new Error("The picture is not a PNG.");
  // A second head would let another size in behind the one that was looked at.
  if (others.some(({ type }) => type === "IHDR")) throw new Error("The picture has two heads.");
  const [width, height] = [head.data.readUInt32BE(0), head.data.readUInt32BE(4)];
  const [bitDepth, colour, deflated, filtered, interlace] = head.data.subarray(8);
  if (width < 1 || height < 1 || width > mostWide || height > mostHigh)
    throw new Error(`A picture may be at most ${mostWide} × ${mostHigh} dots here, not ${width} × ${height}.`);
  if (interlace !== 0) throw new Error("The picture is interlaced; save it without.");
  if (!bitDepths[colour!]?.includes(bitDepth!) || deflated !== 0 || filtered !== 0)
    throw new Error("The picture is of no kind that PNG has.");
  return { width, height, bitDepth: bitDepth!, colour: colour! };
}

const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");

/** Which depths each kind of colour has. */
const bitDepths: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

export interface Chunk {
  readonly type: string;
  readonly data: Buffer;
  /** The sum that was sent, and what it was made of. */
  readonly crc: number;
  readonly summed: Buffer;
}

/** A PNG's chunks as far as they are whole. */
export function* chunksOf(png: Buffer): Generator<Chunk> {
  for (let at = signature.length; at + 12 <= png.length; ) {
    const end = at + 8 + png.readUInt32BE(at);
    if (end + 4 > png.length) return;
    const summed = png.subarray(at + 4, end);
    yield { type: summed.toString("latin1", 0, 4), data: summed.subarray(4), crc: png.readUInt32BE(end), summed };
    at = end + 4;
  }
}
