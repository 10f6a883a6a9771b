import { penaltyOf } from "./qr-penalty.ts";

/** A QR symbol of level L under mask 0: modules row by row, 1 dark, and which of them belong to no data and are never masked. */
export interface Unchosen {
  readonly size: number;
  readonly data: Uint8Array;
  readonly reservedBit: Uint8Array;
}

/**
 * The same symbol under the mask with the least penalty (ISO/IEC 18004, 7.8.3), the first one where two are equal. The encoder
 * would make the same choice, but takes twice as long for it as for all the rest of a slip.
 */
export function withBestMask(symbol: Unchosen): Uint8Array {
  let best = symbol.data;
  let least = penaltyOf(best, symbol.size);
  for (let mask = 1; mask < masks.length; mask++) {
    const modules = underMask(symbol, mask);
    const penalty = penaltyOf(modules, symbol.size);
    if (penalty >= least) continue;
    best = modules;
    least = penalty;
  }
  return best;
}

function underMask({ size, data, reservedBit }: Unchosen, mask: number): Uint8Array {
  const modules = data.slice();
  const change = changes[mask]!;
  for (let row = 0, at = 0; row < size; row++)
    for (let column = 0, from = (row % period) * longestRow; column < size; column++, at++, from++)
      if (reservedBit[at] === 0) modules[at]! ^= change[from]!;
  writeFormat(modules, size, formats[mask]!);
  return modules;
}

/** Which modules each mask turns (ISO/IEC 18004, table 10). */
const masks: readonly ((row: number, column: number) => boolean)[] = [
  (row, column) => (row + column) % 2 === 0,
  (row) => row % 2 === 0,
  (_, column) => column % 3 === 0,
  (row, column) => (row + column) % 3 === 0,
  (row, column) => (Math.floor(row / 2) + Math.floor(column / 3)) % 2 === 0,
  (row, column) => ((row * column) % 2) + ((row * column) % 3) === 0,
  (row, column) => (((row * column) % 2) + ((row * column) % 3)) % 2 === 0,
  (row, column) => (((row + column) % 2) + ((row * column) % 3)) % 2 === 0,
];

/** Every mask repeats itself after twelve rows. */
const period = 12;
/** Of version 7, the largest symbol we make. */
const longestRow = 45;

/** What changes from mask 0 to each mask: 1 where a module is turned, for twelve rows. */
const changes: readonly Uint8Array[] = masks.map((turns) =>
  Uint8Array.from({ length: period * longestRow }, (_, at) => {
    const [row, column] = [Math.floor(at / longestRow), at % longestRow];
    return Number(turns(row, column) !== masks[0]!(row, column));
  }),
);

/** The fifteen bits that name level L and each mask (ISO/IEC 18004, table C.1). */
const formats: readonly number[] = [0x77c4, 0x72f3, 0x7daa, 0x789d, 0x662f, 0x6318, 0x6c41, 0x6976];

/** Writes the format twice, lowest bit first: down beside the upper left finder, and from the right edge to it (figure 25). */
function writeFormat(modules: Uint8Array, size: number, format: number): void {
  for (let bit = 0; bit < 15; bit++) {
    const value = (format >> bit) & 1;
    const row = bit < 6 ? bit : bit < 8 ? bit + 1 : size - 15 + bit;
    const column = bit < 8 ? size - 1 - bit : bit < 9 ? 7 : 14 - bit;
    modules[row * size + 8] = value;
    modules[8 * size + column] = value;
  }
}
