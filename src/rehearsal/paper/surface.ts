import type { Bitmap } from "../../receipt/bitmap.ts";
import type { PaperItem } from "./moves.ts";

/** What something on paper is called in the journal. */
export type Label = Pick<PaperItem, "kind" | "offset" | "data">;

/** Where printing goes: straight to the strip line by line (standard mode), or onto a page first (page mode). */
export interface Surface {
  /** Nothing waits on the current line. */
  readonly isAtLineStart: boolean;
  /** Of the whole line, without margins. */
  readonly lineDots: number;
  /** Puts a character, or the columns of ESC *, after what is there; breaks the line when it is full. */
  write(picture: Bitmap, text: string, offset: number): void;
  /** Puts an image or a code, which stands alone on its rows in standard mode. */
  block(picture: Bitmap, label: Label): void;
  /** Ends the line and moves by so many dots in all, or as far as the line is high. */
  endLine(advanceDots: number, offset: number): void;
  moveTo(dots: number): void;
  moveBy(dots: number): void;
  /** Where the next character comes. */
  readonly cursor: number;
}
