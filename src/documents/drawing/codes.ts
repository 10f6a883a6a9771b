import { type Bitmap, isBlack } from "../../receipt/bitmap.ts";
import { code39 } from "../../receipt/codes/code39.ts";
import { qrPair } from "../../receipt/codes/qr-pair.ts";
import type { Sheet } from "../../regions/sheet.ts";
import { ink, type Pen } from "./pen.ts";

/** Dots in which the codes are composed before they become rectangles: larger than on a slip, for paper that is scanned in an office. */
const dotsPerMm = 8;
const pointsPerDot = 72 / 25.4 / dotsPerMm;
/** Narrow bars two dots wide, wide ones six. */
const barsColumn = { columnDots: 704, dotsPerMm };
/** Modules five dots wide. */
const squaresColumn = { columnDots: 512, dotsPerMm };
const barDots = 64;
const gapDots = 32;
const squareDots = 41 * 5;

/** How much of a page the codes take. */
export const codesSize = {
  width: barsColumn.columnDots * pointsPerDot,
  height: (barDots + gapDots + squareDots) * pointsPerDot,
} as const;

/** The bar code over the two QR codes, in rectangles that stay sharp at any zoom. */
export function drawCodes(pen: Pen, codes: NonNullable<Sheet["codes"]>, left: number, top: number): void {
  if (!pen.draws) return;
  const bars = code39(codes.barcode, barsColumn).picture;
  const pair = qrPair([codes.left, codes.right], squaresColumn);
  drawDots(
    pen,
    { ...bars, heightDots: 1 },
    { left: left + centred(bars) * pointsPerDot, top, rowHeight: barDots * pointsPerDot },
  );
  for (const [index, picture] of pair.pictures.entries())
    drawDots(pen, picture, {
      left: left + (squaresLeft + pair.lefts[index]!) * pointsPerDot,
      top: top + (barDots + gapDots) * pointsPerDot,
      rowHeight: pointsPerDot,
    });
}

const squaresLeft = (barsColumn.columnDots - squaresColumn.columnDots) / 2;

function centred({ widthDots }: Bitmap): number {
  return (barsColumn.columnDots - widthDots) / 2;
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
