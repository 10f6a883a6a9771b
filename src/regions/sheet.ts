import type { InvoiceStatus } from "../invoice/undoing.ts";

/** A name and what belongs to it, as a form has them. */
export interface Entry {
  readonly label: string;
  readonly value: string;
  /** The one figure a reader looks for. */
  readonly strong?: boolean;
}

export interface Column {
  readonly title: string;
  /** Its part of the width, against the shares of the others. */
  readonly share: number;
  readonly align: "left" | "centre" | "right";
}

/**
 * An A4 document as plain data, top to bottom: what it says, in which words, is its region's business; where it stands on
 * which page is that of `documents`. Rows are made while they are asked for.
 */
export interface Sheet {
  /** As HTML and PDF name it: `zh-TW`. */
  readonly language: string;
  readonly title: string;
  /** Below the title: what this paper is, and what it is not. */
  readonly remarks: readonly string[];
  /** In large pale letters across every page. */
  readonly watermark: string | null;
  /** What the file says of itself. The date is local with offset. */
  readonly about: { readonly title: string; readonly author: string; readonly subject: string; readonly madeAt: string };
  /** At the head of every page but the first. */
  readonly runningHead: string;
  readonly facts: readonly Entry[];
  readonly parties: readonly { readonly title: string; readonly entries: readonly Entry[] }[];
  /** Only on a proof slip: the texts machines read. */
  readonly codes: { readonly barcode: string; readonly left: string; readonly right: string } | null;
  readonly columns: readonly Column[];
  readonly rows: Iterable<readonly string[]>;
  readonly totals: readonly Entry[];
  /** Below the totals, over the whole width. */
  readonly notes: readonly string[];
}

export interface SheetOptions {
  /**
   * `proof` is the legal slip itself on A4, of which there may be one. `content` says the same in words and can never pass
   * for it: no codes (docs/decisions/0008).
   */
  readonly kind: "content" | "proof";
  /** How many were printed before this one. */
  readonly copy: number;
  readonly status: InvoiceStatus;
  /** The shop's own lines. */
  readonly footer: readonly string[];
}
