import type { Entry } from "../../regions/sheet.ts";
import type { SheetHead } from "../sheet-lines.ts";
import { codesSize, drawCodes } from "./codes.ts";
import { content, page, size } from "./page.ts";
import { grey, lineHeight, type Pen } from "./pen.ts";

const labelWidth = 52;
const gap = 12;

/** Everything above the table on the first page. Returns where the table may begin. */
export function drawOpening(pen: Pen, head: SheetHead): number {
  let y = page.margin;
  pen.write({ text: head.title, size: size.title, x: page.width / 2, y, align: "centre" });
  y += lineHeight(size.title) + 2;
  for (const text of head.remarks) {
    pen.write({ text, size: size.small, x: page.width / 2, y, align: "centre", colour: grey });
    y += lineHeight(size.small);
  }
  y += gap / 2;
  const half = (content.width - gap) / 2;
  const facts = entriesBlock(pen, head.facts, { x: page.margin, y, width: half });
  if (head.codes) drawCodes(pen, head.codes, content.right - codesSize.width, y);
  y = Math.max(facts, head.codes ? y + codesSize.height : y) + gap;
  const ends = head.parties.map(({ title, entries }, index) => {
    const x = page.margin + index * (half + gap);
    pen.write({ text: title, size: size.body, x, y });
    pen.rule({ x, y: y + lineHeight(size.body), width: half });
    return entriesBlock(pen, entries, { x, y: y + lineHeight(size.body) + 4, width: half });
  });
  return Math.max(y, ...ends) + gap;
}

/** Labels with their values beside them, which wrap. Returns where the block ends. */
function entriesBlock(
  pen: Pen,
  entries: readonly Entry[],
  { x, y: top, width }: { x: number; y: number; width: number },
): number {
  let y = top;
  for (const { label, value } of entries) {
    const lines = pen.wrap(value, size.body, width - labelWidth);
    pen.write({ text: label, size: size.body, x, y, colour: grey });
    for (const text of lines) {
      pen.write({ text, size: size.body, x: x + labelWidth, y });
      y += lineHeight(size.body);
    }
  }
  return y;
}
