import { deflateSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dialectOf } from "../../../config/printers.ts";
import { configSchema } from "../../../config/schema.ts";
import { makeTicket } from "../../../src/daemon/http/make-ticket.ts";
import { ticketBody } from "../../../src/daemon/http/schema/ticket.ts";
import { encodePng } from "../../../src/receipt/png.ts";
import { commandsIn } from "../../../src/receipt/sanitise.ts";
import { faces } from "../../receipt/faces.ts";
import { scan } from "../../receipt/scanner.ts";
import { aPrinter, drawn } from "../../rehearsal/bench.ts";
import { blackRectangle } from "./pictures.ts";

const paper = { widthDots: 384, columnDots: 384, dotsPerMm: 8 };
const dots = { encoding: "raster", letters: null, nativeCodes: false } as const;
const hybrid = { encoding: "hybrid", letters: "cp950", nativeCodes: false } as const;
const native = { encoding: "native", letters: "cp950", nativeCodes: true } as const;

function made(blocks: object[], dialect: Parameters<typeof makeTicket>[1]["dialect"] = dots, rings = true) {
  return makeTicket(ticketBody.parse({ blocks }), { paper, dialect, rings }, { faces });
}

async function onPaper(blocks: object[], dialect: Parameters<typeof made>[1] = dots) {
  const printer = aPrinter();
  void printer.send((await made(blocks, dialect)).bytes);
  await printer.clock.wind(3_600_000);
  const texts = printer.machine.journal.items.filter(({ kind }) => kind === "text").map(({ text }) => text);
  return { piece: printer.pieces[0]!, pieces: printer.pieces, texts, unknown: printer.machine.journal.unknown };
}

const png = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");

describe("a picture", () => {
  test("comes out dot for dot where its dark dots are", async () => {
    const picture = blackRectangle(24, 16);
    const { piece } = await onPaper([{ type: "image", png: png(encodePng(picture)), align: "left" }]);
    expect(
      drawn(piece)
        .slice(0, 16)
        .map((row) => row.slice(0, 24)),
    ).toEqual(drawn(picture));
  });

  test.each([
    ["that says it is 30,000 × 30,000", huge(30_000, 30_000), "at most 384 × 2000 dots here, not 30000 × 30000"],
    ["wider than the head", encodePng(blackRectangle(385, 8)), "not 385 × 8"],
    ["longer than 2,000 dots", huge(8, 2001), "not 8 × 2001"],
    ["of no height", huge(8, 0), "not 8 × 0"],
    ["that is text", Buffer.from("hello, this is no picture at all"), "not a PNG"],
    ["cut off in the middle", encodePng(blackRectangle(200, 200)).subarray(0, 120), "not a whole PNG"],
    ["with a second head of another size", twoHeads(), "two heads"],
    ["that is interlaced", huge(8, 8, 1), "interlaced"],
  ])("%s is refused, and says why", async (_name, bytes, why) => {
    const refused = made([
      { type: "text", text: "x" },
      { type: "image", png: png(bytes) },
    ]);
    await expect(refused).rejects.toMatchObject({ code: "ticket-invalid", detail: { faults: [{ path: "blocks[1].png" }] } });
    await expect(refused).rejects.toThrow(why);
  });

  test("over 256 KiB is refused by the schema, before its base64 is read", () => {
    const fat = png(Buffer.alloc(256 * 1024 + 3));
    expect(ticketBody.safeParse({ blocks: [{ type: "image", png: fat }] }).success).toBe(false);
  });
});

/** A small PNG with any size in its head. */
function huge(width: number, height: number, interlace = 0): Uint8Array {
  const bytes = Buffer.from(encodePng(blackRectangle(8, 8)));
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  bytes[28] = interlace;
  return bytes;
}

function twoHeads(): Uint8Array {
  const bytes = Buffer.from(encodePng(blackRectangle(8, 8)));
  const other = Buffer.from(huge(30_000, 30_000)).subarray(8, 33);
  return Buffer.concat([bytes.subarray(0, 33), other, bytes.subarray(33)]);
}

test("a picture whose dots unpack to more than its head says is refused, not unpacked to the end", async () => {
  const bytes = Buffer.from(encodePng(blackRectangle(8, 8)));
  const bomb = deflateSync(Buffer.alloc(50_000_000));
  const chunk = Buffer.alloc(bomb.length + 12);
  chunk.writeUInt32BE(bomb.length, 0);
  chunk.write("IDAT", 4, "latin1");
  bomb.copy(chunk, 8);
  const at = bytes.indexOf("IDAT") - 4;
  await expect(
    made([{ type: "image", png: png(Buffer.concat([bytes.subarray(0, at), chunk, bytes.subarray(-12)])) }]),
  ).rejects.toThrow();
});

describe("columns", () => {
  const cells = [
    { text: "珍珠奶茶大杯少冰半糖加椰果", width: 3 },
    { text: "2", width: 1, align: "right" },
    { text: "130", width: 1, align: "right" },
  ];

  test("wrap Chinese in their own share of the line, in the printer's own letters as in ours", async () => {
    const { texts, unknown } = await onPaper([{ type: "columns", cells }], hybrid);
    expect(unknown).toEqual([]);
    const lines = texts.map((text) => text!);
    const width = (text: string) => [...text].reduce((sum, one) => sum + (one > "~" ? 24 : 12), 0);
    expect(lines.map((line) => line.trim().split(/\s+/)[0]).join("")).toBe(cells[0]!.text);
    expect(lines[0]).toMatch(/ 2 +130$/);
    expect(Math.max(...lines.map(width))).toBeLessThanOrEqual(384);
    // The first cell ends at three fifths of the line.
    expect(Math.max(...lines.slice(1).map(width))).toBeLessThanOrEqual(18 + (348 * 3) / 5 + 12);
  });

  test("stay within the paper as dots", async () => {
    const { piece } = await onPaper([{ type: "columns", cells }]);
    expect(drawn(piece).every((row) => /^\.{6}.*\.{6}$/.test(row))).toBe(true);
  });
});

test("every kind of block comes out, its codes read, in dots and in the printer's own letters", async () => {
  const blocks = [
    { type: "text", text: "廚房單\n\n  桌 7", size: "title", align: "centre", bold: true },
    { type: "text", text: "急", underline: true },
    { type: "rule" },
    { type: "barcode", kind: "code39", text: "A-77", hri: true },
    { type: "qr", text: "https://shop.example.tw/單?id=7", module: 4 },
    { type: "feed", lines: 2 },
    { type: "cut" },
    { type: "text", text: "第二張" },
    { type: "beep", times: 2 },
  ];
  for (const dialect of [dots, hybrid]) {
    const { pieces, unknown } = await onPaper(blocks, dialect);
    expect([pieces.length, unknown]).toEqual([2, []]);
    const read = await scan(pieces[0]!);
    expect([read.bars, read.squares]).toEqual([["A-77"], ["https://shop.example.tw/單?id=7"]]);
  }
});

test("an inverted text is white on black", async () => {
  const { piece } = await onPaper([{ type: "text", text: "一", invert: true }]);
  const ink = drawn(piece).join("").replaceAll(".", "").length;
  expect(ink).toBeGreaterThan(24 * 24 * 0.7);
});

test("a probed printer makes a ticket's codes itself, by byte-counted commands that end where they say", async () => {
  const blocks = [
    { type: "qr", text: "茶", module: 4, ec: "L" },
    { type: "barcode", kind: "code128", text: "A{7", height: 60 },
    { type: "barcode", kind: "ean13", text: "471123456789" },
    { type: "barcode", kind: "code39", text: "A-77" },
  ];
  const hex = Buffer.from((await made(blocks, native)).bytes).toString("hex");
  expect(hex).toContain("1d286b0600315030e88cb61d286b0300315130");
  expect(hex).toContain("1d6b49067b42417b7b37");
  expect(hex).toContain(`1d6b430d${Buffer.from("4711234567899").toString("hex")}`);
  expect(hex).toContain(`1d6b4504${Buffer.from("A-77").toString("hex")}`);
});

test("what no paper can show never reaches a printer's own QR code, where it would be a command", async () => {
  const { bytes } = await made([{ type: "qr", text: "\u0010\u0014\u0001\u0000\u0005open" }], native);
  expect(Buffer.from(bytes).toString("hex")).toContain(`1d286b070031503${"0"}${Buffer.from("open").toString("hex")}`);
});

test("what a printer cannot do is named with its block", async () => {
  const refused = made(
    [
      { type: "beep" },
      { type: "qr", text: "x".repeat(900), module: 12 },
      { type: "barcode", kind: "ean13", text: "4711234567890" },
      { type: "text", text: "fine" },
      { type: "barcode", kind: "code128", text: "x".repeat(60) },
    ],
    dots,
    false,
  );
  await expect(refused).rejects.toMatchObject({
    detail: { faults: ["blocks[0]", "blocks[1].module", "blocks[2].text", "blocks[4].text"].map((path) => ({ path })) },
  });
});

test("a QR code too wide says how far to lower `module`, and one that holds too much says so of its text", async () => {
  const wrong = [
    [{ text: "x".repeat(600), module: 12 }, "blocks[0].module", /of 12 dots is wider than 384 dots; lower `module` to 3\.$/],
    [{ text: "茶".repeat(1000), ec: "H" }, "blocks[0].text", /^No QR code of level H holds 3000 bytes; shorten `text`/],
  ] as const;
  for (const [more, path, message] of wrong)
    await expect(made([{ type: "qr", ...more }])).rejects.toMatchObject({
      detail: { faults: [{ path, message: expect.stringMatching(message) }] },
    });
  expect((await made([{ type: "qr", text: "x".repeat(600), module: 3 }])).paperMm).toBeGreaterThan(15);
});

test("three metres are the most paper one ticket takes, copies counted", async () => {
  const feed = { type: "feed", lines: 127 };
  await expect(made([feed, feed, feed, feed, feed, feed, feed])).rejects.toThrow("mm of paper");
  const twice = makeTicket(
    ticketBody.parse({ blocks: [feed, feed, feed, feed], copies: 2 }),
    { paper, dialect: dots, rings: true },
    { faces },
  );
  await expect(twice).rejects.toThrow("mm of paper");
});

describe("whatever a POS sends", () => {
  const text = fc.string({ unit: "grapheme", maxLength: 60 });
  const block = fc.oneof(
    fc.record({
      type: fc.constant("text"),
      text,
      size: fc.constantFrom("body", "name", "title"),
      align: fc.constantFrom("left", "centre", "right"),
      bold: fc.boolean(),
      underline: fc.boolean(),
      invert: fc.boolean(),
    }),
    fc.record({
      type: fc.constant("text"),
      text: fc.constantFrom("\u0010\u0014\u0001\u0000\u0005", "\u0010\u0004\u0001", "\u001b@", "許功蓋\u0010"),
    }),
    fc.record({
      type: fc.constant("columns"),
      cells: fc.array(fc.record({ text, width: fc.integer({ min: 1, max: 100 }) }), { minLength: 1, maxLength: 8 }),
    }),
    fc.record({
      type: fc.constant("qr"),
      text: fc.string({ minLength: 1, maxLength: 30 }),
      module: fc.integer({ min: 2, max: 6 }),
    }),
    fc.record({
      type: fc.constant("barcode"),
      kind: fc.constant("code39"),
      text: fc.constantFrom("A-77", "0123"),
      height: fc.integer({ min: 16, max: 255 }),
    }),
    fc.record({ type: fc.constant("image"), png: noise() }),
    fc.record({ type: fc.constant("feed"), lines: fc.integer({ min: 1, max: 127 }) }),
    fc.constantFrom({ type: "cut" }, { type: "rule" }, { type: "beep", times: 3 }, { type: "drawer", pin: 5 }),
  );

  for (const dialect of [dots, hybrid, native])
    test(`no real-time command and no feed of over 127 lines leaves for a printer spoken to in ${dialect.encoding}`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(block, { minLength: 1, maxLength: 8 }), async (blocks) => {
          const parsed = ticketBody.safeParse({ blocks });
          fc.pre(parsed.success);
          const ticket = await makeTicket(parsed.data!, { paper, dialect, rings: true }, { faces }).catch(
            (error: { code?: string }) => {
              if (error.code !== "ticket-invalid") throw error;
              return null;
            },
          );
          if (!ticket) return;
          expect(commandsIn(ticket.bytes)).toEqual([]);
          expect(linesFed(ticket.bytes)).toBeLessThanOrEqual(127);
        }),
        { numRuns: 60 },
      );
    });
});

/** Pictures of random dots, which by chance hold what printers take for commands. */
function noise() {
  return fc.uint8Array({ minLength: 48 * 40, maxLength: 48 * 40 }).map((bits) => {
    bits.set([0x10, 0x14, 0x01, 0x00, 0x05], 100);
    return png(encodePng({ widthDots: 384, heightDots: 40, rowBytes: 48, bits }));
  });
}

/** The largest ESC d outside pictures and codes. */
function linesFed(bytes: Uint8Array): number {
  let most = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] === 0x1d && bytes[at + 1] === 0x76)
      at += 7 + (bytes[at + 4]! + 256 * bytes[at + 5]!) * (bytes[at + 6]! + 256 * bytes[at + 7]!);
    else if (bytes[at] === 0x1d && bytes[at + 1] === 0x28) at += 4 + bytes[at + 3]! + 256 * bytes[at + 4]!;
    else if (bytes[at] === 0x1b && bytes[at + 1] === 0x64) most = Math.max(most, bytes[at + 2]!);
  }
  return most;
}

test("a printer spoken to in codes of its own needs to be said to have them", () => {
  const printer = (more: object) => configSchema.safeParse({ printers: [{ name: "front", url: "tcp://10.0.0.9", ...more }] });
  expect(printer({ encoding: "hybrid" }).success).toBe(true);
  expect(printer({ encoding: "native", text: "cp950" }).error?.issues[0]?.path).toEqual(["printers", 0, "nativeCodes"]);
  expect(printer({ encoding: "native", text: "cp950", nativeCodes: true }).success).toBe(true);
  expect(dialectOf({ model: "generic-58" })).toEqual(dots);
  expect(dialectOf({ model: "virtual", encoding: "hybrid" })).toEqual(hybrid);
});
