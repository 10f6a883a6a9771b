import type { PngHead } from "./png-head.ts";

/** How a PNG's dots are read. */
export interface Ink {
  readonly bitsPerDot: number;
  /** Whether a printer blackens the dot at `x` of a line: dark, and not transparent. */
  isDark(line: Uint8Array, x: number): boolean;
}

/** The ink of a kind of PNG, by what its PLTE and tRNS say where it has them. */
export function inkOf(head: PngHead, palette: Buffer, transparency: Buffer): Ink {
  if (head.colour === 3) return listedInk(head, (value) => isBlack(paletteDot(value, palette, transparency)));
  if (head.colour === 0 && head.bitDepth <= 8) {
    const clear = transparency.length >= 2 ? transparency.readUInt16BE(0) : undefined;
    const scale = 255 / (2 ** head.bitDepth - 1);
    return listedInk(head, (value) => value !== clear && isBlack(grey(value * scale)));
  }
  return mixedInk(head, transparency);
}

interface Dot {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  readonly alpha: number;
}

/** By brightness as Rec. 709 weighs it, as node-thermal-printer does. */
function isBlack({ red, green, blue, alpha }: Dot): boolean {
  return alpha > 126 && 0.2126 * red + 0.7152 * green + 0.0722 * blue < 128;
}

function grey(level: number, alpha = 255): Dot {
  return { red: level, green: level, blue: level, alpha };
}

/** What the palette does not have is left white. */
function paletteDot(value: number, palette: Buffer, transparency: Buffer): Dot {
  const [red, green, blue] = palette.subarray(3 * value, 3 * value + 3);
  if (red === undefined || green === undefined || blue === undefined) return grey(255);
  return { red, green, blue, alpha: transparency[value] ?? 255 };
}

/** Dots of at most a byte: every value there is was looked at before. */
function listedInk({ bitDepth }: PngHead, isDark: (value: number) => boolean): Ink {
  const values = 2 ** bitDepth;
  const dark = Array.from({ length: values }, (_, value) => isDark(value));
  return {
    bitsPerDot: bitDepth,
    isDark(line, x) {
      const bit = x * bitDepth;
      return dark[(line[bit >> 3]! >> (8 - bitDepth - (bit & 7))) & (values - 1)]!;
    },
  };
}

const channelsOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 4: 2, 6: 4 };

/** Dots of several bytes. */
function mixedInk({ colour, bitDepth }: PngHead, transparency: Buffer): Ink {
  const channels = channelsOf[colour]!;
  const size = bitDepth >> 3;
  const dotBytes = channels * size;
  const hasAlpha = colour >= 4;
  const level = (line: Uint8Array, at: number) => (size === 1 ? line[at]! : Math.round((256 * line[at]! + line[at + 1]!) / 257));
  const [green, blue] = channels >= 3 ? [size, 2 * size] : [0, 0];
  const clear = hasAlpha ? undefined : clearBytes(transparency, channels, size);
  return {
    bitsPerDot: channels * bitDepth,
    isDark(line, x) {
      const at = x * dotBytes;
      const isClear = clear?.every((byte, index) => line[at + index] === byte) ?? false;
      const alpha = hasAlpha ? level(line, at + dotBytes - size) : isClear ? 0 : 255;
      return isBlack({ red: level(line, at), green: level(line, at + green), blue: level(line, at + blue), alpha });
    },
  };
}

/** The colour that stands for nothing, as a line holds it. tRNS has two bytes to a channel at every depth. */
function clearBytes(transparency: Buffer, channels: number, size: number): readonly number[] | undefined {
  if (transparency.length < 2 * channels) return undefined;
  return [...transparency.subarray(0, 2 * channels)].filter((_, index) => size === 2 || index % 2 === 1);
}
