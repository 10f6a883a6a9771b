import type { SheetHead } from "../sheet-lines.ts";
import { content, page, size } from "./page.ts";
import { grey, lineHeight, type Pen } from "./pen.ts";

const labelRight = content.right - 190;
const gap = 8;

/** The sums at the right and the notes below them. Returns where it ends. */
export function drawClosing(pen: Pen, { totals, notes }: SheetHead, top: number): number {
  let y = top + gap;
  for (const { label, value, strong } of totals) {
    const height = strong ? size.strong : size.body;
    pen.write({ text: label, size: height, x: labelRight, y, align: "right", colour: grey });
    pen.write({ text: value, size: pen.fitting(value, height, 180), x: content.right, y, align: "right" });
    y += lineHeight(height);
  }
  y += gap;
  for (const text of notes.flatMap((note) => pen.wrap(note, size.small, content.width))) {
    pen.write({ text, size: size.small, x: page.margin, y, colour: grey });
    y += lineHeight(size.small);
  }
  return y;
}
