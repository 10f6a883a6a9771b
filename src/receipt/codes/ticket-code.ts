import { create } from "qrcode";
import { type Bitmap, blankBitmap, fillRectangle, stretchRow } from "../bitmap.ts";
import type { TicketCode } from "../blocks.ts";
import { code39 } from "./code39.ts";
import { code128Widths, ean13Widths } from "./stripes.ts";

/** What a code may take up. */
export interface CodeSpace {
  readonly columnDots: number;
  readonly dotsPerMm: number;
}

/** Smaller modules are not read by scanners. */
export const leastModuleDots = 2;

/** Why a code cannot be drawn, and by which of its fields that is mended. */
export class CodeFault extends Error {
  readonly field: "text" | "module";

  constructor(field: "text" | "module", message: string) {
    super(message);
    this.field = field;
  }
}

/** A code of a POS's ticket, drawn, and the white it needs. Throws, with the reason, where it cannot be drawn or does not fit. */
export function ticketCode(code: TicketCode, space: CodeSpace): { readonly picture: Bitmap; readonly quietDots: number } {
  if (code.kind === "qr") return qr(code, space);
  const { text, heightDots } = code;
  if (code.kind === "code39") {
    const { picture, quietDots } = code39(text, space);
    return { picture: resized(picture, heightDots), quietDots };
  }
  return stripes(code.kind === "code128" ? code128Widths(text) : ean13Widths(text), heightDots, space);
}

/** How high a code stands with its white around it. Throws as `ticketCode` does, without the choice of a mask, which takes nine tenths of its time. */
export function ticketCodeHeight(code: TicketCode, space: CodeSpace): number {
  if (code.kind === "qr") return (symbolOf(code, space, 0).size + 2 * qrWhite) * code.moduleDots;
  const { picture, quietDots } = ticketCode(code, space);
  return picture.heightDots + 2 * quietDots;
}

type QrCode = TicketCode & { kind: "qr" };

const qrWhite = 4;

function qr(code: QrCode, space: CodeSpace) {
  const { moduleDots } = code;
  const { data: modules, size } = symbolOf(code, space);
  const picture = blankBitmap(size * moduleDots, size * moduleDots);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++)
      if (modules[row * size + column] === 1) fillRectangle(picture, column * moduleDots, row * moduleDots, moduleDots, 1);
    stretchRow(picture, row * moduleDots, moduleDots);
  }
  return { picture, quietDots: qrWhite * moduleDots };
}

function symbolOf(code: QrCode, { columnDots }: CodeSpace, maskPattern?: 0) {
  const modules = modulesOf(code, maskPattern);
  const { moduleDots } = code;
  const across = modules.size + 2 * qrWhite;
  if (across * moduleDots <= columnDots) return modules;
  const says = `A QR code of ${modules.size} modules of ${moduleDots} dots is wider than ${columnDots} dots`;
  const fitting = Math.floor(columnDots / across);
  if (fitting >= leastModuleDots) throw new CodeFault("module", `${says}; lower \`module\` to ${fitting}.`);
  throw new CodeFault("text", `${says}, and of ${leastModuleDots} dots too; shorten \`text\`, or lower \`ec\`.`);
}

function modulesOf({ text, level }: QrCode, maskPattern?: 0) {
  const data = Buffer.from(text, "utf8");
  try {
    return create([{ data, mode: "byte" }], { errorCorrectionLevel: level, ...(maskPattern === 0 && { maskPattern }) }).modules;
  } catch {
    // Bytes are refused for nothing but their number.
    throw new CodeFault("text", `No QR code of level ${level} holds ${data.length} bytes; shorten \`text\`, or lower \`ec\`.`);
  }
}

const widestModuleDots = 3;

/** Bars and spaces by turns, as wide as the column lets them be. */
function stripes(widths: readonly number[], heightDots: number, { columnDots }: CodeSpace) {
  const modules = widths.reduce((sum, width) => sum + width, 0);
  const white = 11;
  const moduleDots = Math.min(widestModuleDots, Math.floor(columnDots / (modules + 2 * white)));
  if (moduleDots < 1) throw new Error(`A bar code of ${modules} modules is wider than ${columnDots} dots.`);
  const picture = blankBitmap(modules * moduleDots, heightDots);
  let left = 0;
  for (const [index, width] of widths.entries()) {
    if (index % 2 === 0) fillRectangle(picture, left, 0, width * moduleDots, 1);
    left += width * moduleDots;
  }
  stretchRow(picture, 0, heightDots);
  return { picture, quietDots: white * moduleDots };
}

function resized(picture: Bitmap, heightDots: number): Bitmap {
  const other = blankBitmap(picture.widthDots, heightDots);
  other.bits.set(picture.bits.subarray(0, picture.rowBytes));
  stretchRow(other, 0, heightDots);
  return other;
}
