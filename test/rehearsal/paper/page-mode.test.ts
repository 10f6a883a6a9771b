import { expect, test } from "vitest";
import { models } from "../../../src/rehearsal/printer/models.ts";
import { aPrinter, blackRows, bytes, drawn, inkedRows, printed, qr, w } from "../bench.ts";
import { readBack } from "./read-back.ts";

const enter = bytes(0x1b, 0x4c);
const area = (...[x, y, width, height]: [number, number, number, number]) => bytes(0x1b, 0x57, w(x), w(y), w(width), w(height));
const direction = (n: number) => bytes(0x1b, 0x54, n);
const at = (x: number, y: number) => bytes(0x1b, 0x24, w(x), 0x1d, 0x24, w(y));
const print = bytes(0x0c);

test("two native QR codes stand side by side, both on the row their lower edge was given", async () => {
  const left = [at(18, 122), qr.keep("LEFT".padEnd(77, "x")), qr.print];
  const right = [at(211, 122), qr.keep("RIGHT".padEnd(77, "y")), qr.print];
  const { paper, journal } = await printed({}, enter, area(0, 0, 384, 130), qr.size(3), ...left, ...right, print);
  expect(paper.heightDots).toBe(130);
  const codes = journal.items.filter(({ kind }) => kind === "qr");
  expect(codes).toMatchObject([
    { x: 18, row: 122 - 98, rows: 99, widthDots: 99 },
    { x: 211, row: 122 - 98, rows: 99, widthDots: 99 },
  ]);
  expect((await readBack(paper)).map(({ text }) => text.slice(0, 4))).toEqual(["LEFT", "RIGH"]);
});

test("an image's y is its lowest row: nothing of it is lost at y + h - 1", async () => {
  const { paper } = await printed({}, enter, area(0, 0, 384, 40), at(8, 31), blackRows(20), print);
  const rows = drawn(paper).flatMap((row, y) => (row.includes("#") ? [y] : []));
  expect([rows[0], rows.at(-1), rows.length]).toEqual([12, 31, 20]);
  const high = await printed({}, enter, area(0, 0, 384, 40), at(8, 9), blackRows(20), print);
  expect(inkedRows(high.paper)).toBe(10); // the rest would be above the area
});

test("text stands on the ground of its line, wraps at the area's edge and moves by the line spacing", async () => {
  const { journal, texts } = await printed({}, enter, area(96, 0, 120, 90), "0123456789AB\nC", print);
  expect(texts).toEqual(["0123456789", "AB", "C"]);
  expect(journal.items.filter(({ kind }) => kind === "text")).toMatchObject([
    { x: 96, row: 0, rows: 24, widthDots: 120 },
    { x: 96, row: 30, widthDots: 24 },
    { x: 96, row: 60, widthDots: 12 },
  ]);
});

test.each([
  [0, { x: 10, row: 20, widthDots: 12, rows: 24 }],
  [1, { x: 10, row: 20 + 100 - 12, widthDots: 24, rows: 12 }],
  [2, { x: 10 + 200 - 12, row: 20 + 100 - 24, widthDots: 12, rows: 24 }],
  [3, { x: 10 + 200 - 24, row: 20, widthDots: 24, rows: 12 }],
])("direction %i begins in its own corner of the area", async (n, place) => {
  const { journal, paper } = await printed({}, enter, area(10, 20, 200, 100), direction(n), "L", print);
  expect(journal.items.find(({ kind }) => kind === "text")).toMatchObject({ text: "L", ...place });
  const ink = drawn(paper).flatMap((row, y) => [...row].flatMap((dot, x) => (dot === "#" ? [{ x, y }] : [])));
  expect(ink.length).toBeGreaterThan(10);
  for (const dot of ink) {
    expect(dot.x >= place.x && dot.x < place.x + place.widthDots && dot.y >= place.row && dot.y < place.row + place.rows).toBe(
      true,
    );
  }
});

test("upwards the letters' feet are at the right, downwards at the left", async () => {
  const stemOf = async (n: number) => {
    const { paper } = await printed({}, enter, area(0, 0, 100, 100), direction(n), "L", print);
    const rows = drawn(paper).map((row, y) => ({ y, ink: row.replaceAll(".", "").length }));
    return rows.toSorted((a, b) => b.ink - a.ink)[0]!.y;
  };
  expect(await stemOf(1)).toBeGreaterThan(100 - 6); // the stem of an L stands left in its cell: below, when read upwards
  expect(await stemOf(3)).toBeLessThan(6);
});

test("a QR code can be read in every direction", async () => {
  for (const n of [0, 1, 2, 3]) {
    const { paper } = await printed(
      {},
      enter,
      area(40, 20, 200, 200),
      direction(n),
      at(30, 120),
      qr.keep("TURN"),
      qr.print,
      print,
    );
    expect(await readBack(paper)).toMatchObject([{ text: "TURN" }]);
  }
});

test("several areas make one page, and a second area does not move the first", async () => {
  const one = [area(0, 0, 100, 40), "one"];
  const two = [area(200, 60, 100, 40), "two"];
  const { journal, paper } = await printed({}, enter, ...one, ...two, print);
  expect(journal.items.filter(({ kind }) => kind === "text")).toMatchObject([
    { text: "one", x: 0, row: 0 },
    { text: "two", x: 200, row: 60 },
  ]);
  expect(paper.heightDots).toBe(100);
});

test("GS \\ and ESC \\ move from where one is, also back", async () => {
  const moves = bytes(0x1d, 0x5c, w(20), 0x1b, 0x5c, w(50), 0x1d, 0x5c, w(-10), 0x1b, 0x5c, w(-5));
  const { journal } = await printed({}, enter, area(0, 0, 384, 90), moves, "x", print);
  expect(journal.items.find(({ kind }) => kind === "text")).toMatchObject({ x: 45, row: 10 });
});

test("ESC FF prints the page and keeps it; CAN wipes the area; ESC S loses the page", async () => {
  const kept = await printed({}, enter, area(0, 0, 384, 30), "A", bytes(0x1b, 0x0c), print);
  expect([kept.texts, kept.paper.heightDots]).toEqual([["A", "A"], 60]);
  const wiped = await printed({}, enter, area(0, 0, 384, 30), "A", bytes(0x18), "B", print);
  expect([wiped.texts, wiped.paper.heightDots]).toEqual([["B"], 30]);
  const lost = await printed({}, enter, area(0, 0, 384, 30), "A", bytes(0x1b, 0x53), "B\n");
  expect(lost.texts).toEqual(["B"]);
  const reset = await printed({}, enter, "A", bytes(0x1b, 0x40), "B\n");
  expect(reset.texts).toEqual(["B"]);
});

test("an area that begins off the paper ends the command there, and what follows is text", async () => {
  const { texts, journal } = await printed({}, enter, bytes(0x1b, 0x57, w(400), "ABCDEF"), print);
  expect(texts).toEqual(["ABCDEF"]);
  expect(journal.unknown).toHaveLength(1);
  const wide = await printed({}, enter, area(300, 0, 500, 30), "0123456789", print);
  expect(wide.texts).toEqual(["0123456", "789"]); // cut down to what the paper holds
});

test("a page without an area is 1662 units long", async () => {
  const { paper } = await printed({ paperMmPerSecond: 200 }, enter, "A", print);
  expect(paper.heightDots).toBe(1662);
});

test("on 180 dpi y counts half dots until GS P says otherwise", async () => {
  const rowOf = async (...before: Uint8Array[]) => {
    const { slow } = { slow: { ...models["epson-180dpi"], headToCutterDots: 0 } };
    const { journal } = await printed(slow, ...before, enter, area(0, 0, 384, 200), at(0, 100), blackRows(1), print);
    return journal.items.find(({ kind }) => kind === "raster")!.row;
  };
  expect([await rowOf(), await rowOf(bytes(0x1d, 0x50, 180, 180))]).toEqual([50, 100]);
});

test("a printer without page mode prints the arguments of its commands as text", async () => {
  const { model } = aPrinter().machine;
  const abilities = { ...model.abilities, pageMode: false };
  const { texts } = await printed({ abilities }, enter, bytes(0x1b, 0x57, "01234567"), at(0x4141, 0x4242), "\n");
  expect(texts).toEqual(["LW01234567$BB"]);
});
