import { type Bitmap, blankBitmap } from "../../receipt/bitmap.ts";

/** The paper from the last cut to the head: what a customer could hold when it is cut, and what stays attached until then. */
export class Roll {
  readonly #widthDots: number;
  readonly #blank: Uint8Array;
  #rows: Uint8Array[] = [];
  #cutAway = 0;

  /** A fresh roll hangs out as far as the knife: `headToCutterDots` blank rows lead the first piece. */
  constructor(widthDots: number, headToCutterDots: number) {
    this.#widthDots = widthDots;
    this.#blank = new Uint8Array(Math.ceil(widthDots / 8));
    for (let row = 0; row < headToCutterDots; row++) this.append();
  }

  /** Which row the head prints next, counted from the roll's beginning. */
  get row(): number {
    return this.#cutAway + this.#rows.length;
  }

  /** How many rows hang together. */
  get attachedRows(): number {
    return this.#rows.length;
  }

  /** Moves the paper by one row, printed or blank. */
  append(dots: Uint8Array = this.#blank): void {
    this.#rows.push(dots);
  }

  /** Cuts `behindHead` rows before the head; nothing falls when no paper is beyond the knife. */
  cut(behindHead: number): Bitmap | undefined {
    const fallen = this.#rows.splice(0, Math.max(0, this.#rows.length - behindHead));
    this.#cutAway += fallen.length;
    return fallen.length > 0 ? this.#picture(fallen) : undefined;
  }

  /** A picture of the paper that is still in the printer. */
  get attached(): Bitmap {
    return this.#picture(this.#rows);
  }

  #picture(rows: readonly Uint8Array[]): Bitmap {
    const picture = blankBitmap(this.#widthDots, rows.length);
    for (const [index, row] of rows.entries()) picture.bits.set(row.subarray(0, picture.rowBytes), index * picture.rowBytes);
    return picture;
  }
}
