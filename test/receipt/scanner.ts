import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import { type Bitmap, isBlack } from "../../src/receipt/bitmap.ts";

const wasm = readFileSync(createRequire(import.meta.url).resolve("zxing-wasm/reader/zxing_reader.wasm"));
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer } });

/** What a scanner reads on a slip: the bar code's text and the QR codes' exact texts, left one first. */
export interface Scan {
  readonly bars: readonly string[];
  readonly squares: readonly string[];
  readonly versions: readonly string[];
}

/** How many dots the reader's eye mixes to one grey, as lenses and spots of light do. */
export interface Blur {
  readonly spotWide?: number;
  readonly spotHigh?: number;
}

/** Scans a slip's dots, each twice as large and with white around. */
export function scan(bitmap: Bitmap, blur: Blur = {}): Promise<Scan> {
  const [scale, margin] = [2, 40];
  const width = bitmap.widthDots * scale + 2 * margin;
  const height = bitmap.heightDots * scale + 2 * margin;
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = margin; y < height - margin; y++)
    for (let x = margin; x < width - margin; x++) {
      const black = blackness(bitmap, (x - margin) >> 1, (y - margin) >> 1, blur);
      if (black > 0) data.fill(255 * (1 - black), (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  return scanImage({ data, width, height, colorSpace: "srgb" });
}

function blackness(bitmap: Bitmap, x: number, y: number, { spotWide = 1, spotHigh = 1 }: Blur): number {
  let black = 0;
  for (let row = 0; row < spotHigh; row++)
    for (let column = 0; column < spotWide; column++)
      if (isBlack(bitmap, x + column - (spotWide >> 1), y + row - (spotHigh >> 1))) black++;
  return black / (spotWide * spotHigh);
}

/** Scans an image file's bytes or raw pixels. */
export async function scanImage(image: Parameters<typeof readBarcodes>[0]): Promise<Scan> {
  const found = await readBarcodes(image, { formats: ["QRCode", "Code39"], tryHarder: true, maxNumberOfSymbols: 5 });
  const squares = found.filter((code) => code.format === "QRCode").sort((a, b) => a.position.topLeft.x - b.position.topLeft.x);
  return {
    bars: found.filter((code) => code.format === "Code39").map((code) => code.text.replace(/^\*|\*$/g, "")),
    squares: squares.map((code) => Buffer.from(code.bytes).toString("utf8")),
    versions: squares.map((code) => `${code.version}-${code.ecLevel}`),
  };
}
