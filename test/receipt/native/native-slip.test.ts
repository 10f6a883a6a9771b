import { expect, test } from "vitest";
import type { Block } from "../../../src/receipt/blocks.ts";
import { cut, escposBands } from "../../../src/receipt/escpos.ts";
import { layOut, type Paper } from "../../../src/receipt/layout.ts";
import { nativeBytes, nativeHeight } from "../../../src/receipt/native/native-slip.ts";
import { render } from "../../../src/receipt/render.ts";
import { commandsIn } from "../../../src/receipt/sanitise.ts";
import { aPrinter } from "../../rehearsal/bench.ts";
import { faces } from "../faces.ts";
import { codes, papers, sampleSlip } from "../sample-slip.ts";
import { scan } from "../scanner.ts";
import { listing } from "./listing.ts";

const hybrid = { encoding: "hybrid", letters: "cp950", nativeCodes: false } as const;
const native = { encoding: "native", letters: "cp950", nativeCodes: true } as const;

/** What a virtual printer with that head makes of the bytes. */
async function onPaper(bytes: Uint8Array, widthDots: number) {
  const printer = aPrinter({ widthDots });
  void printer.send(bytes, cut);
  await printer.clock.wind(600_000);
  const { items, unknown } = printer.machine.journal;
  const texts = items.filter(({ kind }) => kind === "text").map(({ text = "" }) => text);
  return { texts, unknown, picture: printer.pieces[0]! };
}

/** A slip's lines as they are laid out in drawn letters: what stands on one height, without the white between. */
function linesOf(blocks: readonly Block[], paper: Paper): string[] {
  const lines = new Map<number, string>();
  for (const mark of layOut(blocks, paper, faces).marks)
    if (mark.kind === "text") lines.set(mark.top, (lines.get(mark.top) ?? "") + mark.text);
  return [...lines.values()].map(squeezed);
}

function squeezed(text: string): string {
  return text.replaceAll(/[\s　]/g, "");
}

for (const [name, paper] of Object.entries(papers)) {
  test(`a slip in the printer's own letters says the same lines in the same order, and its codes read, on ${name}`, async () => {
    const blocks = sampleSlip({ company: true });
    const bytes = await nativeBytes(blocks, { paper, faces, dialect: hybrid });
    const { texts, unknown, picture } = await onPaper(bytes, paper.widthDots);
    expect(texts.map(squeezed)).toEqual(linesOf(blocks, paper));
    expect(unknown).toEqual([]);
    const read = await scan(picture);
    expect([read.bars, read.squares]).toEqual([[codes.bar], [codes.left, codes.right]]);
    expect(commandsIn(bytes)).toEqual([]);
  });

  test(`no line in the printer's own letters is wider than the column on ${name}`, async () => {
    const long: Block[] = [
      { kind: "text", text: "一二三四五六七八九十".repeat(5), size: "title" },
      { kind: "text", text: "A very long Latin name that has to be wrapped somewhere on its way", align: "right" },
      { kind: "columns", left: "珍珠奶茶大杯少冰半糖加椰果", right: "1,234,567 TX" },
      { kind: "columns", left: "  2 × 65", right: "130 TX" },
      { kind: "rule" },
      { kind: "rule", style: "dashed" },
    ];
    const bytes = await nativeBytes(long, { paper, faces, dialect: hybrid });
    const { picture, texts } = await onPaper(bytes, paper.widthDots);
    const { left, right } = inkOf(picture);
    const columnLeft = Math.floor((paper.widthDots - paper.columnDots) / 2);
    expect(left).toBeGreaterThanOrEqual(columnLeft - 12);
    expect(right).toBeLessThanOrEqual(columnLeft + paper.columnDots + 12);
    expect(texts.map(squeezed).join("")).toBe(
      squeezed(`${"一二三四五六七八九十".repeat(5)}AverylongLatinnamethathastobewrappedsomewhereonitsway`) +
        squeezed(`珍珠奶茶大杯少冰半糖加椰果1,234,567TX2×65130TX${texts.at(-2)}${texts.at(-1)}`),
    );
  });
}

function inkOf({
  bits,
  rowBytes,
  widthDots,
  heightDots,
}: {
  bits: Uint8Array;
  rowBytes: number;
  widthDots: number;
  heightDots: number;
}) {
  let [left, right] = [widthDots, 0];
  for (let y = 0; y < heightDots; y++)
    for (let x = 0; x < widthDots; x++)
      if (((bits[y * rowBytes + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0) {
        left = Math.min(left, x);
        right = Math.max(right, x);
      }
  return { left, right };
}

test("the title is twice as large, and titles are at least 5 mm tall", async () => {
  const bytes = await nativeBytes(sampleSlip(), { paper: papers["384 dots"], faces, dialect: hybrid });
  const printer = aPrinter();
  void printer.send(bytes);
  await printer.clock.wind(600_000);
  const heights = printer.machine.journal.items.filter(({ kind }) => kind === "text").map(({ rows }) => rows);
  expect(heights.slice(0, 5)).toEqual([24, 48, 48, 48, 24]);
});

test("a line with a character that the ROM lacks is drawn whole, dot for dot", async () => {
  const paper = papers["384 dots"];
  for (const text of ["堃記茶行", "王喆先生", "買 ① 送 ②", "€5", "😀", "恒春", "a\u0301"]) {
    const blocks: Block[] = [{ kind: "text", text }];
    const bytes = await nativeBytes(blocks, { paper, faces, dialect: hybrid });
    const drawn = Buffer.from(escposBands(render(layOut(blocks, paper, faces), faces)));
    expect(Buffer.from(bytes).includes(drawn), text).toBe(true);
  }
});

test("simplified characters are letters of a GB18030 ROM, and four-byte ones are drawn", async () => {
  const form = { paper: papers["384 dots"], faces, dialect: { ...hybrid, letters: "gb18030" } } as const;
  const said = Buffer.from(await nativeBytes([{ kind: "text", text: "电子发票" }], form));
  expect(said.toString("hex")).toBe(`1c26${"20".repeat(2)}b5e7d7d3b7a2c6b10d0a`);
  expect(Buffer.from(await nativeBytes([{ kind: "text", text: "¥5" }], form)).includes(Buffer.of(0x1d, 0x76))).toBe(true);
});

test("over 9600 baud a proof slip takes under four seconds as hybrid, a fifth of what it takes in dots", async () => {
  const blocks = sampleSlip();
  const paper = papers["384 dots"];
  const seconds = (await nativeBytes(blocks, { paper, faces, dialect: hybrid })).length / 960;
  const drawn = escposBands(render(layOut(blocks, paper, faces), faces)).length / 960;
  expect(seconds).toBeLessThan(4);
  expect(seconds).toBeLessThan(drawn / 4.5);
});

test("where the printer makes both codes itself, a slip takes under a second over 9600 baud", async () => {
  const bytes = await nativeBytes(fullSlip(), { paper: papers["384 dots"], faces, dialect: native });
  expect(bytes.length / 960).toBeLessThan(1);
});

test("the printer makes the QR codes only where both come out equal and as large as the law wants", async () => {
  const form = { paper: papers["384 dots"], faces, dialect: native } as const;
  const pageMode = Buffer.of(0x1b, 0x4c);
  expect(Buffer.from(await nativeBytes(fullSlip(), form)).includes(pageMode)).toBe(true);
  // The right text alone would be a smaller code.
  expect(Buffer.from(await nativeBytes(sampleSlip(), form)).includes(pageMode)).toBe(false);
  const fine = { ...form, paper: papers["360 dots at 180 dpi"] };
  expect(Buffer.from(await nativeBytes(fullSlip(), fine)).includes(pageMode)).toBe(false);
  const probed = { ...form, dialect: { ...native, nativeCodes: false } };
  expect(Buffer.from(await nativeBytes(fullSlip(), probed)).includes(pageMode)).toBe(false);
});

test.each(["384 dots", "576 dots"] as const)("the printer's own codes read as the ones drawn by us do, on %s", async (name) => {
  const paper = papers[name];
  const bytes = await nativeBytes(fullSlip(), { paper, faces, dialect: native });
  const { picture, unknown } = await onPaper(bytes, paper.widthDots);
  expect(unknown).toEqual([]);
  expect(await scan(picture)).toEqual(await scan(render(layOut(fullSlip(), paper, faces), faces).bitmap));
});

test("the paper's length is known before it is printed", async () => {
  const paper = papers["384 dots"];
  const blocks = sampleSlip();
  const printer = aPrinter();
  void printer.send(await nativeBytes(blocks, { paper, faces, dialect: hybrid }));
  await printer.clock.wind(600_000);
  const rows = printer.machine.journal.items.reduce((end, item) => Math.max(end, item.row + item.rows), 0);
  expect(Math.abs(nativeHeight(blocks, { paper, faces, dialect: hybrid }) - rows)).toBeLessThan(40);
});

test("the bytes of each encoding are the kept ones", async () => {
  const paper = papers["384 dots"];
  const kept = (name: string) => `../../golden/receipt/${name}.txt`;
  const drawn = escposBands(render(layOut(fullSlip(), paper, faces), faces));
  await expect(listing(drawn)).toMatchFileSnapshot(kept("raster"));
  const form = { paper, faces };
  await expect(listing(await nativeBytes(fullSlip(), { ...form, dialect: hybrid }))).toMatchFileSnapshot(kept("hybrid"));
  await expect(listing(await nativeBytes(fullSlip(), { ...form, dialect: native }))).toMatchFileSnapshot(kept("native"));
});

/** The sample with both codes as full as five items make them. */
function fullSlip(): Block[] {
  const right = "**:雞蛋糕:1:45:手工豆花:3:19:鐵觀音拿鐵:2:80:芋圓仙草凍:1:55:杏仁豆腐牛奶冰沙:2:40";
  return sampleSlip().map((block) => (block.kind === "qr-pair" ? { ...block, right } : block));
}
