import { createHash } from "node:crypto";
import fc from "fast-check";
import { create } from "qrcode";
import { describe, expect, test } from "vitest";
import { withBestMask } from "../../../src/receipt/codes/qr-mask.ts";
import { qrPairCapacityBytes } from "../../../src/receipt/codes/qr-pair.ts";
import { penaltyOf } from "../../../src/receipt/codes/qr-penalty.ts";

const versions = [6, 7] as const;
const texts = fc.uint8Array({ minLength: 1, maxLength: qrPairCapacityBytes });

describe("the mask of a QR code", () => {
  test("is the encoder's own choice, and every module is where the encoder puts it", () => {
    fc.assert(
      fc.property(texts, fc.constantFrom(...versions), (text, version) => {
        expect(withBestMask(encode(text, version, 0).modules)).toEqual(encode(text, version).modules.data);
      }),
      { numRuns: 300 },
    );
  });

  test.each(versions)("may be any of the eight in version %i, and each is drawn as the encoder draws it", (version) => {
    const seen = new Set<number | undefined>();
    for (let seed = 0; seen.size < 8 && seed < 500; seed++) {
      const text = chanceText(seed);
      const own = encode(text, version);
      seen.add(own.maskPattern);
      expect(withBestMask(encode(text, version, 0).modules)).toEqual(own.modules.data);
    }
    expect(seen.size).toBe(8);
  });

  test("is the lowest of two that are equal, as masks 0 and 3 are here", () => {
    const penalties = [0, 1, 2, 3, 4, 5, 6, 7].map((mask) => {
      const { data, size } = encode(chanceText(105), 7, mask).modules;
      return penaltyOf(data, size);
    });
    expect(penalties[0]).toBe(Math.min(...penalties));
    expect(penalties[3]).toBe(penalties[0]);
    expect(withBestMask(encode(chanceText(105), 7, 0).modules)).toEqual(encode(chanceText(105), 7, 0).modules.data);
  });

  test("leaves the symbol it was given as it was", () => {
    const { modules } = encode(Buffer.from("**"), 6, 0);
    const before = modules.data.slice();
    withBestMask(modules);
    expect(modules.data).toEqual(before);
  });
});

describe("the penalty", () => {
  test("is what counting by the standard's four rules comes to", () => {
    const masks = fc.integer({ min: 0, max: 7 });
    fc.assert(
      fc.property(texts, masks, fc.constantFrom(...versions), (text, mask, version) => {
        const { data, size } = encode(text, version, mask).modules;
        expect(penaltyOf(data, size)).toBe(countedPenalty(data, size));
      }),
    );
  });

  test.each([
    ["1".repeat(4), 0],
    ["1".repeat(5), 3],
    ["1".repeat(6), 4],
    ["0".repeat(13), 11],
    ["10111010000", 40],
    ["00001011101", 40],
    ["1011101000", 0],
    ["000010111010000", 80],
    ["1011101", 0],
  ])("%s costs its line %i", (line, expected) => {
    const size = 41;
    const stripes = Uint8Array.from({ length: size * size }, (_, at) => (at + Math.floor(at / size)) % 2);
    const row = (text: string) => Uint8Array.from([...text.padEnd(size, text.endsWith("0") ? "10" : "01")], Number);
    expect(countedLine([...row(line)].join(""))).toBe(expected);
    const changed = stripes.slice();
    changed.set(row(line), 10 * size);
    expect(penaltyOf(changed, size)).toBe(countedPenalty(changed, size));
  });
});

/** As many bytes as fit, looking like chance but always the same. */
function chanceText(seed: number): Uint8Array {
  return createHash("shake256", { outputLength: qrPairCapacityBytes }).update(`${seed}`).digest();
}

function encode(text: Uint8Array, version: 6 | 7, mask?: number) {
  const options = { errorCorrectionLevel: "L", version } as const;
  return create([{ data: text, mode: "byte" }], mask === undefined ? options : { ...options, maskPattern: mask as 0 });
}

/** The same by plain reading, without a thought for speed. */
function countedPenalty(modules: Uint8Array, size: number): number {
  const rows = Array.from({ length: size }, (_, row) => modules.slice(row * size, (row + 1) * size).join(""));
  const columns = rows.map((_, column) => rows.map((row) => row[column]).join(""));
  const corners = rows
    .slice(1)
    .flatMap((row, above) => [...row].slice(1).map((_, left) => rows[above]!.slice(left, left + 2) + row.slice(left, left + 2)));
  const percent = (100 * modules.filter((module) => module === 1).length) / modules.length;
  return (
    [...rows, ...columns].reduce((sum, line) => sum + countedLine(line), 0) +
    3 * corners.filter((square) => square === "0000" || square === "1111").length +
    10 * Math.abs(Math.ceil(percent / 5) - 10)
  );
}

function countedLine(line: string): number {
  const runs = line.match(/0{5,}|1{5,}/g) ?? [];
  const finders = line.match(/(?=10111010000|00001011101)/g) ?? [];
  return runs.reduce((sum, run) => sum + run.length - 2, 0) + 40 * finders.length;
}
