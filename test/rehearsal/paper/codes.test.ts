import { expect, test } from "vitest";
import { bytes, confirmed, drawn, hex, inkedRows, printed, processId, qr } from "../bench.ts";
import { readBack } from "./read-back.ts";

const code39 = (data: string) => bytes(0x1d, 0x6b, 69, data.length, data);
const code128 = (data: string) => bytes(0x1d, 0x6b, 73, data.length, data);
const bars = (dots: number) => bytes(0x1d, 0x77, dots);
const blackColumns = (row: string | undefined) => [row?.indexOf("#"), row?.lastIndexOf("#")];

test("a native QR code holds what was stored, in the size and level asked for, with no quiet zone", async () => {
  const { journal, paper } = await printed({}, qr.size(4), qr.level("M"), qr.keep("珍珠奶茶:1:50"), qr.print);
  expect(await readBack(paper)).toMatchObject([{ format: "QRCode", text: "珍珠奶茶:1:50", ecLevel: "M", version: "2" }]);
  expect([paper.heightDots, blackColumns(drawn(paper)[0])]).toEqual([25 * 4, [0, 99]]);
  expect(journal.items).toMatchObject([{ kind: "qr", x: 0, row: 0, rows: 100, widthDots: 100, data: "珍珠奶茶:1:50" }]);
});

test("each error correction level makes a QR code of its own", async () => {
  for (const level of ["L", "M", "Q", "H"] as const) {
    const { paper } = await printed({}, qr.level(level), qr.keep("TS00000007"), qr.print);
    expect(await readBack(paper)).toMatchObject([{ ecLevel: level, text: "TS00000007" }]);
  }
});

test("two native QR codes may come out in different sizes, because nobody can choose the version", async () => {
  const sizeOf = async (data: string) => (await printed({}, qr.keep(data), qr.print)).paper.heightDots;
  expect([await sizeOf("x".repeat(77)), await sizeOf("x".repeat(130))]).toEqual([33 * 3, 41 * 3]);
});

test("a QR code wider than the line prints nothing and only feeds", async () => {
  const { paper, journal } = await printed({}, qr.size(16), qr.keep("TS00000007".repeat(2)), qr.print);
  expect([inkedRows(paper), paper.heightDots]).toEqual([0, 400]);
  expect(journal.items.map(({ kind }) => kind)).toEqual(["feed"]);
  const wider = await printed({ widthDots: 576 }, qr.size(16), qr.keep("TS00000007".repeat(2)), qr.print);
  expect(wider.journal.items.map(({ kind }) => kind)).toEqual(["qr"]);
});

test("a QR code is printed at the beginning of a line and nowhere else", async () => {
  const { journal } = await printed({}, qr.keep("A"), "text", qr.print, "\n", qr.print);
  expect(journal.items.map(({ kind }) => kind)).toEqual(["text", "qr"]);
});

test("nothing stored, an unknown model and data too long for any code print nothing", async () => {
  const model1 = bytes(0x1d, 0x28, 0x6b, 4, 0, 0x31, 0x41, 0x31, 0);
  const { journal } = await printed({}, qr.print, qr.keep("A"), model1, qr.print);
  expect(journal.items).toEqual([]);
  const long = await printed({ widthDots: 576 }, qr.keep("x".repeat(3000)), qr.print);
  expect(long.journal.items).toEqual([]);
});

test("the size of the stored symbol is told on request", async () => {
  const { heard } = await printed({}, qr.size(3), qr.keep("TS00000007"), qr.askSize, qr.size(16), qr.askSize);
  const told = (size: number, fits: string) => hex(bytes(0x37, 0x36, `${size}`, 0x1f, `${size}`, 0x1f, "1", 0x1f, fits, 0));
  expect(heard()).toBe(`${told(63, "0")} ${told(336, "0")}`);
  const narrow = await printed({ widthDots: 300 }, qr.size(16), qr.keep("TS00000007"), qr.askSize);
  expect(narrow.heard()).toBe(told(336, "1"));
});

test("QR codes stand where ESC a puts them", async () => {
  const { journal } = await printed({}, bytes(0x1b, 0x61, 1), qr.keep("A"), qr.print, bytes(0x1b, 0x61, 2), qr.print);
  expect(journal.items.map(({ x }) => x)).toEqual([(384 - 63) >> 1, 384 - 63]);
});

test("a WinPOS printer forces a version and others do not", async () => {
  const force = bytes(0x1d, 0x28, 0x6b, 3, 0, 0x31, 0x76, 7);
  const heightWith = async (pairedQr: boolean) => {
    const { model } = (await printed({})).machine;
    return (await printed({ abilities: { ...model.abilities, pairedQr } }, force, qr.keep("A"), qr.print)).paper.heightDots;
  };
  expect([await heightWith(true), await heightWith(false)]).toEqual([45 * 3, 21 * 3]);
});

test("a printer without native QR codes skips them whole and prints none of their bytes", async () => {
  const { model } = (await printed({})).machine;
  const abilities = { ...model.abilities, nativeQr: false };
  const { texts } = await printed({ abilities }, qr.keep("TS00000007"), qr.print, "end\n");
  expect(texts).toEqual(["end"]);
});

test("Code 39 is as wide as its table says, as high as GS h says, and can be read", async () => {
  const data = "11512TS000000071234";
  const { journal, paper } = await printed({}, bars(1), bytes(0x1d, 0x68, 48), code39(data));
  expect(journal.items).toMatchObject([{ kind: "bar-code", widthDots: 335, rows: 48, data }]);
  expect(await readBack(paper)).toMatchObject([{ format: "Code39", text: data }]);
});

test("a slip's Code 39 with bars of two dots is 607 dots wide, so 384 dots print nothing and only feed", async () => {
  const { paper, journal } = await printed({}, bars(2), bytes(0x1d, 0x68, 48), code39("11512TS000000071234"));
  expect([inkedRows(paper), paper.heightDots, journal.items.length]).toEqual([0, 48, 1]);
  const wide = await printed({ widthDots: 640 }, bars(2), code39("11512TS000000071234"));
  expect(wide.journal.items).toMatchObject([{ kind: "bar-code", widthDots: 607 }]);
});

test("a printer whose narrowest bar is two dots does not hear GS w 1", async () => {
  const { journal } = await printed({ narrowestBarDots: 2 }, bars(2), bars(1), code39("AB"));
  expect(journal.items[0]!.widthDots).toBe(4 * 27 + 3 * 2);
});

test("form A of Code 39 ends with a zero, and a length in its place becomes data that is refused", async () => {
  const { journal, texts } = await printed({}, bytes(0x1d, 0x6b, 4, "AB12", 0), bytes(0x1d, 0x6b, 4, 2, "XY\n"));
  expect(journal.items[0]).toMatchObject({ kind: "bar-code", data: "AB12" });
  expect(texts).toEqual(["XY"]);
  expect(journal.unknown).toHaveLength(1);
});

test("a letter no Code 39 holds ends the command, and the rest is text", async () => {
  const { texts } = await printed({}, code39("ABaCD"), "\n");
  expect(texts).toEqual(["CD"]);
});

test.each([
  "{BTillseal-2026",
  "{BAB{{C",
  "{C\x0b\x0c\x0d",
  "{AUPPER{Blower",
  "{A{Sa{BZ",
])("Code 128 of %j can be read", async (data) => {
  const { paper } = await printed({}, bars(2), code128(data));
  const text = data === "{C\x0b\x0c\x0d" ? "111213" : data.replaceAll("{{", "\0").replaceAll(/\{./g, "").replaceAll("\0", "{");
  expect(await readBack(paper)).toMatchObject([{ format: "Code128", text }]);
});

test("Code 128 without its code set prints nothing", async () => {
  const { journal } = await printed({}, code128("nothing"));
  expect([journal.items, journal.unknown.length]).toEqual([[], 1]);
});

test("a bar code's text stands above, below or both, and can be small", async () => {
  const height = async (position: number, font: number) =>
    (await printed({}, bytes(0x1d, 0x68, 40, 0x1d, 0x48, position, 0x1d, 0x66, font), code39("AB"))).paper.heightDots;
  expect([await height(0, 0), await height(1, 0), await height(2, 0), await height(3, 0), await height(2, 1)]).toEqual([
    40,
    64,
    64,
    88,
    40 + 17,
  ]);
});

test("a bar code after text on the same line is not printed, and answers come all the same", async () => {
  const { heard, journal } = await printed({}, "text", code39("AB"), "\n", processId("BARS"));
  expect(journal.items.map(({ kind }) => kind)).toEqual(["text"]);
  expect(heard()).toBe(confirmed("BARS"));
});

test("bar codes that are not drawn are logged, and their bytes are not text", async () => {
  const { journal, texts } = await printed(
    {},
    bytes(0x1d, 0x6b, 67, 12, "471234567890"),
    bytes(0x1d, 0x6b, 2, "471234567890", 0),
    "end\n",
  );
  expect(texts).toEqual(["end"]);
  expect(journal.unknown).toHaveLength(2);
});

test("ESC @ forgets the stored code with its size and level", async () => {
  const reset = bytes(0x1b, 0x40);
  expect((await printed({}, qr.keep("A"), reset, qr.print)).journal.items).toEqual([]);
  expect((await printed({}, qr.size(8), reset, qr.keep("A"), qr.print)).paper.heightDots).toBe(63);
});
