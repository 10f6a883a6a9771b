import type { Bitmap } from "./bitmap.ts";

/**
 * A slip as it is stored: plain JSON, top to bottom, without a single dot in it. `layOut` gives it places on paper.
 * What a slip must say and in which order is the region's business, not ours.
 */
export type Block =
  | TextBlock
  | ColumnsBlock
  | CellsBlock
  | Code39Block
  | QrPairBlock
  | CodeBlock
  | RuleBlock
  | GapBlock
  | PictureBlock;

/** `title` is bold and at least 5 mm tall, `name` a third larger than `body`. A text too long for its line is set narrower or smaller before it wraps. */
export type TextSize = "title" | "name" | "body";
export type Align = "left" | "centre" | "right";

/** One paragraph; `body` and left unless told otherwise. Wraps rather than clips. */
export interface TextBlock {
  readonly kind: "text";
  readonly text: string;
  readonly size?: TextSize;
  readonly align?: Align;
  readonly emphasis?: Emphasis;
}

/** What makes a text stand out. `inverted` is white on black. */
export interface Emphasis {
  readonly bold?: boolean;
  readonly underline?: boolean;
  readonly inverted?: boolean;
}

/** Two texts on one line, at its two ends. When they are too long for one line, `right` gets a line of its own. */
export interface ColumnsBlock {
  readonly kind: "columns";
  readonly left: string;
  readonly right: string;
  readonly size?: TextSize;
}

/** Texts side by side, each wrapped in its own share of the column. No slip of the law has any: they are for the POS's tickets. */
export interface CellsBlock {
  readonly kind: "cells";
  readonly cells: readonly Cell[];
}

export interface Cell {
  readonly text: string;
  /** How much of the column it gets, beside the others' shares. */
  readonly share: number;
  readonly align?: Align;
}

/** One code of a POS's ticket. */
export interface CodeBlock {
  readonly kind: "code";
  readonly code: TicketCode;
  readonly align?: Align;
}

/** A code to be drawn. A bar code is as wide as the column lets it be. */
export type TicketCode =
  | { readonly kind: "qr"; readonly text: string; readonly moduleDots: number; readonly level: "L" | "M" | "Q" | "H" }
  | { readonly kind: BarCodeKind; readonly text: string; readonly heightDots: number };

export type BarCodeKind = "code39" | "code128" | "ean13";

/** A bar code of `0-9 A-Z - . $ / + %` and space, without text below it. Start and stop signs are added. */
export interface Code39Block {
  readonly kind: "code39";
  readonly data: string;
}

/** Two QR codes of one size side by side, tops level. Each text may have `qrPairCapacityBytes` bytes of UTF-8. */
export interface QrPairBlock {
  readonly kind: "qr-pair";
  readonly left: string;
  readonly right: string;
}

/** A line across the column. */
export interface RuleBlock {
  readonly kind: "rule";
  readonly style?: "solid" | "dashed";
}

/** White paper, in dots. */
export interface GapBlock {
  readonly kind: "gap";
  readonly heightDots: number;
}

/** A ready picture, such as the shop's logo, no wider than the column. `base64` holds a Bitmap's bits. */
export interface PictureBlock {
  readonly kind: "picture";
  readonly widthDots: number;
  readonly heightDots: number;
  readonly base64: string;
  readonly align?: Align;
}

/** Turns a bitmap into a block that can be stored. */
export function pictureBlock({ widthDots, heightDots, bits }: Bitmap, align: Align = "centre"): PictureBlock {
  return { kind: "picture", widthDots, heightDots, base64: Buffer.from(bits).toString("base64"), align };
}
