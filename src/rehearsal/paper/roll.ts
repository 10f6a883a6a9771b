import { type Bitmap, blankBitmap } from "../../receipt/bitmap.ts";

/** The paper from the last cut to the head: what a customer could hold when it is cut, and what stays attached until then. */
export class Roll {
  readonly #widthDots: number;
  readonly #blank: Uint8Array;
  #rows: Uint8Array[] = [];
  #cutAway = 0;
  /** How many rows the paper was moved back: the head stands over what it has already printed. */
  #back = 0;

  /** A fresh roll hangs out as far as the knife: `headToCutterDots` blank rows lead the first piece. */
  constructor(widthDots: number, headToCutterDots: number) {
    this.#widthDots = widthDots;
    this.#blank = new Uint8Array(Math.ceil(widthDots / 8));
    for (let row = 0; row < headToCutterDots; row++) this.append();
  }

  /** Which row the head prints next, counted from the roll's beginning. */
  get row(): number {
    return this.#cutAway + this.#head;
  }

  /** How many rows hang together. */
  get attachedRows(): number {
    return this.#rows.length;
  }

  /** Moves the paper by one row, printed or blank; black on black stays black. */
  append(dots: Uint8Array = this.#blank): void {
    const under = this.#rows[this.#head];
    if (under === undefined) this.#rows.push(dots);
    else this.#rows[this.#head] = under.map((byte, at) => byte | (dots[at] ?? 0));
    if (under !== undefined) this.#back -= 1;
  }

  /** Pulls the paper back into the printer, as far as there is any. */
  moveBack(rows: number): void {
    this.#back = Math.min(this.#rows.length, this.#back + rows);
  }

  /** Cuts `behindHead` rows before the head; nothing falls when no paper is beyond the knife. */
  cut(behindHead: number): Bitmap | undefined {
    const fallen = this.#rows.splice(0, Math.max(0, this.#head - behindHead));
    this.#cutAway += fallen.length;
    return fallen.length > 0 ? this.#picture(fallen) : undefined;
  }

  /** A picture of the paper that is still in the printer. */
  get attached(): Bitmap {
    return this.#picture(this.#rows);
  }

  get #head(): number {
    return this.#rows.length - this.#back;
  }

  #picture(rows: readonly Uint8Array[]): Bitmap {
    const picture = blankBitmap(this.#widthDots, rows.length);
    for (const [index, row] of rows.entries()) picture.bits.set(row.subarray(0, picture.rowBytes), index * picture.rowBytes);
    return picture;
  }
}
