import { describe, expect, test } from "vitest";
import { type Bitmap, blankBitmap, fillRectangle, stamp } from "../../../src/receipt/bitmap.ts";
import { code39 } from "../../../src/receipt/codes/code39.ts";
import { qrPair, qrPairCapacityBytes } from "../../../src/receipt/codes/qr-pair.ts";
import { codes, papers } from "../sample-slip.ts";
import { scan } from "../scanner.ts";

const { "384 dots": at203, "360 dots at 180 dpi": at180 } = papers;

describe("Code 39", () => {
  test("of a legal slip is 335 dots wide at 203 dpi and 272 at 180", () => {
    expect(code39(codes.bar, at203).picture.widthDots).toBe(335);
    expect(code39(codes.bar, at180).picture.widthDots).toBe(272);
  });

  test("has at least ten dots of white at each side", () => {
    for (const paper of [at203, at180]) {
      const { picture, quietDots } = code39(codes.bar, paper);
      expect(quietDots).toBeGreaterThanOrEqual(10);
      expect(picture.widthDots + 2 * quietDots).toBeLessThanOrEqual(paper.columnDots);
    }
  });

  test("draws a short text with bars of two dots", async () => {
    const { picture } = code39("A1", at203);
    expect(picture.widthDots).toBe(2 * (4 * 15 + 3));
    expect((await scan(onWhite(picture))).bars).toEqual(["A1"]);
  });

  test.each(["0123456789", "ABCDEFGHIJKLM", "NOPQRSTUVWXYZ", "A-. $/+%Z"])("every sign of %j can be read back", async (data) => {
    expect((await scan(onWhite(code39(data, at203).picture))).bars).toEqual([data]);
  });

  test("refuses a text outside its alphabet or too long for the column", () => {
    expect(() => code39("abc", at203)).toThrow('no "a"');
    expect(() => code39("A*B", at203)).toThrow('no "*"');
    expect(() => code39("0".repeat(30), at203)).toThrow("too wide");
  });
});

describe("the QR pair", () => {
  test("is version 6 at 4 dots, 18 dots from both edges, on a column of 384 dots", () => {
    expect(qrPair(["a", "b"], at203)).toMatchObject({ version: 6, moduleDots: 4, lefts: [18, 202] });
  });

  test("is version 7 at 3 dots, with three equal gaps, where 4 dots cannot fit", () => {
    expect(qrPair(["a", "b"], at180)).toMatchObject({ version: 7, moduleDots: 3, lefts: [30, 195] });
  });

  test("uses larger modules on finer heads, so that it stays 15 mm and more", () => {
    const { moduleDots, pictures } = qrPair(["a", "b"], { columnDots: 567, dotsPerMm: 11.8 });
    expect(moduleDots).toBeGreaterThan(4);
    expect(pictures[0].widthDots / 11.8).toBeGreaterThanOrEqual(15);
  });

  test("has the same size on both sides even when one text is empty", () => {
    const { pictures } = qrPair([codes.left, "**"], at203);
    expect(pictures[0].widthDots).toBe(pictures[1].widthDots);
  });

  test("holds exactly its capacity of UTF-8 bytes, and refuses one more", async () => {
    const full = `${"茶".repeat(44)}ab`;
    expect(Buffer.byteLength(full)).toBe(qrPairCapacityBytes);
    const { pictures } = qrPair([full, "1234567890"], at203);
    expect((await scan(onWhite(pictures[0]))).squares).toEqual([full]);
    expect((await scan(onWhite(pictures[1]))).squares).toEqual(["1234567890"]);
    expect(() => qrPair([`${full}c`, "b"], at203)).toThrow("135 bytes");
  });

  test("refuses a column on which it would not keep its white margins", () => {
    expect(() => qrPair(["a", "b"], { columnDots: 300, dotsPerMm: 8 })).toThrow("do not fit");
  });
});

describe("stamping", () => {
  test("gives the same dots at every distance from a byte's edge", () => {
    const brick = blankBitmap(13, 3);
    fillRectangle(brick, 0, 0, 13, 3);
    for (let left = -9; left < 40; left++) {
      const [stamped, filled] = [blankBitmap(33, 5), blankBitmap(33, 5)];
      stamp(stamped, brick, left, 1);
      fillRectangle(filled, left, 1, 13, 3);
      expect(stamped).toEqual(filled);
    }
  });
});

function onWhite(picture: Bitmap): Bitmap {
  const paper = blankBitmap(picture.widthDots + 48, picture.heightDots + 48);
  stamp(paper, picture, 24, 24);
  return paper;
}
