import { type Bitmap, blankBitmap, fillRectangle, invertRectangle, type Rectangle, stamp } from "./bitmap.ts";
import { drawText, type Faces, measure } from "./glyphs.ts";
import type { CodeMark, Layout, Mark, TextMark } from "./layout.ts";

/** A slip in dots, and the rectangles of its codes with their quiet zones, where not one dot may change. */
export interface Drawing {
  readonly bitmap: Bitmap;
  readonly codes: readonly Rectangle[];
}

/** Draws a slip that has been laid out. The same layout gives the same dots on every machine. */
export function render(layout: Layout, faces: Faces): Drawing {
  const bitmap = blankBitmap(layout.widthDots, layout.heightDots);
  for (const mark of layout.marks) drawMark(bitmap, mark, faces);
  return { bitmap, codes: layout.marks.filter((mark) => mark.kind === "code").map(guarded) };
}

function drawMark(bitmap: Bitmap, mark: Mark, faces: Faces): void {
  if (mark.kind === "text") drawLine(bitmap, mark, faces);
  else if (mark.kind === "bar") fillRectangle(bitmap, mark.left, mark.top, mark.width, mark.height);
  else stamp(bitmap, mark.picture, mark.left, mark.top);
}

/** Bold is what printers do: each dot once more, one to the right. */
function drawLine(bitmap: Bitmap, mark: TextMark, faces: Faces): void {
  const { text, left, top, emphasis = {} } = mark;
  const pack = faces[mark.face];
  drawText(bitmap, pack, mark);
  if (emphasis.bold) drawText(bitmap, pack, { text, left: left + 1, top });
  const width = emphasis.underline || emphasis.inverted ? measure(pack, text) : 0;
  if (emphasis.underline) fillRectangle(bitmap, left, top + pack.lineDots - 3, width, 2);
  if (emphasis.inverted) invertRectangle(bitmap, { left, top, width, height: pack.lineDots });
}

function guarded({ picture, left, top, quietDots }: CodeMark): Rectangle {
  return {
    left: left - quietDots,
    top: top - quietDots,
    width: picture.widthDots + 2 * quietDots,
    height: picture.heightDots + 2 * quietDots,
  };
}
