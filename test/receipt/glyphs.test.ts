import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { blankBitmap, isBlack } from "../../src/receipt/bitmap.ts";
import { drawText, faceNames, lackingIn, measure, readFaces, readGlyphPack } from "../../src/receipt/glyphs.ts";
import { faces } from "./faces.ts";

describe("the shipped faces", () => {
  test("have every character of customers' rare names, kana, and full-width signs", () => {
    for (const face of ["body", "name"] as const)
      expect(lackingIn(faces[face], "堃喆犇峯煊珉游錫堃あア！￥（）①㈱〓 Ñandú€")).toEqual([]);
  });

  test("have every word that stands in a title", () => {
    for (const face of ["title", "title-narrow", "title-narrowest"] as const)
      expect(
        lackingIn(faces[face], "電子發票證明聯補印測試年月作廢註銷折讓明細預覽樣張ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789- "),
      ).toEqual([]);
  });

  test.each(faceNames)("%s has digits of equal width", (face) => {
    const widths = new Set([..."0123456789"].map((digit) => measure(faces[face], digit)));
    expect(widths.size).toBe(1);
  });

  test("set two small digits as wide as one Chinese character", () => {
    expect(measure(faces.body, "12")).toBe(measure(faces.body, "票"));
    expect(measure(faces.name, "12")).toBe(measure(faces.name, "票"));
  });
});

describe("what a face lacks", () => {
  test.each(["😀", "👨‍👩‍👧‍👦", "🇹🇼", "1️⃣", "👍🏽", "\u{2ffff}", "\ud800", "\u0007", "\r\n"])("%j is drawn as one 〓", (sign) => {
    expect(lackingIn(faces.body, `茶${sign}茶`)).toHaveLength(1);
    expect(dotsOf(`茶${sign}茶`)).toEqual(dotsOf("茶〓茶"));
  });

  test("is named once, whatever the number of times it occurs", () => {
    expect(lackingIn(faces.body, "😀茶😀🍵")).toEqual(["😀", "🍵"]);
  });

  test("does not include a composed letter or a variant selector, for which the plain shape is drawn", () => {
    expect(lackingIn(faces.body, "Cafe\u0301 か\u3099 葛\u{e0100}")).toEqual([]);
    expect(dotsOf("Cafe\u0301 か\u3099 葛\u{e0100}")).toEqual(dotsOf("Café が 葛"));
  });
});

test("a text is as wide as its characters together, and drawing keeps inside that width", () => {
  const text = "賣方 01234567";
  const width = measure(faces.body, text);
  expect(width).toBe([...text].reduce((sum, character) => sum + measure(faces.body, character), 0));
  const bitmap = blankBitmap(width + 40, faces.body.lineDots);
  drawText(bitmap, faces.body, { text, left: 0, top: 0 });
  for (let y = 0; y < bitmap.heightDots; y++)
    for (let x = width; x < bitmap.widthDots; x++) expect(isBlack(bitmap, x, y)).toBe(false);
});

test("a text that begins left of the paper or ends right of it is cut there and nowhere else", () => {
  const bitmap = blankBitmap(24, faces.body.lineDots);
  drawText(bitmap, faces.body, { text: "口口口", left: -24, top: 0 });
  const middle = blankBitmap(24, faces.body.lineDots);
  drawText(middle, faces.body, { text: "口", left: 0, top: 0 });
  expect(bitmap).toEqual(middle);
});

test("only the body is unpacked at once, the other faces when they are first needed, and once", () => {
  const asked: string[] = [];
  const lazy = readFaces((face) => {
    asked.push(face);
    return readFileSync(new URL(`../../assets/glyphs/${face}.pack`, import.meta.url));
  });
  expect(asked).toEqual(["body"]);
  expect(lazy.title).toBe(lazy.title);
  expect(lazy.title).toEqual(faces.title);
  expect(asked).toEqual(["body", "title"]);
});

test("bytes that are no glyph pack are refused", () => {
  expect(() => readGlyphPack(Buffer.from("no pack at all"))).toThrow("not a glyph pack");
});

function dotsOf(text: string): Uint8Array {
  const bitmap = blankBitmap(300, faces.body.lineDots);
  drawText(bitmap, faces.body, { text, left: 0, top: 0 });
  return bitmap.bits;
}
