import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import type { TicketCode } from "../../../src/receipt/blocks.ts";
import { ticketCode, ticketCodeHeight } from "../../../src/receipt/codes/ticket-code.ts";
import { layOut } from "../../../src/receipt/layout.ts";
import { encodePng } from "../../../src/receipt/png.ts";
import { render } from "../../../src/receipt/render.ts";
import { faces } from "../faces.ts";
import { papers } from "../sample-slip.ts";

const wasm = readFileSync(createRequire(import.meta.url).resolve("zxing-wasm/reader/zxing_reader.wasm"));
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer } });

/** What a scanner reads on paper with this code alone, as format and text. */
async function read(code: TicketCode, paper = papers["384 dots"]): Promise<string[]> {
  const gap = { kind: "gap", heightDots: 30 } as const;
  const { bitmap } = render(layOut([gap, { kind: "code", code }, gap], paper, faces), faces);
  const found = await readBarcodes(new Uint8Array(encodePng(bitmap, { scale: 2 })), { tryHarder: true });
  return found.map(({ format, bytes }) => `${format} ${Buffer.from(bytes).toString("utf8")}`);
}

test("a scanner reads every kind of code that a ticket may carry", async () => {
  expect(await read({ kind: "code128", text: "Order #A-77 ~{}", heightDots: 60 })).toEqual(["Code128 Order #A-77 ~{}"]);
  expect(await read({ kind: "code128", text: "0123456789012345", heightDots: 60 })).toEqual(["Code128 0123456789012345"]);
  expect(await read({ kind: "code39", text: "KITCHEN-7", heightDots: 80 })).toEqual(["Code39 KITCHEN-7"]);
  expect(await read({ kind: "qr", text: "https://order.example.tw/茶?id=7", moduleDots: 4, level: "M" })).toEqual([
    "QRCode https://order.example.tw/茶?id=7",
  ]);
});

test("every first digit of an EAN-13 reads as itself, its last digit worked out where it is not given", async () => {
  for (let first = 0; first <= 9; first++) {
    const [found] = await read({ kind: "ean13", text: `${first}71234567890`, heightDots: 60 });
    expect(found).toMatch(new RegExp(`^EAN13 ${first}71234567890\\d$`));
  }
  expect(await read({ kind: "ean13", text: "4711234567899", heightDots: 60 })).toEqual(["EAN13 4711234567899"]);
});

test("every symbol of Code 128 reads back", async () => {
  const letters = Array.from({ length: 95 }, (_, index) => String.fromCharCode(0x20 + index)).join("");
  for (let from = 0; from < letters.length; from += 19) {
    const text = `x${letters.slice(from, from + 19)}x`;
    expect(await read({ kind: "code128", text, heightDots: 60 })).toEqual([`Code128 ${text}`]);
  }
  for (let from = 0; from < 100; from += 10) {
    const text = Array.from({ length: 10 }, (_, index) => String(from + index).padStart(2, "0")).join("");
    expect(await read({ kind: "code128", text, heightDots: 60 })).toEqual([`Code128 ${text}`]);
  }
});

test("a code that does not fit its column, and an EAN-13 with a wrong last digit, are not drawn", () => {
  const space = papers["384 dots"];
  expect(() => ticketCode({ kind: "code128", text: "x".repeat(60), heightDots: 60 }, space)).toThrow("wider than 384 dots");
  expect(() => ticketCode({ kind: "qr", text: "x".repeat(500), moduleDots: 8, level: "H" }, space)).toThrow("wider than 384");
  expect(() => ticketCode({ kind: "ean13", text: "4711234567890", heightDots: 60 }, space)).toThrow("should be 9");
});

test("a QR code that no module makes narrow enough is mended by its text", () => {
  const code: TicketCode = { kind: "qr", text: "x".repeat(1260), moduleDots: 2, level: "H" };
  for (const draw of [ticketCode, ticketCodeHeight])
    expect(() => draw(code, papers["360 dots at 180 dpi"])).toThrow(
      expect.objectContaining({ field: "text", message: expect.stringContaining("lower `ec`") }),
    );
  expect(() => ticketCode({ ...code, moduleDots: 3 }, papers["384 dots"])).toThrow(expect.objectContaining({ field: "module" }));
});

test("a code is as high as it is said to be before it is drawn", () => {
  const space = papers["384 dots"];
  const codes: TicketCode[] = [
    { kind: "qr", text: "https://order.example.tw/茶?id=7", moduleDots: 5, level: "Q" },
    { kind: "code39", text: "KITCHEN-7", heightDots: 80 },
    { kind: "code128", text: "Order #A-77", heightDots: 60 },
    { kind: "ean13", text: "471123456789", heightDots: 60 },
  ];
  for (const code of codes) expect(ticketCodeHeight(code, space)).toBe(layOut([{ kind: "code", code }], space, faces).heightDots);
});
