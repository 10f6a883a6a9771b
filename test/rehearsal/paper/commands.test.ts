import iconv from "iconv-lite";
import { expect, test } from "vitest";
import { models } from "../../../src/rehearsal/printer/models.ts";
import { blackRows, bytes, confirmed, cut, drawn, inkedRows, printed, processId, w } from "../bench.ts";

const chinese = bytes(0x1c, 0x26);
const store = (width: number, height: number, data: Uint8Array) => bytes(0x30, 0x70, 0x30, 1, 1, 0x31, w(width), w(height), data);
const printStored = bytes(0x1d, 0x28, 0x4c, 2, 0, 0x30, 0x32);
const ink = (rows: readonly string[]) => rows.join("").replaceAll(".", "").length;
const firstInk = (rows: readonly string[]) => Math.min(...rows.map((row) => (row.includes("#") ? row.indexOf("#") : 9999)));

test("GS ( L stores a picture and prints it once, dots wide rather than bytes wide", async () => {
  const data = new Uint8Array(2 * 5).fill(0xff);
  const { journal, paper } = await printed({}, bytes(0x1d, 0x28, 0x4c, w(20), store(12, 5, data)), printStored, printStored);
  expect(journal.items).toMatchObject([{ kind: "graphics", widthDots: 12, rows: 5 }]);
  expect([inkedRows(paper), paper.heightDots]).toEqual([5, 5]);
});

test("GS 8 L does the same for long pictures, and a cut off one leaves nothing behind", async () => {
  const data = new Uint8Array(48 * 100).fill(0x55);
  const long = bytes(0x1d, 0x38, 0x4c, w(data.length + 10), 0, 0, store(384, 100, data));
  const { paper } = await printed({}, long, printStored);
  expect(inkedRows(paper)).toBe(100);
  const missing = bytes(0x1d, 0x28, 0x4c, w(20), store(384, 100, new Uint8Array(10)));
  expect((await printed({}, missing, printStored, "end\n")).texts).toEqual(["end"]);
});

test("a printer without stored graphics skips GS ( L and does not know GS 8 L", async () => {
  const { model } = (await printed({})).machine;
  const abilities = { ...model.abilities, storedGraphics: false };
  const { texts } = await printed({ abilities }, bytes(0x1d, 0x28, 0x4c, 4, 0, "0p01"), bytes(0x1d, 0x38, 0x4c), "\n");
  expect(texts).toEqual(["8L"]);
});

test("ESC * puts columns of dots into the line, in four densities", async () => {
  const sizes: string[] = [];
  for (const [mode, perColumn] of [
    [0, 1],
    [1, 1],
    [32, 3],
    [33, 3],
  ] as const) {
    const { paper } = await printed({}, bytes(0x1b, 0x2a, mode, w(4), new Uint8Array(4 * perColumn).fill(0x80)), "\n");
    sizes.push(`${drawn(paper).filter((row) => row.includes("#")).length} × ${drawn(paper)[0]!.lastIndexOf("#") + 1}`);
  }
  expect(sizes).toEqual(["3 × 8", "3 × 4", "3 × 8", "3 × 4"]);
});

test("ESC $ and ESC \\ move along the line, GS L and GS W bound it, and only at its beginning", async () => {
  const moved = await printed({}, "I", bytes(0x1b, 0x24, w(100)), "I", bytes(0x1b, 0x5c, w(-50)), "I\n");
  expect(moved.journal.items[0]).toMatchObject({ kind: "text", x: 0, widthDots: 112, text: "III" });
  const bounded = await printed({}, bytes(0x1d, 0x4c, w(48), 0x1d, 0x57, w(120)), "x".repeat(12), "\n");
  expect(bounded.journal.items.filter(({ kind }) => kind === "text")).toMatchObject([
    { x: 48, widthDots: 120 },
    { x: 48, widthDots: 24 },
  ]);
  const late = await printed({}, "x", bytes(0x1d, 0x4c, w(48)), "\n");
  expect(late.journal.items[0]).toMatchObject({ x: 0 });
});

test("GS P changes what a motion unit is, here to an inch of 406 units", async () => {
  const { paper } = await printed({}, bytes(0x1d, 0x50, 203, 203, 0x1b, 0x4a, 100), bytes(0x1d, 0x50, 0, 0, 0x1b, 0x4a, 100));
  expect(paper.heightDots).toBe(200);
  const half = await printed(
    { dotsPerFeedUnit: 0.5, dotsPerInch: 180 },
    bytes(0x1b, 0x4a, 100, 0x1d, 0x50, 180, 180, 0x1b, 0x4a, 100),
  );
  expect(half.paper.heightDots).toBe(150);
});

test("FS ! and FS W enlarge Chinese only, GS ! enlarges everything", async () => {
  const widths = async (...mode: number[]) => {
    const { journal } = await printed({}, chinese, bytes(...mode), "茶\nA\n");
    return journal.items.filter(({ kind }) => kind === "text").map(({ widthDots, rows }) => `${widthDots}×${rows}`);
  };
  expect(await widths(0x1c, 0x21, 0x04)).toEqual(["48×24", "12×24"]);
  expect(await widths(0x1c, 0x21, 0x0c)).toEqual(["48×48", "12×24"]);
  expect(await widths(0x1c, 0x57, 1)).toEqual(["48×48", "12×24"]);
  expect(await widths(0x1d, 0x21, 0x11)).toEqual(["48×48", "24×48"]);
});

test("FS S and ESC SP leave room, ESC M takes the small font", async () => {
  const { journal } = await printed(
    {},
    chinese,
    bytes(0x1c, 0x53, 2, 4),
    "茶茶\n",
    bytes(0x1b, 0x20, 3),
    "AB\n",
    bytes(0x1b, 0x20, 0, 0x1b, 0x4d, 1),
    "AB\n",
  );
  expect(journal.items.filter(({ kind }) => kind === "text").map(({ widthDots, rows }) => [widthDots, rows])).toEqual([
    [60, 24],
    [30, 24],
    [18, 17],
  ]);
});

test("inverted text is white on black; text on its side is as wide as it was high; upside down it starts at the right", async () => {
  const plain = drawn((await printed({}, "I\n")).paper);
  const white = drawn((await printed({}, bytes(0x1d, 0x42, 1), "I\n")).paper);
  expect(ink(white)).toBe(12 * 24 - ink(plain));
  const turned = await printed({}, bytes(0x1b, 0x56, 1), "I\n");
  expect(turned.journal.items[0]).toMatchObject({ widthDots: 24, rows: 12 });
  expect(ink(drawn(turned.paper))).toBe(ink(plain));
  const over = drawn((await printed({}, bytes(0x1b, 0x7b, 1), "I\n")).paper);
  expect(firstInk(over)).toBeGreaterThan(384 - 12);
  expect(ink(over)).toBe(ink(plain));
});

test("double strike is as black as bold, and ESC R puts a yen where a dollar or a backslash was", async () => {
  const strike = drawn((await printed({}, bytes(0x1b, 0x47, 1), "I\n")).paper);
  expect(strike).toEqual(drawn((await printed({}, bytes(0x1b, 0x45, 1), "I\n")).paper));
  expect((await printed({}, bytes(0x1b, 0x52, 15), "$\\\n", bytes(0x1b, 0x52, 8), "$\\\n")).texts).toEqual(["¥\\", "$¥"]);
});

test("a code table the ROM does not hold comes out as boxes", async () => {
  expect((await printed({}, bytes(0x1b, 0x74, 2, 0x41, 0x9d, 0x0a))).texts).toEqual(["A□"]);
  expect((await printed({}, bytes(0x1b, 0x74, 0, 0x41, 0x9d, 0x0a))).texts).toEqual(["A¥"]);
});

test("tabs go where ESC D put them", async () => {
  const { journal } = await printed({}, bytes(0x1b, 0x44, 4, 10, 0), "\t", "x", "\t", "y\n");
  expect(journal.items[0]).toMatchObject({ widthDots: 132, text: "xy" });
});

test("beeps are written down on printers that know ESC B, and are text on those that do not", async () => {
  const { journal } = await printed({}, bytes(0x1b, 0x42, 3, 2));
  expect(journal.beeps).toEqual([{ times: 3, ms: 200, offset: 0 }]);
  const epson = await printed({ ...models["epson-80"] }, bytes(0x1b, 0x42, 0x33, 0x32, 0x0a));
  expect([epson.texts, epson.journal.beeps]).toEqual([["B32"], []]);
});

test("GS ( D makes the real-time drawer and power commands deaf, and GS ( K, GS z 0 and ESC c 5 print nothing", async () => {
  const deaf = bytes(0x1d, 0x28, 0x44, 5, 0, 0x14, 1, 0, 2, 0);
  const { journal, machine, texts } = await printed(
    {},
    deaf,
    bytes(0x1d, 0x28, 0x4b, 2, 0, 0x31, 0x41, 0x1d, 0x7a, 0x30, 0x41, 0x41, 0x1b, 0x63, 0x35, 1),
    "x\n",
  );
  await machine.atRest();
  expect([texts, journal.unknown]).toEqual([["x"], []]);
  const after = await printed({}, deaf);
  await after.send(bytes(0x10, 0x14, 1, 0, 1, 0x10, 0x14, 2, 1, 8));
  expect([after.journal.pulses, after.machine.state.power]).toEqual([[], true]);
});

test("with its buttons off a printer feeds nothing", async () => {
  const { machine, clock } = await printed({}, bytes(0x1b, 0x63, 0x35, 1));
  void machine.pressFeed();
  await clock.wind(500);
  expect(machine.attachedPaper.heightDots).toBe(0);
});

test("ESC K pulls the paper back, and what is printed then stands beside what was there", async () => {
  const { paper, journal } = await printed({}, blackRows(40), bytes(0x1b, 0x4b, 40, 0x1b, 0x61, 2), blackRows(40));
  expect([paper.heightDots, drawn(paper)[0]!.lastIndexOf("#"), drawn(paper)[0]!.indexOf("#")]).toEqual([40, 383, 0]);
  expect(journal.items.map(({ kind, row }) => [kind, row])).toEqual([
    ["raster", 0],
    ["back-feed", 40],
    ["raster", 0],
  ]);
  const cutShort = await printed({}, blackRows(40), bytes(0x1b, 0x4b, 10), cut);
  expect(cutShort.pieces.map((piece) => piece.heightDots)).toEqual([30]);
});

test("the WinPOS way of two codes side by side makes one row of them", async () => {
  const model = { ...models["winpos-58"], headToCutterDots: 0 };
  const one = (x: number) => bytes(0x1b, 0x24, w(x), 0x1b, 0x2a, 33, w(24), new Uint8Array(72).fill(0xff), 0x0a);
  const { paper, journal, heard } = await printed(
    model,
    bytes(0x1b, 0x02),
    one(45),
    bytes(0x1b, 0x4b, 30),
    one(230),
    bytes(0x1b, 0x03),
    processId("none"),
  );
  expect(paper.heightDots).toBe(30);
  expect(journal.items.filter(({ kind }) => kind === "column-image").map(({ row }) => row)).toEqual([0, 0]);
  expect([journal.unknown, heard()]).toEqual([[], ""]);
});

test("GB18030 text is read by a GB18030 ROM, awake with two-byte characters on", async () => {
  const clone = { ...models["clone-58"], headToCutterDots: 0 };
  const { texts, journal } = await printed(clone, iconv.encode("電子發票 茶\n", "gb18030"));
  expect([texts, journal.unknown]).toEqual([["電子發票 茶"], []]);
});

test("Big5 on a GB18030 ROM is other characters and boxes, without any error", async () => {
  const { texts, heard } = await printed({ rom: "gb18030", multibyteAtPowerOn: true }, "電子發票證明聯\n", processId("GBGB"));
  expect(texts[0]).not.toContain("電");
  expect(texts[0]!.length).toBeGreaterThan(4);
  expect(heard()).toBe(confirmed("GBGB"));
});

test("a four-byte code is one box on a ROM of two-byte codes", async () => {
  const { texts } = await printed({ rom: "gb18030", multibyteAtPowerOn: true }, bytes(0x81, 0x30, 0x81, 0x30, "A\n"));
  expect(texts).toEqual(["□A"]);
});

test("a printer without Chinese takes FS & for text and prints single bytes", async () => {
  const { texts } = await printed({ rom: "ascii", multibyteAtPowerOn: true }, chinese, "茶\n");
  expect(texts).toEqual(["&»∙"]);
});
