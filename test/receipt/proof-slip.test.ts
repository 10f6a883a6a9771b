import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { type Bitmap, blankBitmap, flip, isBlack } from "../../src/receipt/bitmap.ts";
import { layOut, type Paper } from "../../src/receipt/layout.ts";
import { encodePng } from "../../src/receipt/png.ts";
import { preview } from "../../src/receipt/preview.ts";
import { render } from "../../src/receipt/render.ts";
import { expectGolden } from "../golden/golden-file.ts";
import { faces } from "./faces.ts";
import { codes, papers, sampleSlip } from "./sample-slip.ts";
import { scan, scanImage } from "./scanner.ts";

const everyPaper = Object.entries(papers);
const drawn = (paper: Paper, options = {}) => render(layOut(sampleSlip(options), paper, faces), faces).bitmap;
const everything = { bars: [codes.bar], squares: [codes.left, codes.right] };

describe("the proof slip can be scanned", () => {
  test.each(everyPaper)("all three codes give back their exact bytes on %s", async (_, paper) => {
    expect(await scan(drawn(paper))).toMatchObject(everything);
  });

  test.each(everyPaper)("all three codes can be read from the PNG on %s", async (_, paper) => {
    const png = new Uint8Array(encodePng(drawn(paper), { scale: 2 }));
    expect(await scanImage(png)).toMatchObject(everything);
  });

  test.each(everyPaper)("two dead dots in a hundred are survived on %s", async (_, paper) => {
    const bitmap = drawn(paper);
    const random = chance(11);
    for (let y = 0; y < bitmap.heightDots; y++)
      for (let x = 0; x < bitmap.widthDots; x++) if (random() < 0.02 && isBlack(bitmap, x, y)) flip(bitmap, x, y);
    expect(await scan(bitmap, { spotHigh: 3 })).toMatchObject(everything);
  });

  test.each(everyPaper)("a dead heating element anywhere leaves both squares readable on %s", async (_, paper) => {
    for (let column = 20; column < paper.widthDots; column += 83) {
      const seen = await scan(withDeadColumn(drawn(paper), column), { spotWide: 3, spotHigh: 3 });
      expect(seen.squares).toEqual(everything.squares);
    }
  });

  test.each(everyPaper)("a dead heating element over the bar code's white leaves it readable on %s", async (_, paper) => {
    const bar = layOut(sampleSlip(), paper, faces).marks.find((mark) => mark.kind === "code")!;
    const whites = Array.from({ length: bar.picture.widthDots }, (_, x) => x).filter((x) => !isBlack(bar.picture, x, 0));
    for (const x of whites.filter((_, index) => index % 50 === 0))
      expect((await scan(withDeadColumn(drawn(paper), bar.left + x))).bars).toEqual(everything.bars);
  });

  test("both codes are version 6, level L, on a head of 203 dpi and version 7 on one of 180", async () => {
    expect((await scan(drawn(papers["384 dots"]))).versions).toEqual(["6-L", "6-L"]);
    expect((await scan(drawn(papers["360 dots at 180 dpi"]))).versions).toEqual(["7-L", "7-L"]);
  });
});

describe("the proof slip keeps the law's measures", () => {
  test.each(everyPaper)("it is no longer than 9 cm on %s", (_, paper) => {
    expect(drawn(paper).heightDots / paper.dotsPerMm).toBeLessThanOrEqual(90);
  });

  test.each(
    everyPaper,
  )("bar code at least 5 mm tall and above two level squares of at least 15 mm, with 2 mm of white, on %s", (_, paper) => {
    const [bar, left, right] = layOut(sampleSlip(), paper, faces).marks.filter((mark) => mark.kind === "code");
    const mm = (dots: number) => dots / paper.dotsPerMm;
    expect(mm(bar!.picture.heightDots)).toBeGreaterThanOrEqual(5);
    expect(bar!.top + bar!.picture.heightDots).toBeLessThan(left!.top);
    expect(left!.top).toBe(right!.top);
    expect(left!.picture.widthDots).toBe(right!.picture.widthDots);
    expect(mm(left!.picture.widthDots)).toBeGreaterThanOrEqual(15);
    expect(mm(right!.left - left!.left - left!.picture.widthDots)).toBeGreaterThanOrEqual(2);
    expect(mm(left!.top - bar!.top - bar!.picture.heightDots)).toBeGreaterThanOrEqual(2);
  });

  test.each([
    "電子發票證明聯",
    "電子發票證明聯補印",
    "測試電子發票證明聯",
    "測試電子發票證明聯補印",
  ])("the title %s stands on one line of every head, at least 5 mm tall", (title) => {
    for (const [, paper] of everyPaper) {
      const { marks } = layOut([{ kind: "text", size: "title", text: title }], paper, faces);
      expect(marks).toHaveLength(1);
      const ink = inkRows(render(layOut([{ kind: "text", size: "title", text: title }], paper, faces), faces).bitmap);
      expect(ink).toBeGreaterThanOrEqual(40);
    }
  });

  test("the widest number, WW-00000000, stands on one line in the widest title face and its digits are 5 mm tall", () => {
    for (const [, paper] of everyPaper) {
      const { marks } = layOut([{ kind: "text", size: "title", text: "WW-00000000" }], paper, faces);
      expect(marks).toMatchObject([{ face: "title" }]);
    }
    const digits = render(layOut([{ kind: "text", size: "title", text: "1" }], papers["384 dots"], faces), faces).bitmap;
    expect(inkRows(digits)).toBeGreaterThanOrEqual(40);
  });

  test("on a wide head the same dots stand in a column of 48 mm in the middle", () => {
    const [narrow, wide] = [drawn(papers["384 dots"]), drawn(papers["576 dots"])];
    expect(cropped(wide, 96, 384)).toEqual(narrow);
    const atLeft = drawn({ ...papers["576 dots"], columnLeftDots: 0 });
    expect(cropped(atLeft, 0, 384)).toEqual(narrow);
  });
});

describe("the preview", () => {
  test.each(everyPaper)("has the slip's size but no code a scanner could read, on %s", async (_, paper) => {
    const picture = preview(layOut(sampleSlip(), paper, faces), faces);
    expect(picture).toMatchObject({ widthDots: paper.widthDots, heightDots: drawn(paper).heightDots });
    expect(await scan(picture)).toEqual({ bars: [], squares: [], versions: [] });
  });

  test("covers every dot of the codes' rows with something else", () => {
    const layout = layOut(sampleSlip(), papers["384 dots"], faces);
    const [original, shown] = [render(layout, faces).bitmap, preview(layout, faces)];
    for (const { top, picture } of layout.marks.filter((mark) => mark.kind === "code"))
      for (let y = top; y < top + picture.heightDots; y++) expect(rowOf(shown, y)).not.toEqual(rowOf(original, y));
  });

  test("keeps the text's dots under the watermark", () => {
    const layout = layOut([{ kind: "text", text: "隨機碼 1234" }], papers["384 dots"], faces);
    const [original, shown] = [render(layout, faces).bitmap, preview(layout, faces)];
    expect(original.bits.every((byte, at) => (shown.bits[at]! & byte) === byte)).toBe(true);
    expect(shown.bits).not.toEqual(original.bits);
  });
});

test.each([
  ["proof-slip", drawn(papers["384 dots"])],
  ["proof-slip-company", drawn(papers["384 dots"], { title: "電子發票證明聯補印", company: true })],
  ["proof-slip-180-dpi", drawn(papers["360 dots at 180 dpi"])],
  ["proof-slip-preview", preview(layOut(sampleSlip(), papers["384 dots"], faces), faces)],
])("the golden picture %s is met dot for dot (npm test -- -u redraws it)", (name, bitmap) => {
  expectGolden(fileURLToPath(new URL(`../golden/receipt/${name}.png`, import.meta.url)), encodePng(bitmap));
});

/** Over a bar of Code 39 it may be fatal: a narrow bar is one dot, and no reader can know that it was there. */
function withDeadColumn(bitmap: Bitmap, x: number): Bitmap {
  for (let y = 0; y < bitmap.heightDots; y++) if (isBlack(bitmap, x, y)) flip(bitmap, x, y);
  return bitmap;
}

function inkRows(bitmap: Bitmap): number {
  const inked = Array.from({ length: bitmap.heightDots }, (_, y) => y).filter((y) => rowOf(bitmap, y).some((byte) => byte !== 0));
  return inked.at(-1)! - inked[0]! + 1;
}

function rowOf(bitmap: Bitmap, y: number): Uint8Array {
  return bitmap.bits.subarray(y * bitmap.rowBytes, (y + 1) * bitmap.rowBytes);
}

function cropped(bitmap: Bitmap, left: number, widthDots: number): Bitmap {
  const crop = blankBitmap(widthDots, bitmap.heightDots);
  for (let y = 0; y < crop.heightDots; y++)
    crop.bits.set(rowOf(bitmap, y).subarray(left / 8, (left + widthDots) / 8), y * crop.rowBytes);
  return crop;
}

/** A small seeded source of chance, so that the same dots die in every run. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
