import PDFDocument from "pdfkit";
import { wrapMeasured } from "../../receipt/wrap.ts";

export const ink = "#000000";
export const grey = "#666666";
export const pale = "#b8b8b8";

export interface Written {
  readonly text: string;
  readonly size: number;
  /** Where the text begins, is centred or ends. */
  readonly x: number;
  /** The top of its line. */
  readonly y: number;
  readonly align?: "left" | "centre" | "right";
  readonly colour?: string;
}

/** How much of a size a line takes. */
const leading = 1.4;
/** Printed where the font has no such letter, as on a slip. */
const missing = "〓";

/** Writes and rules on the page at hand, in points from its upper left corner. One font, embedded as the subset that was used. */
export class Pen {
  readonly doc: PDFKit.PDFDocument;
  readonly draws: boolean;
  readonly #advances = new Map<string, number>();
  readonly #hasGlyph: (codePoint: number) => boolean;

  /** With `draws` false it only measures, and leaves no trace. */
  constructor(doc: PDFKit.PDFDocument, draws = true) {
    this.doc = doc;
    this.draws = draws;
    // pdfkit keeps the parsed font to itself, and would write an empty box for a letter it lacks.
    const { font } = (doc as unknown as { _font: { font: { hasGlyphForCodePoint(codePoint: number): boolean } } })._font;
    this.#hasGlyph = (codePoint) => font.hasGlyphForCodePoint(codePoint);
  }

  write({ text, size, x, y, align = "left", colour = ink }: Written): void {
    const shown = this.readable(text);
    if (shown === "" || !this.draws) return;
    this.doc.fontSize(size).fillColor(colour);
    const width = align === "left" ? 0 : this.doc.widthOfString(shown);
    const left = align === "right" ? x - width : align === "centre" ? x - width / 2 : x;
    this.doc.text(shown, left, y, { lineBreak: false });
  }

  rule({
    x,
    y,
    width,
    colour = ink,
    weight = 0.5,
  }: {
    x: number;
    y: number;
    width: number;
    colour?: string;
    weight?: number;
  }): void {
    if (!this.draws) return;
    this.doc
      .lineWidth(weight)
      .strokeColor(colour)
      .moveTo(x, y)
      .lineTo(x + width, y)
      .stroke();
  }

  /** The text as the font can show it: a letter it lacks becomes 〓, what is no letter a blank. */
  readable(text: string): string {
    let shown = "";
    for (const letter of text) {
      if (/[\p{Cc}\p{Cf}]/u.test(letter)) shown += " ";
      else shown += this.#hasGlyph(letter.codePointAt(0)!) ? letter : missing;
    }
    return shown;
  }

  /** Lines no wider than `width`; what the text itself breaks stays broken. */
  wrap(text: string, size: number, width: number): string[] {
    return text.split("\n").flatMap((line) => wrapMeasured(this.readable(line), (piece) => this.#widthOf(piece) * size, width));
  }

  /** The size at which a figure fits, which must not be torn apart. */
  fitting(text: string, size: number, width: number): number {
    const natural = this.#widthOf(this.readable(text)) * size;
    return natural <= width ? size : (size * width) / natural;
  }

  /** For a size of one. The sum of its letters, which is never less than what pdfkit makes of it by moving them together. */
  #widthOf(text: string): number {
    let width = 0;
    for (const letter of text) {
      const advance = this.#advances.get(letter) ?? this.doc.fontSize(1).widthOfString(letter);
      this.#advances.set(letter, advance);
      width += advance;
    }
    return width;
  }
}

export function lineHeight(size: number): number {
  return size * leading;
}

/** A document with one font, whose bytes depend on nothing but what is written: no name of its maker, no present time. */
export function newDocument({ font, language, about }: NewDocument): PDFKit.PDFDocument {
  const doc = new PDFDocument({
    size: "A4",
    margin: 0,
    autoFirstPage: false,
    font,
    lang: language,
    displayTitle: true,
    // From 1.4 on pdfkit repeats title and author as XML, without escaping them, and names itself there.
    pdfVersion: "1.3",
    info: { Title: about.title, Author: about.author, Subject: about.subject, CreationDate: new Date(about.madeAt) },
  });
  const info = doc.info as { Producer?: string; Creator?: string };
  delete info.Producer;
  delete info.Creator;
  return doc;
}

export interface NewDocument {
  /** Where the font lies. */
  readonly font: string;
  readonly language: string;
  readonly about: { readonly title: string; readonly author: string; readonly subject: string; readonly madeAt: string };
}
