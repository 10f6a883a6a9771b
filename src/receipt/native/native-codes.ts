import { qrPair } from "../codes/qr-pair.ts";
import type { Paper } from "../layout.ts";
import { blankRows } from "./dense-bands.ts";

const centred = [0x1b, 0x61, 0x31] as const;
const leftAligned = [0x1b, 0x61, 0x30] as const;

/**
 * Code 39 as the printer draws it, one dot to a narrow bar: with two, nineteen characters are wider than the paper, and printers
 * then leave them out without a word (spec/escpos.md 3.3). Null where it cannot stand in the middle of the column.
 */
export function nativeCode39(data: string, paper: Paper): Uint8Array | null {
  if (!isCentred(paper)) return null;
  const heightDots = Math.max(48, Math.ceil(6 * paper.dotsPerMm));
  const look = [0x1d, 0x48, 0, 0x1d, 0x66, 0, 0x1d, 0x77, 1, 0x1d, 0x68, heightDots];
  const code = [0x1d, 0x6b, 69, data.length, ...Buffer.from(data, "latin1")];
  return Buffer.concat([blankRows(Math.ceil(paper.dotsPerMm)), Uint8Array.from([...centred, ...look, ...code, ...leftAligned])]);
}

function isCentred({ widthDots, columnDots, columnLeftDots }: Paper): boolean {
  return columnLeftDots === undefined || columnLeftDots * 2 + columnDots === widthDots;
}

/** What a version 6 code at level L holds, and what a smaller version would. */
const versionSixBytes = { least: 107, most: 134 } as const;

/**
 * Both QR codes in page mode, tops level (spec/escpos.md 3.6). A printer takes the smallest version that holds the text, and the
 * law wants both codes equal and at least of version 6: null unless both texts ask for just that. Null too where a motion unit is
 * not a dot, as on 180 dpi.
 */
export function nativeQrPair(texts: readonly [string, string], paper: Paper): Uint8Array | null {
  const data = texts.map((text) => Buffer.from(text, "utf8"));
  const { least, most } = versionSixBytes;
  if (paper.dotsPerMm !== 8 || data.some(({ length }) => length < least || length > most)) return null;
  const { pictures, lefts, quietDots, version, moduleDots } = qrPair(texts, paper);
  if (version !== 6) return null;
  const { heightDots } = pictures[0];
  const columnLeft = paper.columnLeftDots ?? Math.floor((paper.widthDots - paper.columnDots) / 2);
  const area = [columnLeft, 0, paper.columnDots, heightDots + 2 * quietDots].flatMap(word);
  const bottom = quietDots + heightDots - 1;
  const codes = data.flatMap((bytes, index) => {
    const place = [0x1b, 0x24, ...word(lefts[index] ?? 0), 0x1d, 0x24, ...word(bottom)];
    return [...place, ...nativeQr(bytes, moduleDots)];
  });
  return Uint8Array.from([0x1b, 0x4c, 0x1b, 0x57, ...area, 0x1b, 0x54, 0x00, ...codes, 0x0c]);
}

/** Model 2, level L; the length counts bytes (spec/escpos.md 3.1). */
function nativeQr(data: Uint8Array, moduleDots: number): number[] {
  const function_ = (...bytes: number[]) => [0x1d, 0x28, 0x6b, ...bytes];
  return [
    ...function_(4, 0, 0x31, 0x41, 0x32, 0),
    ...function_(3, 0, 0x31, 0x43, moduleDots),
    ...function_(3, 0, 0x31, 0x45, 0x30),
    ...function_(...word(data.length + 3), 0x31, 0x50, 0x30, ...data),
    ...function_(3, 0, 0x31, 0x51, 0x30),
  ];
}

function word(value: number): [number, number] {
  return [value & 0xff, value >> 8];
}
