import type { SheetHead } from "../sheet-lines.ts";
import { drawClosing } from "./closing.ts";
import { drawOpening } from "./opening.ts";
import { content, footLine, headLine, page, size } from "./page.ts";
import { type PlannedPage, planPages } from "./page-plan.ts";
import { grey, lineHeight, newDocument, Pen } from "./pen.ts";
import { cellLines, drawHeading, drawRow, headingHeight, type PlacedColumn, placeColumns, rowHeight } from "./table.ts";

/** Where the table begins on every page but the first: below the running head. */
const otherTop = headLine + lineHeight(size.small) + 8;

/**
 * Writes a sheet as PDF. Rows are measured first, since every page names the number of all; then page after page is drawn and
 * handed on, so that 9,999 rows need little more memory than their text.
 */
export function drawSheet(head: SheetHead, rows: readonly (readonly string[])[], font: string): PDFKit.PDFDocument {
  const doc = newDocument({ font, language: head.language, about: head.about });
  const pen = new Pen(doc);
  const columns = placeColumns(head.columns);
  const measuring = new Pen(doc, false);
  const firstTop = drawOpening(measuring, head);
  const heights = rows.map((row) => rowHeight(cellLines(pen, columns, row)));
  const pages = planPages(heights, {
    first: content.bottom - firstTop - headingHeight,
    other: content.bottom - otherTop - headingHeight,
    closing: drawClosing(measuring, head, 0),
  });
  for (const [index, planned] of pages.entries()) {
    doc.addPage();
    const label = `${index + 1} / ${pages.length}`;
    drawPage(pen, head, { planned, rows, columns, first: index === 0, label });
  }
  return doc;
}

interface Drawn {
  readonly planned: PlannedPage;
  readonly rows: readonly (readonly string[])[];
  readonly columns: readonly PlacedColumn[];
  readonly first: boolean;
  /** `2 / 3` */
  readonly label: string;
}

function drawPage(pen: Pen, head: SheetHead, { planned, rows, columns, first, label }: Drawn): void {
  drawWatermark(pen, head.watermark);
  if (!first) pen.write({ text: head.runningHead, size: size.small, x: page.margin, y: headLine, colour: grey });
  let y = first ? drawOpening(pen, head) : otherTop;
  drawHeading(pen, columns, y);
  y += headingHeight;
  for (let index = planned.first; index < planned.end; index++) {
    const cells = cellLines(pen, columns, rows[index]!);
    drawRow(pen, columns, { cells, y });
    y += rowHeight(cells);
  }
  if (planned.closing) drawClosing(pen, head, y);
  pen.write({ text: label, size: size.small, x: page.width / 2, y: footLine, align: "centre", colour: grey });
}

/** Below everything else, and so pale that what stands on it stays readable. */
function drawWatermark(pen: Pen, text: string | null): void {
  if (text === null) return;
  pen.doc.save().rotate(-40, { origin: [page.width / 2, page.height / 2] });
  pen.write({ text, size: 110, x: page.width / 2, y: page.height / 2 - 80, align: "centre", colour: "#efefef" });
  pen.doc.restore();
}
