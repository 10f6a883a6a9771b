import type { Column } from "../../regions/sheet.ts";
import { content, page, size } from "./page.ts";
import { ink, lineHeight, type Pen, pale, type Written } from "./pen.ts";

const padding = 4;
const rowGap = 5;

/** A column with its place on the page. */
export interface PlacedColumn extends Column {
  readonly x: number;
  readonly width: number;
}

/** Spreads the columns over the page's width by their shares. */
export function placeColumns(columns: readonly Column[]): PlacedColumn[] {
  const all = columns.reduce((sum, { share }) => sum + share, 0);
  let x = page.margin;
  return columns.map((column) => {
    const width = (content.width * column.share) / all;
    x += width;
    return { ...column, x: x - width, width };
  });
}

/** A row's cells as lines: words wrap, figures stay whole and are set smaller instead. */
export type CellLines = readonly (readonly string[])[];

export function cellLines(pen: Pen, columns: readonly PlacedColumn[], row: readonly string[]): CellLines {
  return columns.map(({ align, width }, index) => {
    const text = row[index] ?? "";
    return align === "left" ? pen.wrap(text, size.body, width - 2 * padding) : [text];
  });
}

export function rowHeight(cells: CellLines): number {
  return Math.max(1, ...cells.map(({ length }) => length)) * lineHeight(size.body) + rowGap;
}

export const headingHeight = lineHeight(size.body) + 2 * rowGap;

/** The column titles between two rules, at the head of the table on every page. */
export function drawHeading(pen: Pen, columns: readonly PlacedColumn[], y: number): void {
  pen.rule({ x: page.margin, y, width: content.width, weight: 1 });
  for (const column of columns) pen.write(placed(pen, column, { text: column.title, y: y + rowGap - 1 }));
  pen.rule({ x: page.margin, y: y + headingHeight - 3, width: content.width });
}

export function drawRow(pen: Pen, columns: readonly PlacedColumn[], { cells, y }: { cells: CellLines; y: number }): void {
  for (const [index, column] of columns.entries())
    for (const [line, text] of (cells[index] ?? []).entries())
      pen.write(placed(pen, column, { text, y: y + line * lineHeight(size.body) }));
  pen.rule({ x: page.margin, y: y + rowHeight(cells) - rowGap + 1, width: content.width, colour: pale, weight: 0.25 });
}

function placed(pen: Pen, { align, x, width }: PlacedColumn, { text, y }: { text: string; y: number }): Written {
  const inside = width - 2 * padding;
  const fitting = align === "left" ? size.body : pen.fitting(text, size.body, inside);
  const place = { left: x + padding, centre: x + width / 2, right: x + width - padding }[align];
  return { text, size: fitting, x: place, y: y + (size.body - fitting), align, colour: ink };
}
