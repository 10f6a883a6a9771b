import { type Bitmap, blankBitmap, stamp } from "../../receipt/bitmap.ts";
import { Line, leftEdge } from "./line.ts";
import type { Modes } from "./modes.ts";
import type { Move } from "./moves.ts";
import type { Label, Surface } from "./surface.ts";

export interface StripOptions {
  readonly headDots: number;
  modes(): Modes;
  push(...moves: Move[]): void;
}

/** Standard mode: lines and images go to the paper one after the other. */
export class Strip implements Surface {
  readonly #options: StripOptions;
  readonly #line = new Line();
  #lineAt = 0;
  #text = "";

  constructor(options: StripOptions) {
    this.#options = options;
  }

  get isAtLineStart(): boolean {
    return this.#line.isEmpty;
  }

  get lineDots(): number {
    const { leftDots, widthDots } = this.#options.modes();
    return Math.min(widthDots, this.#options.headDots - leftDots);
  }

  get cursor(): number {
    return this.#line.cursor;
  }

  clear(): void {
    this.#line.clear();
    this.#text = "";
  }

  moveTo(dots: number): void {
    if (dots >= 0 && dots < this.lineDots) this.#line.moveTo(dots);
  }

  moveBy(dots: number): void {
    this.moveTo(this.#line.cursor + dots);
  }

  write(picture: Bitmap, text: string, offset: number): void {
    if (!this.#line.fits(picture, this.lineDots)) this.endLine(this.#options.modes().spacingDots, offset);
    if (this.#line.isEmpty) this.#lineAt = offset;
    this.#line.place(picture);
    this.#text += text;
  }

  /** The paper moves at least as far as the line is high. */
  endLine(advanceDots: number, offset: number): void {
    if (this.#line.isEmpty) this.feed(advanceDots, offset);
    else this.#printLine(advanceDots);
    this.clear();
  }

  /** An image is never put beside text: the line is printed first. */
  finishLine(offset: number): void {
    if (!this.#line.isEmpty) this.endLine(this.#options.modes().spacingDots, offset);
  }

  block(picture: Bitmap, label: Label): void {
    this.finishLine(label.offset);
    const { widthDots, heightDots } = picture;
    this.note({ widthDots, heightDots }, label);
    for (const dots of this.#rowsOf(picture)) this.#options.push({ do: "row", dots });
  }

  /** Says in the journal what the next rows are. */
  note({ widthDots, heightDots }: Pick<Bitmap, "widthDots" | "heightDots">, label: Label & { readonly text?: string }): void {
    this.#options.push({ do: "note", item: { ...label, x: this.#edgeOf(widthDots), rows: heightDots, widthDots } });
  }

  /** One row of an image that streams by. What is wider than the head is cut off; the bits that pad its last byte print. */
  row(bits: Uint8Array, times: number): void {
    const [dots] = this.#rowsOf({ widthDots: bits.length * 8, heightDots: 1, rowBytes: bits.length, bits });
    for (let copy = 0; copy < times; copy++) this.#options.push({ do: "row", dots: dots! });
  }

  feed(dots: number, offset: number): void {
    if (dots <= 0) return;
    this.#options.push({ do: "note", item: { kind: "feed", x: 0, rows: dots, offset } });
    this.#blankRows(dots);
  }

  #printLine(advanceDots: number): void {
    const picture = this.#line.draw(this.#options.modes().upsideDown);
    this.note(picture, { kind: this.#text === "" ? "column-image" : "text", offset: this.#lineAt, text: this.#text });
    for (const dots of this.#rowsOf(picture)) this.#options.push({ do: "row", dots });
    this.#blankRows(advanceDots - picture.heightDots);
  }

  #edgeOf(widthDots: number): number {
    const { alignment, leftDots, upsideDown } = this.#options.modes();
    const turned = ({ left: "right", centre: "centre", right: "left" } as const)[alignment];
    return leftDots + leftEdge(upsideDown ? turned : alignment, widthDots, this.lineDots);
  }

  *#rowsOf(picture: Bitmap): Generator<Uint8Array> {
    const { bits, rowBytes, widthDots, heightDots } = picture;
    const left = this.#edgeOf(widthDots);
    for (let y = 0; y < heightDots; y++) {
      const row = blankBitmap(this.#options.headDots, 1);
      const source = { widthDots, heightDots: 1, rowBytes, bits: bits.subarray(y * rowBytes, (y + 1) * rowBytes) };
      stamp(row, source, left, 0);
      yield row.bits;
    }
  }

  #blankRows(count: number): void {
    for (let row = 0; row < count; row++) this.#options.push({ do: "row" });
  }
}
