import type { ThermalPrinter } from "node-thermal-printer";
import type { Align, CodeBlock } from "../blocks.ts";
import { ean13 } from "../codes/stripes.ts";
import type { Paper } from "../layout.ts";

/** The forms of GS k whose length is counted in bytes; the older ones node-thermal-printer ends wrongly (spec/escpos.md 1.2). */
const forms = { code39: 69, code128: 73, ean13: 67 } as const;
const quietModules = 22;
const widestModuleDots = 3;
const largestCell = 8;

/** Leaves a code to the printer. False where it would be wider than the paper or the package cannot say it: then it is drawn. */
export function addNativeCode(printer: ThermalPrinter, { code, align = "centre" }: CodeBlock, paper: Paper): boolean {
  if (paper.columnDots !== paper.widthDots) return false;
  if (code.kind === "qr") {
    if (code.moduleDots > largestCell) return false;
    printer.add(aligned(align));
    // Text is counted in letters by the package, and a printer counts bytes: so it gets bytes.
    const bytes = Buffer.from(code.text, "utf8") as unknown as string;
    printer.printQR(bytes, { cellSize: code.moduleDots, correction: code.level, model: 2 });
  } else {
    const { kind, text, heightDots } = code;
    const width = Math.min(widestModuleDots, Math.floor(paper.columnDots / (modulesOf(kind, text.length) + quietModules)));
    if (width < 1) return false;
    printer.add(aligned(align));
    printer.printBarcode(dataOf(kind, text), forms[kind], { hriPos: 0, hriFont: 0, width, height: heightDots });
  }
  printer.add(aligned("left"));
  return true;
}

function aligned(align: Align): Buffer {
  return Buffer.of(0x1b, 0x61, { left: 0x30, centre: 0x31, right: 0x32 }[align]);
}

/** As wide as any printer draws it: Code 39 with bars of one to three, Code 128 in set B. */
function modulesOf(kind: keyof typeof forms, length: number): number {
  if (kind === "ean13") return 95;
  return kind === "code39" ? (length + 2) * 16 : (length + 2) * 11 + 13;
}

/** Set B of Code 128 writes its own bracket twice. */
function dataOf(kind: keyof typeof forms, text: string): string {
  if (kind === "ean13") return ean13(text);
  return kind === "code128" ? text.replaceAll("{", "{{") : text;
}
