import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import { type Bitmap, isBlack } from "../../../src/receipt/bitmap.ts";
import { loadRom } from "../../../src/rehearsal/paper/rom.ts";
import { Machine } from "../../../src/rehearsal/printer/machine.ts";
import { models } from "../../../src/rehearsal/printer/models.ts";
import { WoundClock } from "../../wound-clock.ts";

const wasm = readFileSync(createRequire(import.meta.url).resolve("zxing-wasm/reader/zxing_reader.wasm"));
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer } });

/**
 * What a person sees: `whole`, every dot in its place and all codes read; `readable`, all codes read, but dots differ;
 * `torn`, only its beginning, or with a gap; `garbled`, rows that belong to no slip; `nothing`.
 */
export type Look = "whole" | "readable" | "torn" | "garbled" | "nothing";

/** The three codes of a slip and the dots it should have. */
export interface Expected {
  readonly codes: readonly string[];
  readonly rows: readonly string[];
}

/** The rows with ink on them, in order. Feeds and cuts are not compared. */
export function inkRows(pieces: readonly Bitmap[]): string[] {
  const rows: string[] = [];
  for (const { bits, rowBytes, heightDots } of pieces)
    for (let y = 0; y < heightDots; y++) {
      const row = bits.subarray(y * rowBytes, (y + 1) * rowBytes);
      if (row.some((byte) => byte !== 0)) rows.push(Buffer.from(row).toString("base64"));
    }
  return rows;
}

/** Every bar code and QR code on a piece of paper, however many slips hang together on it. */
export async function codesOn(piece: Bitmap): Promise<string[]> {
  if (piece.heightDots < 8) return [];
  const margin = 16;
  const [width, height] = [piece.widthDots + 2 * margin, piece.heightDots + 2 * margin];
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 0; y < piece.heightDots; y++)
    for (let x = 0; x < piece.widthDots; x++)
      if (isBlack(piece, x, y)) {
        const at = ((y + margin) * width + x + margin) * 4;
        data.fill(0, at, at + 3);
      }
  const found = await readBarcodes(
    { data, width, height, colorSpace: "srgb" },
    { formats: ["Code39", "QRCode"], maxNumberOfSymbols: 30 },
  );
  return found.map(({ text, bytes, format }) =>
    format === "QRCode" ? Buffer.from(bytes).toString("utf8") : text.replace(/^\*|\*$/g, ""),
  );
}

/** How a slip looks, given all codes that can be read and the ink that came out while it was the only slip. */
export function lookOf({ codes, rows }: Expected, read: readonly string[], ink: readonly string[]): Look {
  const isReadable = codes.every((code) => read.includes(code));
  if (isReadable) return sameRows(ink, rows) ? "whole" : "readable";
  if (ink.length === 0) return "nothing";
  const own = new Set(rows);
  return ink.every((row) => own.has(row)) ? "torn" : "garbled";
}

function sameRows(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((row, at) => row === others[at]);
}

const rom = loadRom();
const quick = { ...models["virtual-58"], paperMmPerSecond: 1e6, cutMs: 0, receiveBufferBytes: 1 << 20 };

/** The rows these bytes make on a printer that is well. */
export async function rowsOf(bytes: Uint8Array): Promise<string[]> {
  const clock = new WoundClock();
  const machine = new Machine({ clock, rom, model: quick });
  const pieces: Bitmap[] = [];
  machine.watch({ onPiece: (piece) => pieces.push(piece) });
  const connection = machine.connect();
  if (typeof connection === "string") throw new Error("the printer is not free");
  void connection.write(bytes);
  await clock.wind(60_000);
  machine.setPower(false);
  return inkRows([...pieces, machine.attachedPaper]);
}
