import iconv from "iconv-lite";
import { type Bitmap, blankBitmap, stamp } from "../../receipt/bitmap.ts";
import type { PrinterModel } from "../printer/models.ts";
import { type Alignment, type CharacterStyle, Line, leftEdge, plainStyle } from "./line.ts";
import type { Answer, CutKind, Move, UnknownBytes } from "./moves.ts";
import type { Rom } from "./rom.ts";

export interface PressOptions {
  readonly model: PrinterModel;
  readonly rom: Rom;
  onInitialise(): void;
  /** GS a n. */
  onStatusWish(wish: number): void;
  onUnknown(unknown: UnknownBytes): void;
}

export interface RasterHead {
  readonly rowBytes: number;
  readonly rows: number;
  readonly widthScale: 1 | 2;
  readonly heightScale: 1 | 2;
}

const tabDots = 8 * 12;

/** Turns commands into moves of the paper. It holds the modes commands set and the line being filled, and knows no time. */
export class Press {
  /** What the paper still has to do; the machine takes it from the front. */
  moves: Move[] = [];
  /** Of the byte now being read, in everything received. */
  offset = 0;
  readonly #options: PressOptions;
  readonly #line: Line;
  #style: CharacterStyle = plainStyle;
  #alignment: Alignment = "left";
  #spacingDots: number;
  #multibyte: boolean;
  #commandAt = 0;
  #lineAt = 0;
  #text = "";

  constructor(options: PressOptions) {
    this.#options = options;
    this.#line = new Line(options.model.widthDots);
    this.#spacingDots = options.model.lineSpacingDots;
    this.#multibyte = options.model.multibyteAtPowerOn;
  }

  /** A new command or character begins with the byte now being read. */
  beginCommand(): void {
    this.#commandAt = this.offset;
  }

  /** ESC @: power-on modes, and the unprinted line is gone; what was already worked out is still printed. */
  initialise(): void {
    this.clearLine();
    this.#style = plainStyle;
    this.#alignment = "left";
    this.#spacingDots = this.#options.model.lineSpacingDots;
    this.#multibyte = this.#options.model.multibyteAtPowerOn;
    this.#options.onInitialise();
  }

  clearLine(): void {
    this.#line.clear();
    this.#text = "";
  }

  style(change: Partial<CharacterStyle>): void {
    this.#style = { ...this.#style, ...change };
  }

  /** ESC a. Only at the beginning of a line; numbers it does not know change nothing. */
  align(n: number): void {
    const alignment = (["left", "centre", "right"] as const)[n & 0x0f];
    if (alignment && this.#line.isEmpty) this.#alignment = alignment;
  }

  spacing(units?: number): void {
    this.#spacingDots = units === undefined ? this.#options.model.lineSpacingDots : this.#dotsOf(units);
  }

  multibyte(on: boolean): void {
    this.#multibyte = on;
  }

  /** Whether this byte is the first half of a two-byte character. */
  isLead(byte: number): boolean {
    return this.#multibyte && byte >= 0x81 && byte <= 0xfe;
  }

  /** One byte as a character; control codes have no picture. */
  character(byte: number): void {
    const glyph = this.#options.rom.narrow(byte);
    if (glyph) this.#put(glyph, iconv.decode(Buffer.of(byte), "cp437"));
  }

  wideCharacter(lead: number, trail: number): void {
    const glyph = this.#options.rom.wide((lead << 8) | trail);
    if (glyph) this.#put(glyph, iconv.decode(Buffer.of(lead, trail), "cp950"));
    else this.lacking([lead, trail]);
  }

  /** A character the ROM does not have comes out as a box. */
  lacking(bytes: readonly number[]): void {
    this.unknown(bytes);
    this.#put(this.#options.rom.box, "□");
  }

  unknown(bytes: readonly number[]): void {
    this.#options.onUnknown({ offset: this.#commandAt, bytes });
  }

  tab(): void {
    this.#line.tab(tabDots);
  }

  lineFeed(): void {
    this.#printLine(this.#spacingDots);
  }

  /** ESC d: prints the line and moves by n lines in all. */
  feedLines(lines: number): void {
    this.#printLine(lines * this.#spacingDots);
  }

  /** ESC J: prints the line and moves by n motion units in all, or as far as the line is high. */
  feedUnits(units: number): void {
    this.#printLine(this.#dotsOf(units));
  }

  beginRaster({ rowBytes, rows, widthScale, heightScale }: RasterHead): void {
    this.#endLine();
    const item = {
      kind: "raster",
      rows: rows * heightScale,
      widthDots: rowBytes * 8 * widthScale,
      offset: this.#commandAt,
    } as const;
    this.moves.push({ do: "note", item });
  }

  /** One row of an image. What is wider than the head is cut off; the bits that pad its last byte print. */
  rasterRow(bits: Uint8Array, { widthScale, heightScale }: RasterHead): void {
    const { widthDots } = this.#options.model;
    const source = widthScale === 1 ? bits : doubled(bits);
    const row = blankBitmap(widthDots, 1);
    const picture = { widthDots: source.length * 8, heightDots: 1, rowBytes: source.length, bits: source };
    stamp(row, picture, leftEdge(this.#alignment, picture.widthDots, widthDots), 0);
    for (let copy = 0; copy < heightScale; copy++) this.moves.push({ do: "row", dots: row.bits });
  }

  /** GS V. With `feedUnits` the paper first moves so far that what is printed is beyond the knife. */
  cut(kind: CutKind, feedUnits?: number): void {
    this.#endLine();
    if (feedUnits !== undefined) this.#feed(this.#options.model.headToCutterDots + this.#dotsOf(feedUnits));
    this.moves.push({ do: "cut", cut: kind, offset: this.#commandAt });
  }

  pulse(pin: 2 | 5, ms: number): void {
    this.moves.push({ do: "pulse", pulse: { pin, ms, offset: this.#commandAt } });
  }

  /** Answers when everything before has been printed. A printer keeps only the latest process id (spec/escpos.md 4.3). */
  answer(answer: Answer): void {
    if (answer.kind === "process-id") {
      this.moves = this.moves.filter((move) => move.do !== "answer" || move.answer.kind !== "process-id");
    }
    this.moves.push({ do: "answer", answer });
  }

  statusWish(wish: number): void {
    this.#options.onStatusWish(wish);
  }

  get model(): PrinterModel {
    return this.#options.model;
  }

  #put(glyph: Bitmap, text: string): void {
    if (!this.#line.fits(glyph, this.#style)) this.lineFeed();
    if (this.#line.isEmpty) this.#lineAt = this.#commandAt;
    this.#line.place(glyph, this.#style);
    this.#text += text;
  }

  /** An image or a cut is never put beside text: the line is printed first. */
  #endLine(): void {
    if (!this.#line.isEmpty) this.lineFeed();
  }

  #printLine(advanceDots: number): void {
    if (this.#line.isEmpty) this.#feed(advanceDots);
    else this.#printText(advanceDots);
    this.clearLine();
  }

  /** The paper moves at least as far as the line is high. */
  #printText(advanceDots: number): void {
    const { bits, rowBytes, heightDots } = this.#line.draw(this.#alignment);
    this.moves.push({ do: "note", item: { kind: "text", rows: heightDots, offset: this.#lineAt, text: this.#text } });
    for (let y = 0; y < heightDots; y++) this.moves.push({ do: "row", dots: bits.subarray(y * rowBytes, (y + 1) * rowBytes) });
    this.#blankRows(advanceDots - heightDots);
  }

  #feed(dots: number): void {
    if (dots <= 0) return;
    this.moves.push({ do: "note", item: { kind: "feed", rows: dots, offset: this.#commandAt } });
    this.#blankRows(dots);
  }

  #blankRows(count: number): void {
    for (let row = 0; row < count; row++) this.moves.push({ do: "row" });
  }

  /** What is finer than the head's pitch is lost (spec/escpos.md 2). */
  #dotsOf(units: number): number {
    return Math.floor(units * this.#options.model.dotsPerFeedUnit);
  }
}

function doubled(bits: Uint8Array): Uint8Array {
  const wide = new Uint8Array(bits.length * 2);
  for (let x = 0; x < bits.length * 8; x++) {
    if (((bits[x >> 3] ?? 0) & (0x80 >> (x & 7))) === 0) continue;
    wide[x >> 2] = (wide[x >> 2] ?? 0) | (0xc0 >> ((x & 3) * 2));
  }
  return wide;
}
