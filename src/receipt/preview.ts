import { type Bitmap, blacken, blankBitmap, isBlack } from "./bitmap.ts";
import { drawText, type Faces, measure } from "./glyphs.ts";
import type { CodeMark, Layout } from "./layout.ts";
import { render } from "./render.ts";

/**
 * A slip for screens: the same dots as on paper, but a watermark across and hatched boxes where the codes are, because a
 * screenshot must not pass for an original.
 */
export function preview(layout: Layout, faces: Faces): Bitmap {
  const word = wordPicture(faces);
  const marks = layout.marks.map((mark) => (mark.kind === "code" ? { ...mark, picture: hatched(mark, word) } : mark));
  const { bitmap } = render({ ...layout, marks }, faces);
  watermark(bitmap, word);
  return bitmap;
}

function wordPicture({ title }: Faces): Bitmap {
  const picture = blankBitmap(measure(title, "預覽"), title.lineDots);
  drawText(picture, title, { text: "預覽", left: 0, top: 0 });
  return picture;
}

/** A box of the code's size, with thin slanting lines and the word in a white field. */
function hatched({ picture: { widthDots, heightDots } }: CodeMark, word: Bitmap): Bitmap {
  const box = blankBitmap(widthDots, heightDots);
  const left = Math.floor((widthDots - word.widthDots) / 2);
  const top = Math.floor((heightDots - word.heightDots) / 2);
  for (let y = 0; y < heightDots; y++)
    for (let x = 0; x < widthDots; x++) {
      const onEdge = x < 2 || y < 2 || x >= widthDots - 2 || y >= heightDots - 2;
      const inField = x >= left - 6 && x < left + word.widthDots + 6 && y >= top - 2 && y < top + word.heightDots + 2;
      if (onEdge || (inField ? isBlack(word, x - left, y - top) : (x + y) % 12 < 2)) blacken(box, x, y);
    }
  return box;
}

/** The word in rows that climb to the right, twice its size, as a veil of single dots that leaves the text readable. */
function watermark(bitmap: Bitmap, word: Bitmap): void {
  const [cos, sin, size] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6), 2];
  const [pitchX, pitchY] = [word.widthDots * size * 1.5, word.heightDots * size * 2];
  for (let y = 0; y < bitmap.heightDots; y++)
    for (let x = y % 2; x < bitmap.widthDots; x += 2) {
      const along = modulo(x * cos - y * sin, pitchX);
      const across = modulo(x * sin + y * cos, pitchY);
      if (isBlack(word, Math.floor(along / size), Math.floor(across / size))) blacken(bitmap, x, y);
    }
}

const modulo = (value: number, by: number): number => ((value % by) + by) % by;
