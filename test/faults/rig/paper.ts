import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import { systemClock } from "../../../src/base/clock.ts";
import { silentLog } from "../../../src/base/log.ts";
import { type Bitmap, isBlack } from "../../../src/receipt/bitmap.ts";
import { models, type PrinterModel } from "../../../src/rehearsal/printer/models.ts";
import { startVirtualPrinter, type VirtualPrinter } from "../../../src/rehearsal/virtual-printer.ts";

const wasm = readFileSync(createRequire(import.meta.url).resolve("zxing-wasm/reader/zxing_reader.wasm"));
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer } });

/** A printer that outlives every till, and all the paper that ever came out of it. */
export interface PaperWitness extends AsyncDisposable {
  readonly printer: VirtualPrinter;
  /** The bar code of every slip on paper, one entry for each time it is there, torn pieces and the uncut end included. */
  barCodes(): Promise<string[]>;
}

/** So fast that many slips come out between two kills. */
export const hastyModel: PrinterModel = { ...models["virtual-58"], paperMmPerSecond: 4000, cutMs: 2 };

export async function watchPaper(model: PrinterModel = models["virtual-58"]): Promise<PaperWitness> {
  const printer = await startVirtualPrinter({ clock: systemClock, log: silentLog, model });
  const pieces: Bitmap[] = [];
  printer.machine.watch({ onPiece: (piece) => pieces.push(piece) });
  return {
    printer,
    async barCodes() {
      const codes: string[] = [];
      for (const piece of [...pieces, printer.machine.attachedPaper]) codes.push(...(await barCodesOn(piece)));
      return codes;
    },
    [Symbol.asyncDispose]: () => printer.close(),
  };
}

/** Every Code 39 on a piece of paper, however many slips hang together on it. */
async function barCodesOn(piece: Bitmap): Promise<string[]> {
  if (piece.heightDots < 8) return [];
  const margin = 16;
  const [width, height] = [piece.widthDots + 2 * margin, piece.heightDots];
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 0; y < piece.heightDots; y++)
    for (let x = 0; x < piece.widthDots; x++)
      if (isBlack(piece, x, y)) data.fill(0, (y * width + x + margin) * 4, (y * width + x + margin) * 4 + 3);
  const found = await readBarcodes({ data, width, height, colorSpace: "srgb" }, { formats: ["Code39"], maxNumberOfSymbols: 20 });
  return found.map(({ text }) => text.replace(/^\*|\*$/g, ""));
}
