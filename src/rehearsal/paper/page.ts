import { type Bitmap, blankBitmap, isBlack, type Rectangle, stamp } from "../../receipt/bitmap.ts";
import type { PrinterModel } from "../printer/models.ts";
import { turnedLeft, turnedOver, turnedRight } from "./glyph.ts";
import type { Modes } from "./modes.ts";
import type { Move, PaperItem } from "./moves.ts";
import type { Label, Surface } from "./surface.ts";

/** The whole page of a printer that was told no area: 1662 vertical units (spec/escpos.md 3.6). */
const tallestUnits = 1662;
/** Where the ground of a line of plain text lies that stands at the area's upper edge. */
const firstGround = 23;

interface PlacedItem extends Label {
  readonly text?: string;
  readonly at: Rectangle;
}

interface Run {
  readonly offset: number;
  readonly from: number;
  readonly height: number;
  readonly text: string;
}

/**
 * Page mode: everything is put where ESC W, ESC T, ESC $ and GS $ say, and comes out together at FF. The vertical position is
 * the lowest row of what is put there.
 */
export class Page implements Surface {
  readonly #model: PrinterModel;
  readonly #modes: () => Modes;
  readonly #tallest: number;
  readonly #canvas: Bitmap;
  #area: Rectangle;
  #areasEnd: number | undefined;
  #direction = 0;
  #x = 0;
  #ground = firstGround;
  #items: PlacedItem[] = [];
  #run: Run | undefined;

  constructor(model: PrinterModel, modes: () => Modes) {
    this.#model = model;
    this.#modes = modes;
    this.#tallest = Math.floor(tallestUnits * model.dotsPerFeedUnit);
    this.#canvas = blankBitmap(model.widthDots, this.#tallest);
    this.#area = { left: 0, top: 0, width: model.widthDots, height: this.#tallest };
  }

  get isAtLineStart(): boolean {
    return true; // a code may stand anywhere on a page
  }

  get lineDots(): number {
    return this.#direction % 2 === 0 ? this.#area.width : this.#area.height;
  }

  get cursor(): number {
    return this.#x;
  }

  get tallestDots(): number {
    return this.#tallest;
  }

  /** ESC W. What reaches beyond the paper is cut down to it. */
  setArea({ left, top, width, height }: Rectangle): void {
    this.#endRun();
    const { widthDots } = this.#model;
    this.#area = { left, top, width: Math.min(width, widthDots - left), height: Math.min(height, this.#tallest - top) };
    this.#areasEnd = Math.max(this.#areasEnd ?? 0, this.#area.top + this.#area.height);
    this.#home();
  }

  /** ESC T: 0 as one reads, 1 upwards, 2 head down, 3 downwards. */
  setDirection(direction: number): void {
    this.#endRun();
    this.#direction = direction;
    this.#home();
  }

  moveTo(dots: number): void {
    this.#endRun();
    if (dots >= 0 && dots < this.lineDots) this.#x = dots;
  }

  moveBy(dots: number): void {
    this.moveTo(this.#x + dots);
  }

  /** GS $. */
  moveDownTo(dots: number): void {
    this.#endRun();
    if (dots >= 0 && dots < this.#depth) this.#ground = dots;
  }

  /** GS \. */
  moveDownBy(dots: number): void {
    this.moveDownTo(this.#ground + dots);
  }

  write(picture: Bitmap, text: string, offset: number): void {
    if (this.#x > 0 && this.#x + picture.widthDots > this.lineDots) this.endLine(this.#modes().spacingDots);
    const run = this.#run ?? { offset, from: this.#x, height: 0, text: "" };
    this.#run = { ...run, height: Math.max(run.height, picture.heightDots), text: run.text + text };
    this.#draw(picture);
    this.#x += picture.widthDots;
  }

  block(picture: Bitmap, label: Label): void {
    this.#endRun();
    const { widthDots, heightDots } = picture;
    this.#items.push({ ...label, at: this.#placeOf(widthDots, heightDots) });
    this.#draw(picture);
    this.#x = Math.min(this.lineDots, this.#x + widthDots);
  }

  endLine(advanceDots: number): void {
    this.#endRun();
    this.#x = 0;
    this.#ground += advanceDots;
  }

  /** CAN: what stands in the area is wiped out. */
  cancel(): void {
    this.#run = undefined;
    const { left, top, width, height } = this.#area;
    for (let y = top; y < top + height; y++)
      for (let x = left; x < left + width; x++) {
        if (isBlack(this.#canvas, x, y)) this.#canvas.bits[y * this.#canvas.rowBytes + (x >> 3)]! &= ~(0x80 >> (x & 7));
      }
    this.#items = this.#items.filter(({ at }) => !meet(at, this.#area));
    this.#home();
  }

  /** FF and ESC FF: the page as moves of the paper. */
  print(offset: number): Move[] {
    this.#endRun();
    const rows = this.#areasEnd ?? this.#tallest;
    const { bits, rowBytes } = this.#canvas;
    const page: PaperItem = { kind: "page", x: 0, row: 0, rows, widthDots: this.#model.widthDots, offset };
    const notes = this.#items.map(({ at, ...item }): PaperItem => {
      return { ...item, x: at.left, row: at.top, rows: at.height, widthDots: at.width };
    });
    return [
      ...[page, ...notes].map(({ row, ...item }): Move => ({ do: "note", item, down: row })),
      ...Array.from({ length: rows }, (_, y): Move => ({ do: "row", dots: bits.slice(y * rowBytes, (y + 1) * rowBytes) })),
    ];
  }

  get #depth(): number {
    return this.#direction % 2 === 0 ? this.#area.height : this.#area.width;
  }

  #home(): void {
    this.#x = 0;
    this.#ground = firstGround;
  }

  #endRun(): void {
    const run = this.#run;
    if (!run) return;
    const at = this.#placed({
      left: run.from,
      top: this.#ground - run.height + 1,
      width: this.#x - run.from,
      height: run.height,
    });
    this.#items.push({ kind: run.text === "" ? "column-image" : "text", offset: run.offset, text: run.text, at });
    this.#run = undefined;
  }

  #placeOf(width: number, height: number): Rectangle {
    return this.#placed({ left: this.#x, top: this.#ground - height + 1, width, height });
  }

  /** From the area as it is read to the page as it is printed. */
  #placed({ left, top, width, height }: Rectangle): Rectangle {
    const area = this.#area;
    if (this.#direction === 1) {
      return { left: area.left + top, top: area.top + area.height - left - width, width: height, height: width };
    }
    if (this.#direction === 2) {
      return { left: area.left + area.width - left - width, top: area.top + area.height - top - height, width, height };
    }
    if (this.#direction === 3) {
      return { left: area.left + area.width - top - height, top: area.top + left, width: height, height: width };
    }
    return { left: area.left + left, top: area.top + top, width, height };
  }

  /** What reaches out of the area is not printed. */
  #draw(picture: Bitmap): void {
    const at = this.#placeOf(picture.widthDots, picture.heightDots);
    const turned = [picture, turnedLeft, turnedOver, turnedRight][this.#direction]!;
    const shown = typeof turned === "function" ? turned(picture) : turned;
    const area = blankBitmap(this.#area.width, this.#area.height);
    stamp(area, shown, at.left - this.#area.left, at.top - this.#area.top);
    stamp(this.#canvas, area, this.#area.left, this.#area.top);
  }
}

function meet(one: Rectangle, other: Rectangle): boolean {
  const apart =
    one.left >= other.left + other.width ||
    other.left >= one.left + one.width ||
    one.top >= other.top + other.height ||
    other.top >= one.top + one.height;
  return !apart;
}
