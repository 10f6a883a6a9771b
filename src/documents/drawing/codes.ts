import { type Bitmap, isBlack } from "../../receipt/bitmap.ts";
import { code39 } from "../../receipt/codes/code39.ts";
import { qrPair } from "../../receipt/codes/qr-pair.ts";
import type { Sheet } from "../../regions/sheet.ts";
import { ink, type Pen } from "./pen.ts";

/** Dots in which the codes are composed, before they become rectangles: those of an ordinary slip, whose proportions are lawful. */
const slip = { columnDots: 384, dotsPerMm: 8 };
const pointsPerDot = 72 / 25.4 / slip.dotsPerMm;
const gapDots = 24;

/** How much of a page the codes take. */
export const codesSize = { width: slip.columnDots * pointsPerDot, height: (48 + gapDots + 164) * pointsPerDot } as const;

/** The bar code over the two QR codes, as large as on a slip, in rectangles that stay sharp at any zoom. */
export function drawCodes(pen: Pen, codes: NonNullable<Sheet["codes"]>, left: number, top: number): void {
  if (!pen.draws) return;
  const bars = code39(codes.barcode, slip).picture;
  const pair = qrPair([codes.left, codes.right], slip);
  drawDots(pen, { ...bars, heightDots: 1 }, { left: left + centred(bars) * pointsPerDot, top, rowHeight: 48 * pointsPerDot });
  for (const [index, picture] of pair.pictures.entries())
    drawDots(pen, picture, {
      left: left + pair.lefts[index]! * pointsPerDot,
      top: top + (48 + gapDots) * pointsPerDot,
      rowHeight: pointsPerDot,
    });
}

function centred({ widthDots }: Bitmap): number {
  return (slip.columnDots - widthDots) / 2;
}

/** Every run of black dots is one rectangle as high as the rows below repeat it; all of a code are filled at once, so that no seam shows. */
function drawDots({ doc }: Pen, picture: Bitmap, place: { left: number; top: number; rowHeight: number }): void {
  for (let y = 0; y < picture.heightDots; ) {
    let rows = 1;
    while (y + rows < picture.heightDots && sameRow(picture, y, y + rows)) rows++;
    for (const { from, to } of runs(picture, y))
      doc.rect(
        place.left + from * pointsPerDot,
        place.top + y * place.rowHeight,
        (to - from) * pointsPerDot,
        rows * place.rowHeight,
      );
    y += rows;
  }
  doc.fillColor(ink).fill();
}

function sameRow({ bits, rowBytes }: Bitmap, one: number, other: number): boolean {
  for (let at = 0; at < rowBytes; at++) if (bits[one * rowBytes + at] !== bits[other * rowBytes + at]) return false;
  return true;
}

function* runs(picture: Bitmap, y: number): Generator<{ from: number; to: number }> {
  for (let x = 0; x < picture.widthDots; x++) {
    if (!isBlack(picture, x, y)) continue;
    const from = x;
    while (isBlack(picture, x, y)) x++;
    yield { from, to: x };
  }
}
