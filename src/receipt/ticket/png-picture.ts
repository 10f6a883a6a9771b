import { PrinterTypes, ThermalPrinter } from "node-thermal-printer";
import { type Align, type PictureBlock, pictureBlock } from "../blocks.ts";

/** What a picture may be, known before a byte of it is unpacked. */
export interface PictureLimits {
  readonly mostWide: number;
  readonly mostHigh: number;
  readonly mostBytes: number;
}

/**
 * A PNG as dots: dark is black, transparent is white. Its sizes are read from its head and refused before it is unpacked, for a
 * few kilobytes may say that they are 30,000 dots square. Throws, with what is wrong, for whoever sent it.
 */
export async function pngPicture(png: Uint8Array, limits: PictureLimits, align: Align): Promise<PictureBlock> {
  const { width, height } = checkedSize(Buffer.from(png), limits);
  const drawn = await unpacked(png);
  const rowBytes = Math.ceil(width / 8);
  const bits = drawn.subarray(rasterHead);
  if (drawn.readUInt8(4) !== rowBytes || bits.length !== rowBytes * height)
    throw new Error("The picture is not as large as it says.");
  return pictureBlock({ widthDots: width, heightDots: height, rowBytes, bits }, align);
}

/** GS v 0 and its sizes, which the package puts before the dots. */
const rasterHead = 8;

/** A printer of its own for each picture: only its reading of PNG is wanted, not where its bytes would go. */
async function unpacked(png: Uint8Array): Promise<Buffer> {
  const nowhere = { getPrinterName: () => "none", isPrinterConnected: async () => false, execute: async () => undefined };
  const printer = new ThermalPrinter({ type: PrinterTypes.EPSON, interface: nowhere as unknown as string });
  try {
    await printer.printImageBuffer(Buffer.from(png));
  } catch {
    throw new Error("The picture is not a whole PNG.");
  }
  return printer.getBuffer();
}

const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");

function checkedSize(png: Buffer, { mostWide, mostHigh, mostBytes }: PictureLimits): { width: number; height: number } {
  if (png.length > mostBytes) throw new Error(`A picture may have at most ${mostBytes} bytes, not ${png.length}.`);
  const [head, ...others] = chunksOf(png);
  if (!png.subarray(0, 8).equals(signature) || head?.type !== "IHDR" || head.length !== 13)
    throw new Error("The picture is not a PNG.");
  // A second head would let another size in behind the one that was looked at.
  if (others.some(({ type }) => type === "IHDR")) throw new Error("The picture has two heads.");
  const [width, height, interlace] = [png.readUInt32BE(16), png.readUInt32BE(20), png.readUInt8(28)];
  if (width < 1 || height < 1 || width > mostWide || height > mostHigh)
    throw new Error(`A picture may be at most ${mostWide} × ${mostHigh} dots here, not ${width} × ${height}.`);
  if (interlace !== 0) throw new Error("The picture is interlaced; save it without.");
  return { width, height };
}

function chunksOf(png: Buffer): { type: string; length: number }[] {
  const chunks: { type: string; length: number }[] = [];
  for (let at = signature.length; at + 12 <= png.length; ) {
    const length = png.readUInt32BE(at);
    chunks.push({ type: png.toString("latin1", at + 4, at + 8), length });
    at += length + 12;
  }
  return chunks;
}
