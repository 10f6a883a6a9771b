import { expect, test } from "vitest";
import { aPrinter, blackRows, bytes, drawn, inkedRows, rom } from "../bench.ts";

const chinese = bytes(0x1c, 0x26);
const texts = (printer: ReturnType<typeof aPrinter>) =>
  printer.machine.journal.items.filter(({ kind }) => kind === "text").map(({ text }) => text);

async function print(...parts: Parameters<typeof bytes>) {
  const printer = aPrinter();
  void printer.send(...parts);
  await printer.clock.wind(60_000);
  return printer;
}

test("the ROM holds ASCII in 12 × 24 and cp950 in 24 × 24, each with a picture of its own", () => {
  const codes = [..."電子發票證明聯許功蓋一鬱籲"].map((character) => Buffer.from(bytes(character)).readUInt16BE());
  const pictures = codes.map((code) => drawn(rom.wide(code)!).join("\n"));
  expect(new Set(pictures).size).toBe(codes.length);
  expect(rom.wide(codes[0]!)).toMatchObject({ widthDots: 24, heightDots: 24 });
  const letters = Array.from({ length: 0x5e }, (_, i) => drawn(rom.narrow(0x21 + i)!).join("\n"));
  expect(new Set(letters).size).toBe(0x5e);
  expect(rom.narrow(0x41)).toMatchObject({ widthDots: 12, heightDots: 24 });
});

test("the Chinese one is a single stroke across the middle", () => {
  const one = drawn(rom.wide(Buffer.from(bytes("一")).readUInt16BE())!);
  const inked = one.flatMap((row, y) => (row.includes("#") ? [y] : []));
  expect(inked.every((y) => y >= 9 && y <= 14)).toBe(true);
  expect(Math.max(...one.map((row) => row.replaceAll(".", "").length))).toBeGreaterThan(18);
});

test("every common character of a slip is in the ROM", async () => {
  const printer = await print(chinese, "電子發票證明聯 115年11-12月 TS-00000007 隨機碼:1234 總計:NT$120 賣方12345675 許功蓋\n");
  expect(printer.machine.journal.unknown).toEqual([]);
  expect(texts(printer).join("")).toContain("許功蓋");
});

test("two-byte text needs FS &, and after FS . the same bytes are other characters", async () => {
  const printer = await print(chinese, "茶\n", bytes(0x1c, 0x2e), "茶\n");
  expect(texts(printer)).toEqual(["茶", "»∙"]);
  expect(printer.machine.journal.unknown).toEqual([]);
});

test("UTF-8 sent to a Big5 ROM is wrong characters, not an error, and the line still ends", async () => {
  const printer = await print(chinese, Buffer.from("茶\n", "utf8"), "ok\n");
  expect(texts(printer)).toEqual(["□□", "ok"]);
});

test("a code the ROM lacks prints a box and is logged with its offset", async () => {
  const printer = await print(chinese, bytes(0xfe, 0xfe, 0x0a));
  expect(texts(printer)).toEqual(["□"]);
  expect(printer.machine.journal.unknown).toEqual([{ offset: 2, bytes: [0xfe, 0xfe] }]);
});

test("unknown bytes come out as text as far as they have a picture, and are logged with their offset", async () => {
  const printer = await print(bytes(0x1b, 0x7a), "A\n", bytes(0x02), "B\n");
  expect(texts(printer)).toEqual(["zA", "B"]);
  expect(printer.machine.journal.unknown).toEqual([
    { offset: 0, bytes: [0x1b, 0x7a] },
    { offset: 4, bytes: [0x02] },
  ]);
});

test("arguments of QR and graphics commands are never printed as text", async () => {
  const qr = bytes(0x1d, 0x28, 0x6b, 6, 0, 0x31, 0x50, 0x30, "ABC");
  const graphics = bytes(0x1d, 0x28, 0x4c, 4, 0, "XXXX", 0x1d, 0x38, 0x4c, 5, 0, 0, 0, "YYYYY");
  const printer = await print(qr, graphics, "end\n");
  expect(texts(printer)).toEqual(["end"]);
});

test("a QR length that is too short leaves its tail as text, as on a real printer", async () => {
  const printer = await print(bytes(0x1d, 0x28, 0x6b, 4, 0, 0x31, 0x50, 0x30, "ABC\n"));
  expect(texts(printer)).toEqual(["BC"]);
});

test("a line breaks where the head ends, and wide characters break earlier", async () => {
  const printer = await print(
    "0123456789".repeat(4),
    "\n",
    chinese,
    "茶".repeat(17),
    "\n",
    bytes(0x1d, 0x21, 0x11),
    "茶".repeat(9),
    "\n",
  );
  expect(texts(printer).map((text) => text!.length)).toEqual([32, 8, 16, 1, 8, 1]);
});

test("double size doubles each dot, and bold thickens to the right", async () => {
  const plain = await print("I\n");
  const double = await print(bytes(0x1d, 0x21, 0x11), "I\n");
  const bold = await print(bytes(0x1b, 0x45, 1), "I\n");
  const ink = (printer: typeof plain) => drawn(printer.machine.attachedPaper).join("").replaceAll(".", "").length;
  expect(ink(double)).toBe(4 * ink(plain));
  expect(ink(bold)).toBeGreaterThan(ink(plain));
  expect(ink(bold)).toBeLessThan(2 * ink(plain));
});

test("text stands left, in the middle and at the right", async () => {
  const printer = await print("I\n", bytes(0x1b, 0x61, 1), "I\n", bytes(0x1b, 0x61, 2), "I\n");
  const columns = [0, 30, 60].map((top) =>
    Math.min(
      ...drawn(printer.machine.attachedPaper)
        .slice(top, top + 24)
        .map((row) => (row.includes("#") ? row.indexOf("#") : 999)),
    ),
  );
  expect(columns[1]! - columns[0]!).toBe((384 - 12) / 2);
  expect(columns[2]! - columns[0]!).toBe(384 - 12);
});

test("feeds are counted in lines, in motion units, and never move less than the line is high", async () => {
  const height = async (...parts: Parameters<typeof bytes>) => (await print(...parts)).machine.attachedPaper.heightDots;
  expect(await height("\n")).toBe(30);
  expect(await height(bytes(0x1b, 0x64, 3))).toBe(90);
  expect(await height(bytes(0x1b, 0x4a, 77))).toBe(77);
  expect(await height("x", bytes(0x1b, 0x4a, 0))).toBe(24);
  expect(await height(bytes(0x1b, 0x33, 50), "x\n\n", bytes(0x1b, 0x32), "\n")).toBe(130);
});

test("on a printer with half-dot motion units ESC J moves half as far, and odd halves are lost", async () => {
  const printer = aPrinter({ dotsPerFeedUnit: 0.5 });
  await printer.send(bytes(0x1b, 0x4a, 101));
  await printer.clock.wind(5000);
  expect(printer.machine.attachedPaper.heightDots).toBe(50);
});

test("CR is ignored, HT goes to the next eighth column", async () => {
  const printer = await print("a\r\n\tb\n");
  expect(printer.machine.attachedPaper.heightDots).toBe(60);
  expect(texts(printer)).toEqual(["a", "b"]);
  expect(
    drawn(printer.machine.attachedPaper)
      .slice(30)
      .every((row) => !row.slice(0, 96).includes("#")),
  ).toBe(true);
});

test("ESC @ drops the unprinted line and all modes", async () => {
  const printer = await print(bytes(0x1d, 0x21, 0x77, 0x1b, 0x61, 2), "gone", bytes(0x1b, 0x40), "kept\n");
  expect(texts(printer)).toEqual(["kept"]);
  expect(printer.machine.attachedPaper.heightDots).toBe(30);
});

test("an image is never put beside text: the line is printed first", async () => {
  const printer = await print("x", blackRows(5));
  expect(printer.machine.journal.items.map(({ kind, row }) => [kind, row])).toEqual([
    ["text", 0],
    ["raster", 30],
  ]);
});

test("an image wider than the head is cut off, and its padding bits print", async () => {
  const wide = await print(blackRows(2, 60));
  expect(drawn(wide.machine.attachedPaper)).toEqual(["#".repeat(384), "#".repeat(384)]);
  const padded = await print(blackRows(1, 2));
  expect(drawn(padded.machine.attachedPaper)[0]!.indexOf(".")).toBe(16);
});

test("an image stands where ESC a puts it", async () => {
  const printer = await print(bytes(0x1b, 0x61, 1), blackRows(1), bytes(0x1b, 0x61, 2), blackRows(1));
  expect(drawn(printer.machine.attachedPaper).map((row) => row.indexOf("#"))).toEqual([(384 - 8) / 2, 384 - 8]);
});

test("raster modes double width, height or both", async () => {
  const sizes: string[] = [];
  for (const mode of [0, 1, 2, 3, 0x33]) {
    const printer = await print(bytes(0x1d, 0x76, 0x30, mode, 1, 0, 1, 0, 0xa0));
    const rows = drawn(printer.machine.attachedPaper);
    sizes.push(`${rows[0]!.slice(0, 8)} × ${inkedRows(printer.machine.attachedPaper)}`);
  }
  expect(sizes).toEqual(["#.#..... × 1", "##..##.. × 1", "#.#..... × 2", "##..##.. × 2", "##..##.. × 2"]);
});
