import iconv from "iconv-lite";
import { type Bitmap, type Rectangle, stamp } from "../../receipt/bitmap.ts";
import type { PrinterModel } from "../printer/models.ts";
import { type CharacterStyle, drawGlyph, enlarged } from "./glyph.ts";
import { type Modes, powerOnModes } from "./modes.ts";
import type { Answer, CutKind, Move, UnknownBytes } from "./moves.ts";
import { Page } from "./page.ts";
import { type Rom, romOf } from "./rom.ts";
import { Strip } from "./strip.ts";
import type { Label, Surface } from "./surface.ts";
import { drawBarCode } from "./symbols/bar-code.ts";
import type { Bars } from "./symbols/bars.ts";
import { QrStore } from "./symbols/qr.ts";

export interface PressOptions {
  readonly model: PrinterModel;
  readonly rom: Rom;
  /** Somebody put the other Chinese ROM in. */
  hasWrongRom(): boolean;
  onInitialise(): void;
  /** GS a n. */
  onStatusWish(wish: number): void;
  /** GS ( D: whether the real-time commands 1 (drawer) and 2 (power off) act. */
  onRealTimeWish(fn: number, acts: boolean): void;
  onUnknown(unknown: UnknownBytes): void;
}

export interface RasterHead {
  readonly rowBytes: number;
  readonly rows: number;
  readonly widthScale: number;
  readonly heightScale: number;
}

const tabDots = 8 * 12;
const yen = 0x9d; // in code page 437

/** Turns commands into moves of the paper. It holds the modes commands set and what they stored, and knows no time. */
export class Press {
  /** What the paper still has to do; the machine takes it from the front. */
  moves: Move[] = [];
  /** Of the byte now being read, in everything received. */
  offset = 0;
  readonly model: PrinterModel;
  qr = new QrStore();
  readonly #options: PressOptions;
  readonly #roms: Readonly<Record<"right" | "wrong", Rom>>;
  readonly #strip: Strip;
  #page: Page | undefined;
  #graphics: Bitmap | undefined;
  #modes: Modes;
  #commandAt = 0;

  constructor(options: PressOptions) {
    const { model, rom } = options;
    this.model = model;
    this.#options = options;
    this.#roms = { right: romOf(rom, model.rom), wrong: romOf(rom, model.rom === "cp950" ? "gb18030" : "cp950") };
    this.#modes = powerOnModes(model);
    this.#strip = new Strip({
      headDots: model.widthDots,
      modes: () => this.#modes,
      push: (...moves) => void this.moves.push(...moves),
    });
  }

  /** A new command or character begins with the byte now being read. */
  beginCommand(): void {
    this.#commandAt = this.offset;
  }

  /** ESC @: power-on modes; the unprinted line or page and what was stored are gone; what was worked out is still printed. */
  initialise(): void {
    this.clearLine();
    this.qr = new QrStore();
    this.#graphics = undefined;
    this.#modes = powerOnModes(this.model);
    this.#options.onInitialise();
  }

  clearLine(): void {
    this.#strip.clear();
    this.#page = undefined;
  }

  get modes(): Modes {
    return this.#modes;
  }

  set(change: Partial<Modes>): void {
    this.#modes = { ...this.#modes, ...change };
  }

  style(change: Partial<CharacterStyle>): void {
    this.set({ style: { ...this.#modes.style, ...change } });
  }

  /** What counts only at the beginning of a line: ESC a, GS L, GS W. */
  setAtLineStart(change: Partial<Modes>): void {
    if (this.#strip.isAtLineStart) this.set(change);
  }

  /** What is finer than the head's pitch is lost (spec/escpos.md 2). */
  downDots(units: number): number {
    return Math.floor(units * this.#modes.dotsPerFeedUnit);
  }

  sideDots(units: number): number {
    return Math.floor(units * this.#modes.dotsPerSideUnit);
  }

  get rom(): Rom {
    return this.#roms[this.#options.hasWrongRom() && this.model.rom !== "ascii" ? "wrong" : "right"];
  }

  /** Whether this byte is the first half of a two-byte character. */
  isLead(byte: number): boolean {
    return this.#modes.multibyte && byte >= 0x81 && byte <= 0xfe;
  }

  /** One byte as a character; control codes have no picture, and of the code tables the ROM holds only the first. */
  character(byte: number): void {
    const code = this.#nationalised(byte);
    const isElsewhere = code >= 0x80 && this.#modes.codeTable !== 0;
    const glyph = isElsewhere ? undefined : this.rom.narrow(code);
    if (isElsewhere) this.lacking([byte]);
    const text = iconv.decode(Buffer.of(code), "cp437");
    if (glyph) this.#put(drawGlyph(glyph, this.#modes.style, [0, this.#modes.characterGap]), text);
  }

  wideCharacter(bytes: readonly number[]): void {
    const [lead = 0, trail = 0] = bytes;
    const glyph = bytes.length === 2 ? this.rom.wide((lead << 8) | trail) : undefined;
    if (glyph) this.#put(this.#wide(glyph), iconv.decode(Buffer.from(bytes), this.rom.encoding));
    else this.lacking(bytes);
  }

  /** A character the ROM does not have comes out as a box. */
  lacking(bytes: readonly number[]): void {
    this.unknown(bytes);
    this.#put(this.#wide(this.rom.box), "□");
  }

  unknown(bytes: readonly number[]): void {
    this.#options.onUnknown({ offset: this.#commandAt, bytes });
  }

  /** HT: to the next stop of ESC D, or the next eighth column; past the last one nothing happens. */
  tab(): void {
    const { tabStops } = this.#modes;
    const { cursor } = this.#surface;
    const next = tabStops ? tabStops.find((stop) => stop > cursor) : (Math.floor(cursor / tabDots) + 1) * tabDots;
    if (next !== undefined) this.#surface.moveTo(next);
  }

  moveTo(units: number): void {
    this.#surface.moveTo(this.sideDots(units));
  }

  moveBy(units: number): void {
    this.#surface.moveBy(this.sideDots(units));
  }

  lineFeed(): void {
    this.#surface.endLine(this.#modes.spacingDots, this.#commandAt);
  }

  /** ESC d: prints the line and moves by n lines in all. */
  feedLines(lines: number): void {
    this.#surface.endLine(lines * this.#modes.spacingDots, this.#commandAt);
  }

  /** ESC J: prints the line and moves by n motion units in all, or as far as the line is high. */
  feedUnits(units: number): void {
    this.#surface.endLine(this.downDots(units), this.#commandAt);
  }

  /** ESC K: prints the line and pulls the paper back. */
  backFeed(units: number): void {
    const rows = this.downDots(units);
    this.#strip.finishLine(this.#commandAt);
    this.moves.push({ do: "note", item: { kind: "back-feed", x: 0, rows, offset: this.#commandAt } }, { do: "back", rows });
  }

  /** GS v 0, row by row: a real printer has no room for the whole. In page mode it has the page. */
  beginRaster(head: RasterHead): { row(bits: Uint8Array): void; end(): void } {
    const label: Label = { kind: "raster", offset: this.#commandAt };
    const { rows, rowBytes, widthScale, heightScale } = head;
    if (this.#page) return this.#rasterOnPage(head, label);
    this.#strip.finishLine(this.#commandAt);
    this.#strip.note({ widthDots: rowBytes * 8 * widthScale, heightDots: rows * heightScale }, label);
    return {
      row: (bits) => {
        const row = enlarged({ widthDots: rowBytes * 8, heightDots: 1, rowBytes, bits }, widthScale, 1);
        this.#strip.row(row.bits, heightScale);
      },
      end() {},
    };
  }

  /** ESC *: columns beside the text. */
  columns(picture: Bitmap): void {
    this.#put(picture, "");
  }

  keepGraphics(picture: Bitmap): void {
    this.#graphics = picture;
  }

  /** GS ( L 50: what is wider than the head is cut off, and the store is empty afterwards. */
  printGraphics(): void {
    if (this.#graphics) this.#surface.block(this.#graphics, { kind: "graphics", offset: this.#commandAt });
    this.#graphics = undefined;
  }

  /** GS ( k 181. Off the line's beginning it does nothing; wider than the line it only feeds. */
  printQr(): void {
    const picture = this.qr.draw();
    if (picture) this.#code(picture, { kind: "qr", data: this.qr.data, offset: this.#commandAt });
  }

  printBarCode(bars: Bars, text: string): void {
    const picture = drawBarCode(bars, text, { modes: this.#modes, rom: this.rom });
    this.#code(picture, { kind: "bar-code", data: text, offset: this.#commandAt });
  }

  /** GS V. With `feedUnits` the paper first moves so far that what is printed is beyond the knife. */
  cut(kind: CutKind, feedUnits?: number): void {
    this.#strip.finishLine(this.#commandAt);
    if (feedUnits !== undefined) this.#strip.feed(this.model.headToCutterDots + this.downDots(feedUnits), this.#commandAt);
    this.moves.push({ do: "cut", cut: kind, offset: this.#commandAt });
  }

  pulse(pin: 2 | 5, ms: number): void {
    this.moves.push({ do: "pulse", pulse: { pin, ms, offset: this.#commandAt } });
  }

  beep(times: number, ms: number): void {
    this.moves.push({ do: "beep", beep: { times, ms, offset: this.#commandAt } });
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

  realTimeWish(fn: number, acts: boolean): void {
    this.#options.onRealTimeWish(fn, acts);
  }

  get page(): Page | undefined {
    return this.#page;
  }

  /** ESC L, at the beginning of a line only. */
  enterPage(): void {
    if (this.#strip.isAtLineStart) this.#page ??= new Page(this.model, () => this.#modes);
  }

  /** ESC W in dots. */
  setPageArea(area: Rectangle): void {
    this.#page?.setArea(area);
  }

  /** FF, or ESC FF which keeps the page. In standard mode FF ends the line. */
  printPage(keeping: boolean): void {
    if (this.#page) this.moves.push(...this.#page.print(this.#commandAt));
    else this.#strip.finishLine(this.#commandAt);
    if (!keeping) this.#page = undefined;
  }

  /** ESC S: what is on the page is lost. */
  leavePage(): void {
    this.#page = undefined;
  }

  get #surface(): Surface {
    return this.#page ?? this.#strip;
  }

  #code(picture: Bitmap, label: Label): void {
    if (!this.#surface.isAtLineStart) return;
    if (picture.widthDots <= this.#surface.lineDots) this.#surface.block(picture, label);
    else this.#surface.endLine(picture.heightDots, this.#commandAt);
  }

  #put(picture: Bitmap, text: string): void {
    this.#surface.write(picture, text, this.#commandAt);
  }

  /** FS ! and FS W enlarge two-byte characters; GS ! enlarges them too. */
  #wide(glyph: Bitmap): Bitmap {
    const { style, kanjiStyle, kanjiGaps } = this.#modes;
    const widthScale = Math.max(style.widthScale, kanjiStyle.widthScale);
    const heightScale = Math.max(style.heightScale, kanjiStyle.heightScale);
    const underline = style.underline || kanjiStyle.underline;
    return drawGlyph(glyph, { ...style, widthScale, heightScale, underline, small: false }, kanjiGaps);
  }

  /** ESC R: Japan has ¥ for a backslash, China ¥ for a dollar. */
  #nationalised(byte: number): number {
    const { international } = this.#modes;
    return (international === 8 && byte === 0x5c) || (international === 15 && byte === 0x24) ? yen : byte;
  }

  #rasterOnPage({ rowBytes, rows, widthScale, heightScale }: RasterHead, label: Label) {
    const picture = { widthDots: rowBytes * 8, heightDots: rows, rowBytes, bits: new Uint8Array(rowBytes * rows) };
    let y = 0;
    return {
      row: (bits: Uint8Array) => {
        stamp(picture, { widthDots: rowBytes * 8, heightDots: 1, rowBytes, bits }, 0, y);
        y += 1;
      },
      end: () => this.#surface.block(enlarged(picture, widthScale, heightScale), label),
    };
  }
}
