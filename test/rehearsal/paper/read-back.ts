import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import { type Bitmap, isBlack } from "../../../src/receipt/bitmap.ts";

const wasm = readFileSync(createRequire(import.meta.url).resolve("zxing-wasm/reader/zxing_reader.wasm"));
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer } });

/** What a scanner reads on paper, from left to right: format, exact text, version and error correction level. */
export async function readBack(paper: Bitmap) {
  const [scale, margin] = [3, 60];
  const [width, height] = [paper.widthDots * scale + 2 * margin, paper.heightDots * scale + 2 * margin];
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 0; y < paper.heightDots * scale; y++)
    for (let x = 0; x < paper.widthDots * scale; x++)
      if (isBlack(paper, Math.floor(x / scale), Math.floor(y / scale))) {
        const at = ((y + margin) * width + x + margin) * 4;
        data.fill(0, at, at + 3);
      }
  const found = await readBarcodes(
    { data, width, height, colorSpace: "srgb" },
    { formats: ["QRCode", "Code39", "Code128"], tryHarder: true, tryRotate: true, maxNumberOfSymbols: 8 },
  );
  return found
    .toSorted((a, b) => a.position.topLeft.x - b.position.topLeft.x)
    .map(({ format, bytes, version, ecLevel }) => ({ format, text: Buffer.from(bytes).toString("utf8"), version, ecLevel }));
}
