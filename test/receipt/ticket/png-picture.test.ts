import fc from "fast-check";
import { PrinterTypes, ThermalPrinter } from "node-thermal-printer";
import { expect, test } from "vitest";
import { pngHead } from "../../../src/receipt/ticket/png-head.ts";
import { pngPicture } from "../../../src/receipt/ticket/png-picture.ts";
import { aPng, channels, lineBytesOf, type PngParts, whitePng } from "./a-png.ts";

const limits = { mostWide: 384, mostHigh: 2000, mostBytes: 256 * 1024 };

async function dotsOf(png: Buffer): Promise<string> {
  const { base64 } = await pngPicture(png, pngHead(png, limits), "left");
  return Buffer.from(base64, "base64").toString("hex");
}

/** The same by node-thermal-printer, which is slower by far and known to be right. Its GS v 0 has a head of eight bytes. */
async function dotsByPackage(png: Buffer): Promise<string> {
  const nowhere = { getPrinterName: () => "none", isPrinterConnected: async () => false, execute: async () => undefined };
  const printer = new ThermalPrinter({ type: PrinterTypes.EPSON, interface: nowhere as unknown as string });
  await printer.printImageBuffer(png);
  return printer.getBuffer().subarray(8).toString("hex");
}

const kinds = [
  ...[1, 2, 4, 8, 16].map((bitDepth) => ({ colour: 0, bitDepth })),
  ...[1, 2, 4, 8].map((bitDepth) => ({ colour: 3, bitDepth })),
  ...[2, 4, 6].flatMap((colour) => [8, 16].map((bitDepth) => ({ colour, bitDepth }))),
];

/** Any bytes are a picture, as long as each line begins with a filter there is. */
function anyPng(kind: (typeof kinds)[number]) {
  return fc
    .record({ width: fc.integer({ min: 1, max: 40 }), height: fc.integer({ min: 1, max: 12 }), isClear: fc.boolean() })
    .chain(({ width, height, isClear }) => {
      const lineBytes = 1 + lineBytesOf({ width, ...kind });
      const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length, max: 255 });
      const lines = bytes(lineBytes * height).map((all) => all.map((byte, at) => (at % lineBytes === 0 ? byte % 5 : byte)));
      return fc.record({ lines, palette: bytes(3 * 256), clear: bytes(256) }).map(({ lines: all, palette, clear }): PngParts => {
        const transparency = isClear ? clearOf(kind, clear) : undefined;
        return { width, height, ...kind, lines: all, transparency, ...(kind.colour === 3 && { palette }) };
      });
    });
}

function clearOf({ colour, bitDepth }: (typeof kinds)[number], bytes: Uint8Array): Uint8Array | undefined {
  if (colour >= 4) return undefined;
  if (colour === 3) return bytes;
  return bytes
    .slice(0, 2 * channels[colour]!)
    .map((byte, at) => (at % 2 === 0 && bitDepth < 16 ? 0 : byte & (2 ** bitDepth - 1)));
}

test.each(
  kinds,
)("a picture of colour type $colour with $bitDepth bits has the dots node-thermal-printer gives it", async (kind) => {
  await fc.assert(
    fc.asyncProperty(anyPng(kind), async (parts) => {
      const png = aPng(parts);
      expect(await dotsOf(png)).toBe(await dotsByPackage(png));
    }),
    { numRuns: 60 },
  );
});

test("the colour that stands for nothing is white, where it is black too", async () => {
  const black = { width: 8, height: 1, lines: Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0) };
  const grey = { ...black, bitDepth: 8, colour: 0 };
  expect(await dotsOf(aPng(grey))).toBe("ff");
  expect(await dotsOf(aPng({ ...grey, transparency: Uint8Array.of(0, 0) }))).toBe("00");
  const rgb = { ...black, width: 1, bitDepth: 16, colour: 2, lines: Uint8Array.of(0, 0, 1, 0, 2, 0, 3) };
  expect(await dotsOf(aPng({ ...rgb, transparency: Uint8Array.of(0, 1, 0, 2, 0, 3) }))).toBe("00");
  expect(await dotsOf(aPng({ ...rgb, transparency: Uint8Array.of(0, 1, 0, 2, 0, 4) }))).toBe("80");
});

test("a picture with a broken sum, an unknown filter, too few or too many bytes is refused", async () => {
  const broken = whitePng(16, 4);
  broken[broken.indexOf("IDAT") + 6]! ^= 1;
  await expect(dotsOf(broken)).rejects.toThrow("not a whole PNG");
  await expect(dotsOf(whitePng(16, 4).subarray(0, -12))).rejects.toThrow("not a whole PNG");
  const one = { width: 8, height: 1, bitDepth: 1, colour: 0 };
  await expect(dotsOf(aPng({ ...one, lines: Uint8Array.of(5, 0) }))).rejects.toThrow("not a whole PNG");
  await expect(dotsOf(aPng({ ...one, lines: Uint8Array.of(0) }))).rejects.toThrow("not as large as it says");
  await expect(dotsOf(aPng({ ...one, lines: Buffer.alloc(50_000_000) }))).rejects.toThrow("not a whole PNG");
  expect(() => pngHead(aPng({ ...one, bitDepth: 3, lines: Uint8Array.of(0, 0) }), limits)).toThrow("of no kind that PNG has");
});
