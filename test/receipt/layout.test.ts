import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blankBitmap, fillRectangle } from "../../src/receipt/bitmap.ts";
import { type Block, pictureBlock } from "../../src/receipt/blocks.ts";
import { measure } from "../../src/receipt/glyphs.ts";
import { layOut, type Mark, type TextMark } from "../../src/receipt/layout.ts";
import { render } from "../../src/receipt/render.ts";
import { wrap } from "../../src/receipt/wrap.ts";
import { faces } from "./faces.ts";
import { papers } from "./sample-slip.ts";

const paper = papers["384 dots"];
const lay = (...blocks: readonly Block[]) => layOut(blocks, paper, faces);
const textsOf = (marks: readonly Mark[]) => marks.filter((mark): mark is TextMark => mark.kind === "text");
const rightOf = (mark: TextMark) => mark.left + measure(faces[mark.face], mark.text);

describe("text", () => {
  test("stands left, in the middle or right, inside the margins", () => {
    const [left, centre, right] = textsOf(
      lay(
        { kind: "text", text: "茶" },
        { kind: "text", text: "茶", align: "centre" },
        { kind: "text", text: "茶", align: "right" },
      ).marks,
    );
    expect([left!.left, centre!.left, rightOf(right!)]).toEqual([18, 180, 366]);
  });

  test("begins where the left QR code begins and ends where the right one ends", () => {
    const { marks } = lay({ kind: "columns", left: "單", right: "序" }, { kind: "qr-pair", left: "a", right: "b" });
    const [leftCode, rightCode] = marks.filter((mark) => mark.kind === "code");
    const [left, right] = textsOf(marks);
    expect(left!.left).toBe(leftCode!.left);
    expect(rightOf(right!)).toBe(rightCode!.left + rightCode!.picture.widthDots);
  });

  test("holds 14 Chinese characters on one line of every head, which the usual last line needs", () => {
    for (const paper of Object.values(papers))
      expect(layOut([{ kind: "text", text: "退貨憑電子發票證明聯正本辦理" }], paper, faces).marks).toHaveLength(1);
  });

  test("too long for its size is set in a smaller face before it wraps", () => {
    const faceOf = (text: string) => textsOf(lay({ kind: "text", size: "name", text }).marks).map(({ face }) => face);
    expect(faceOf("山海茶行")).toEqual(["name"]);
    expect(faceOf("山海茶行永康街二段旗艦門市")).toEqual(["body"]);
    expect(faceOf("山海茶行永康街二段旗艦門市山海茶行永康街二段旗艦門市")).toEqual(["body", "body"]);
  });

  test("with a character the title face lacks is set in a face that has it", () => {
    expect(textsOf(lay({ kind: "text", size: "title", text: "犇" }).marks)[0]!.face).toBe("name");
  });

  test("with an emoji keeps its size, and the emoji is reported as lacking", () => {
    const layout = lay({ kind: "text", size: "name", text: "山海茶行🍵" });
    expect(textsOf(layout.marks)[0]!.face).toBe("name");
    expect(layout.lacking).toEqual(["🍵"]);
  });

  test("two columns too long for one line take two, and neither loses a character", () => {
    const { marks, heightDots } = lay({ kind: "columns", left: "珍珠奶茶大杯微糖少冰加椰果", right: "$1,234" });
    expect(textsOf(marks).map(({ text }) => text)).toEqual(["珍珠奶茶大杯微糖少冰加椰果", "$1,234"]);
    expect(rightOf(textsOf(marks)[1]!)).toBe(366);
    expect(heightDots).toBe(2 * faces.body.lineDots);
  });

  test("two large columns share a face in which both fit their line", () => {
    const marks = textsOf(lay({ kind: "columns", size: "name", left: "總計金額共九項", right: "$1,234" }).marks);
    expect(marks.map(({ face }) => face)).toEqual(["name", "name"]);
    const smaller = textsOf(lay({ kind: "columns", size: "name", left: "總計金額共九項整整", right: "$1,234" }).marks);
    expect(smaller.map(({ face, top }) => [face, top])).toEqual([
      ["body", 0],
      ["body", 0],
    ]);
    expect(rightOf(smaller[0]!)).toBeLessThan(smaller[1]!.left);
  });

  test("never leaves the column and never loses a visible character, whatever it says", () => {
    const texts = fc.string({ unit: fc.constantFrom(..."珍珠奶茶，。（）「」 abcWM-19.😀"), maxLength: 80 });
    fc.assert(
      fc.property(texts, fc.constantFrom("title", "name", "body"), (text, size) => {
        const marks = textsOf(lay({ kind: "text", text, size }).marks);
        expect(
          marks
            .map((mark) => mark.text)
            .join("")
            .replaceAll(" ", ""),
        ).toBe(text.replaceAll(" ", ""));
        for (const mark of marks) expect(mark.left >= 0 && rightOf(mark) <= paper.widthDots).toBe(true);
      }),
    );
  });
});

describe("wrapping", () => {
  const lines = (text: string, characters: number) => wrap(text, faces.body, characters * 24);

  test("breaks between Chinese characters", () => {
    expect(lines("珍珠奶茶大杯", 4)).toEqual(["珍珠奶茶", "大杯"]);
  });

  test("keeps Latin words whole and drops the blank at the break", () => {
    expect(lines("Bubble milk tea", 6)).toEqual(["Bubble milk", "tea"]);
  });

  test("breaks inside a word only when the word is longer than a line", () => {
    expect(lines("ABCDEFGHIJ", 3).join("")).toBe("ABCDEFGHIJ");
    expect(lines("ABCDEFGHIJ", 3).length).toBeGreaterThan(1);
  });

  test("begins no line with a comma or closing bracket and ends none with an opening one", () => {
    expect(lines("珍珠奶茶，大杯", 4)).toEqual(["珍珠奶", "茶，大杯"]);
    expect(lines("珍珠奶（大）", 4)).toEqual(["珍珠奶", "（大）"]);
  });
});

describe("marks", () => {
  test("a solid rule is one bar between the margins, a dashed one many within them", () => {
    const bars = (style: "solid" | "dashed") => lay({ kind: "rule", style }).marks.filter((mark) => mark.kind === "bar");
    expect(bars("solid")).toEqual([{ kind: "bar", left: 18, top: 6, width: 348, height: 2 }]);
    expect(bars("dashed").length).toBeGreaterThan(20);
    for (const { left, width } of bars("dashed")) expect(left >= 18 && left + width <= 366).toBe(true);
  });

  test("a picture survives being stored as JSON and is printed dot for dot", () => {
    const logo = blankBitmap(21, 9);
    fillRectangle(logo, 3, 2, 17, 5);
    const stored = JSON.parse(JSON.stringify(pictureBlock(logo, "left"))) as Block;
    const [mark] = lay(stored).marks;
    expect(mark).toMatchObject({ kind: "picture", picture: logo, left: 0, top: 0 });
  });

  test("blocks stand one below the other, and a gap is white", () => {
    const { marks, heightDots } = lay(
      { kind: "text", text: "茶" },
      { kind: "gap", heightDots: 11 },
      { kind: "text", text: "茶" },
    );
    expect(marks.map(({ top }) => top)).toEqual([0, faces.body.lineDots + 11]);
    expect(heightDots).toBe(2 * faces.body.lineDots + 11);
  });

  test("the guarded rectangles are the codes with their white", () => {
    const drawing = render(lay({ kind: "qr-pair", left: "a", right: "b" }), faces);
    expect(drawing.codes).toEqual([
      { left: 2, top: 0, width: 196, height: 196 },
      { left: 186, top: 0, width: 196, height: 196 },
    ]);
  });

  test("a picture wider than the column, one with too few bits, and a column wider than the head are our own mistakes", () => {
    expect(() => lay(pictureBlock(blankBitmap(385, 1)))).toThrow("wider than the column");
    expect(() => lay({ kind: "picture", widthDots: 8, heightDots: 9, base64: "AA==" })).toThrow("has 1 bytes");
    expect(() => layOut([], { widthDots: 384, columnDots: 400, dotsPerMm: 8 }, faces)).toThrow("does not fit a head");
  });
});
