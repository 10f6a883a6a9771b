import { type Bitmap, blankBitmap, fillRectangle, type Rectangle, stamp } from "./bitmap.ts";
import { drawText, type Faces } from "./glyphs.ts";
import type { CodeMark, Layout, Mark } from "./layout.ts";

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
  if (mark.kind === "text") drawText(bitmap, faces[mark.face], mark);
  else if (mark.kind === "bar") fillRectangle(bitmap, mark.left, mark.top, mark.width, mark.height);
  else stamp(bitmap, mark.picture, mark.left, mark.top);
}

function guarded({ picture, left, top, quietDots }: CodeMark): Rectangle {
  return {
    left: left - quietDots,
    top: top - quietDots,
    width: picture.widthDots + 2 * quietDots,
    height: picture.heightDots + 2 * quietDots,
  };
}
