import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import { type Bitmap, isBlack } from "../../receipt/bitmap.ts";

/** What a scanner reads on a slip; the squares from left to right. */
export interface Scan {
  readonly bars: readonly string[];
  readonly squares: readonly string[];
}

/** White around the paper, and pixels to a dot, as a camera would see it. */
const [scale, margin] = [2, 40];

/** Reads a slip's dots with a decoder that shares no line with what drew them. It comes from its package's own file: nothing is fetched. */
export async function scan(bitmap: Bitmap): Promise<Scan> {
  // The same bytes each time: the decoder is made anew whenever they are others.
  prepareZXingModule({ overrides: { wasmBinary: decoder() } });
  const found = await readBarcodes(photograph(bitmap), { formats: ["QRCode", "Code39"], tryHarder: true, maxNumberOfSymbols: 5 });
  const squares = found.filter(({ format }) => format === "QRCode").sort((a, b) => a.position.topLeft.x - b.position.topLeft.x);
  return {
    bars: found.filter(({ format }) => format === "Code39").map(({ text }) => text.replace(/^\*|\*$/g, "")),
    squares: squares.map(({ bytes }) => Buffer.from(bytes).toString("utf8")),
  };
}

function photograph(bitmap: Bitmap): Parameters<typeof readBarcodes>[0] {
  const width = bitmap.widthDots * scale + 2 * margin;
  const height = bitmap.heightDots * scale + 2 * margin;
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  const pixels = new Uint32Array(data.buffer);
  for (let y = margin; y < height - margin; y++)
    for (let x = margin; x < width - margin; x++)
      if (isBlack(bitmap, Math.floor((x - margin) / scale), Math.floor((y - margin) / scale)))
        pixels[y * width + x] = opaqueBlack;
  return { data, width, height, colorSpace: "srgb" };
}

/** Red, green, blue and alpha in the order of the machine's bytes, of which every machine a till runs on has the same. */
const opaqueBlack = 0xff000000;

const decoder = once(() => {
  const wasm = readFileSync(createRequire(import.meta.url).resolve("zxing-wasm/reader/zxing_reader.wasm"));
  return new Uint8Array(wasm).buffer;
});

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
