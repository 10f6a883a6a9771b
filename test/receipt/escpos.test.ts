import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Bitmap, blacken, blankBitmap, fillRectangle, isBlack, type Rectangle } from "../../src/receipt/bitmap.ts";
import { pictureBlock } from "../../src/receipt/blocks.ts";
import { escposBytes } from "../../src/receipt/escpos.ts";
import { layOut } from "../../src/receipt/layout.ts";
import { render } from "../../src/receipt/render.ts";
import { faces } from "./faces.ts";
import { codes, papers, sampleSlip } from "./sample-slip.ts";

const paper = papers["384 dots"];
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

describe("print bytes", () => {
  test.each(Object.values(papers))("put exactly the drawn dots on paper and cut it", (paper) => {
    const drawing = render(layOut(sampleSlip(), paper, faces), faces);
    expect(printed(escposBytes(drawing), paper.widthDots)).toEqual(drawing.bitmap);
  });

  test("are one short band for a short mark, and a blank band one byte wide for eight blank rows or more", () => {
    const bitmap = blankBitmap(384, 10);
    blacken(bitmap, 0, 0);
    blacken(bitmap, 9, 9);
    expect(hex(escposBytes({ bitmap, codes: [] }))).toBe(
      ["1d76300001000100", "80", "1d76300001000800", "00".repeat(8), "1d76300002000100", "0040", "1d564200"].join(""),
    );
  });

  test("keep seven blank rows inside their band", () => {
    const bitmap = blankBitmap(16, 9);
    blacken(bitmap, 0, 0);
    blacken(bitmap, 0, 8);
    expect(hex(escposBytes({ bitmap, codes: [] }))).toBe(`1d76300001000900${"80"}${"00".repeat(7)}${"80"}1d564200`);
  });

  test("never send more than 256 rows in a band, blank or not", () => {
    const bitmap = blankBitmap(8, 900);
    fillRectangle(bitmap, 0, 0, 8, 300);
    expect(bandsIn(escposBytes({ bitmap, codes: [] })).map(({ rows }) => rows)).toEqual([256, 44, 256, 256, 88]);
  });

  test("leave the drawing itself as it was", () => {
    const drawing = planted([0x10, 0x04, 0x01]);
    const before = drawing.bitmap.bits.slice();
    escposBytes(drawing);
    expect(drawing.bitmap.bits).toEqual(before);
  });
});

describe("no print byte is a real-time command", () => {
  test.each([
    "100401",
    "100408",
    "100500",
    "100503",
    "101401",
    "101408",
  ])("%s in a picture loses one dot and no more", (command) => {
    const drawing = planted([...Buffer.from(command, "hex")]);
    const bytes = escposBytes(drawing);
    expect(hex(bytes)).not.toMatch(realTime);
    expect(differences(printed(bytes, 384), drawing.bitmap)).toHaveLength(1);
  });

  test("the dot is never turned where that makes another command, however well it would hide there", () => {
    const drawing = planted([0x10, 0x04, 0x01]);
    for (const row of [1, 3]) drawing.bitmap.bits.set([0x38, 0x0e, 0x07], row * drawing.bitmap.rowBytes + 6); // invites 10 04 03
    const bytes = escposBytes(drawing);
    expect(hasCommand(bytes)).toBe(false);
    expect(differences(printed(bytes, 384), drawing.bitmap)).toHaveLength(1);
  });

  test.each(["100400", "100409", "100504", "101404", "101406"])("%s is no command and stays", (harmless) => {
    expect(hex(escposBytes(planted([...Buffer.from(harmless, "hex")])))).toContain(harmless);
  });

  test("random pictures, light or dark, are freed of commands at the price of a few dots", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.array(fc.constantFrom(0x10, 0x04, 0x05, 0x14, 0, 1, 2, 3, 7, 8), { minLength: 50, maxLength: 600 }),
        (rowBytes, dots) => {
          const heightDots = Math.ceil(dots.length / rowBytes);
          const bits = new Uint8Array(rowBytes * heightDots);
          bits.set(dots);
          const bitmap = { widthDots: rowBytes * 8, heightDots, rowBytes, bits };
          const bytes = escposBytes({ bitmap, codes: [] });
          expect(hasCommand(bytes)).toBe(false);
          expect(differences(printed(bytes, bitmap.widthDots), bitmap).length).toBeLessThan(dots.length / 2);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("a code keeps every dot and every white dot around it, whatever else the slip says and shows", () => {
    const text = fc.string({
      unit: fc.constantFrom(..."珍珠奶茶大杯微糖少冰鬱龜1234567890.-:iIl|' "),
      minLength: 1,
      maxLength: 40,
    });
    const picture = fc.uint8Array({ minLength: 48 * 20, maxLength: 48 * 20 });
    fc.assert(
      fc.property(text, picture, fc.string({ maxLength: 40 }), (text, bits, secret) => {
        const logo = pictureBlock({ widthDots: 384, heightDots: 20, rowBytes: 48, bits });
        const blocks = [
          logo,
          { kind: "text", text },
          { kind: "code39", data: codes.bar },
          { kind: "qr-pair", left: secret, right: text },
          logo,
        ] as const;
        const drawing = render(layOut(blocks, paper, faces), faces);
        const bytes = escposBytes(drawing);
        expect(hasCommand(bytes)).toBe(false);
        const onPaper = printed(bytes, 384);
        for (const code of drawing.codes) expect(areaOf(onPaper, code)).toEqual(areaOf(drawing.bitmap, code));
      }),
      { numRuns: 25 },
    );
  });

  test("a command made of two rows of a code is broken by a cut between them, and no dot moves", () => {
    const bitmap = blankBitmap(16, 4);
    bitmap.bits.set([0xff, 0x10, 0x04, 0x01, 0xff, 0xff, 0xff, 0xff]);
    const drawing = { bitmap, codes: [{ left: 0, top: 0, width: 16, height: 4 }] };
    const bytes = escposBytes(drawing);
    expect(hasCommand(bytes)).toBe(false);
    expect(bandsIn(bytes).map(({ rows }) => rows)).toEqual([1, 3]);
    expect(printed(bytes, 16)).toEqual(bitmap);
  });

  test("a command inside one row of a code moves the whole slip by a dot, and the code keeps all its dots", () => {
    const { bitmap } = planted([0x10, 0x04, 0x01]);
    const code = { left: 40, top: 0, width: 300, height: bitmap.heightDots };
    const bytes = escposBytes({ bitmap, codes: [code] });
    expect(hasCommand(bytes)).toBe(false);
    expect(areaOf(printed(bytes, 384), { ...code, left: code.left + 1 })).toEqual(areaOf(bitmap, code));
  });
});

const realTime = /^(..)*(1004(0[1-8])|1005(0[0-3])|1014(0[12378]))/;

/** Written apart from the code under test, so that both would have to be wrong in the same way. */
function hasCommand(bytes: Uint8Array): boolean {
  return realTime.test(hex(bytes));
}

/** A drawing that holds these bytes at byte 6 of its third row. */
function planted(bytes: readonly number[]): { bitmap: Bitmap; codes: readonly Rectangle[] } {
  const bitmap = blankBitmap(384, 6);
  fillRectangle(bitmap, 0, 0, 384, 1);
  bitmap.bits.set(bytes, 2 * bitmap.rowBytes + 6);
  return { bitmap, codes: [] };
}

interface SentBand {
  readonly rowBytes: number;
  readonly rows: number;
  readonly dots: Uint8Array;
}

/** Reads GS v 0 bands up to the cut, as a printer would; anything else is an error. */
function bandsIn(bytes: Uint8Array): readonly SentBand[] {
  const bands: SentBand[] = [];
  let at = 0;
  while (hex(bytes.subarray(at, at + 4)) === "1d763000") {
    const rowBytes = bytes[at + 4]! + 256 * bytes[at + 5]!;
    const rows = bytes[at + 6]! + 256 * bytes[at + 7]!;
    bands.push({ rowBytes, rows, dots: bytes.subarray(at + 8, at + 8 + rowBytes * rows) });
    at += 8 + rowBytes * rows;
  }
  expect(hex(bytes.subarray(at))).toBe("1d564200");
  return bands;
}

function printed(bytes: Uint8Array, widthDots: number): Bitmap {
  const bands = bandsIn(bytes);
  const paper = blankBitmap(
    widthDots,
    bands.reduce((sum, { rows }) => sum + rows, 0),
  );
  let top = 0;
  for (const { rowBytes, rows, dots } of bands) {
    for (let row = 0; row < rows; row++)
      paper.bits.set(dots.subarray(row * rowBytes, (row + 1) * rowBytes), (top + row) * paper.rowBytes);
    top += rows;
  }
  return paper;
}

function differences(a: Bitmap, b: Bitmap): readonly string[] {
  const found: string[] = [];
  for (let y = 0; y < b.heightDots; y++)
    for (let x = 0; x < b.widthDots; x++) if (isBlack(a, x, y) !== isBlack(b, x, y)) found.push(`${x},${y}`);
  return found;
}

function areaOf(bitmap: Bitmap, { left, top, width, height }: Rectangle): string {
  let area = "";
  for (let y = top; y < top + height; y++) for (let x = left; x < left + width; x++) area += isBlack(bitmap, x, y) ? "#" : ".";
  return area;
}
