import { InMemory, Printer } from "escpos-buffer";
import iconv from "iconv-lite";
import { PrinterTypes, ThermalPrinter } from "node-thermal-printer";
import { transform } from "receiptline";
import type { InvoiceRecord } from "../../src/invoice/record.ts";

/** Draws like content to print bytes, as the package is meant to be used, with its known mistakes walked around. */
export type Encoder = (record: InvoiceRecord) => Uint8Array | Promise<Uint8Array>;

/** What people reach for. All leave the letters and both QR codes to the printer, and stack the two codes. */
export const otherEncoders: Readonly<Record<string, Encoder>> = {
  receiptline: (record) => Buffer.from(transform(markup(record), { cpl: 32, encoding: "big5", command: "escpos" }), "latin1"),
  "node-thermal-printer": thermal,
  "escpos-buffer": escposBuffer,
};

function thermal({ codes, ...record }: InvoiceRecord): Uint8Array {
  const printer = new ThermalPrinter({ type: PrinterTypes.EPSON, interface: nowhere as unknown as string });
  for (const line of [...head(record), ...details(record)]) printer.append(iconv.encode(`${line}\n`, "cp950"));
  printer.printBarcode(codes.barcode, 69, { width: 2, height: 48, hriPos: 0 } as never);
  for (const text of [codes.qrLeft, codes.qrRight])
    printer.printQR(Buffer.from(text) as unknown as string, { cellSize: 3, correction: "L", model: 2 });
  printer.cut({ verticalTabAmount: 0 });
  return printer.getBuffer();
}

/** An object is used as it is; only the package's types do not know. */
const nowhere = { getPrinterName: () => "", isPrinterConnected: async () => true, execute: async () => {} };

async function escposBuffer({ codes, ...record }: InvoiceRecord): Promise<Uint8Array> {
  const memory = new InMemory();
  const printer = await Printer.CONNECT("TM-T88", memory);
  for (const line of [...head(record), ...details(record)]) {
    memory.list.push(iconv.encode(line, "cp950"));
    await printer.writeln("");
  }
  memory.list.push(Buffer.from(`\x1dh0\x1dw\x02\x1dk\x45${String.fromCharCode(codes.barcode.length)}${codes.barcode}`, "latin1"));
  for (const text of [codes.qrLeft, codes.qrRight]) await printer.qrcode(Buffer.from(text).toString("latin1"), 3);
  await printer.cutter();
  return memory.buffer();
}

type Words = Omit<InvoiceRecord, "codes">;

function head({ number, issuedAt, randomCode, total, seller }: Words): string[] {
  const sums = `隨機碼 ${randomCode} 總計 ${total}`;
  return ["電子發票證明聯", "115年11-12月", number, issuedAt.replace("T", " "), sums, `賣方 ${seller.businessId}`];
}

function details({ lines }: Words): string[] {
  return lines.map((line) => `${line.name} ${line.quantity} ${line.amount}`);
}

/** The same texts, the bar code and both QR codes, as receiptline writes them. */
function markup({ number, issuedAt, randomCode, total, seller, lines, codes }: InvoiceRecord): string {
  return [
    "^^電子發票證明聯",
    "^^115年11-12月",
    `^^${number}`,
    issuedAt.replace("T", " "),
    `隨機碼 ${randomCode} | 總計 ${total}`,
    `賣方 ${seller.businessId} |`,
    `{code:${codes.barcode}; option:code39,1,48}`,
    `{code:${escaped(codes.qrLeft)}; option:qrcode,3,l}`,
    `{code:${escaped(codes.qrRight)}; option:qrcode,3,l}`,
    ...lines.map((line) => `${line.name} | ${line.quantity} | ${line.amount}`),
    "=",
  ].join("\n");
}

function escaped(text: string): string {
  return text.replaceAll(/[\\|{};~]/g, "\\$&");
}
