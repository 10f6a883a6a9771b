import type { Fault } from "../printer/faults.ts";

/** What the printer does with paper, in order. Only `row`, `back` and `cut` take time; the others happen when the paper is there. */
export type Move =
  | { readonly do: "row"; readonly dots?: Uint8Array }
  | { readonly do: "back"; readonly rows: number }
  | { readonly do: "cut"; readonly cut: CutKind; readonly offset: number }
  | { readonly do: "pulse"; readonly pulse: DrawerPulse }
  | { readonly do: "beep"; readonly beep: Beep }
  | { readonly do: "answer"; readonly answer: Answer }
  /** `down`: so many rows below where the head is now. */
  | { readonly do: "note"; readonly item: Unplaced; readonly down?: number }
  | { readonly do: "suffer"; readonly fault: Fault };

export type CutKind = "full" | "partial";

/** What is answered when everything before it has been printed. */
export type Answer =
  | { readonly kind: "process-id"; readonly id: string }
  | { readonly kind: "paper" | "drawer" }
  | { readonly kind: "words"; readonly bytes: Uint8Array };

export interface DrawerPulse {
  readonly pin: 2 | 5;
  readonly ms: number;
  /** Of the command's first byte in everything received since the printer was made. */
  readonly offset: number;
}

export interface Beep {
  readonly times: number;
  readonly ms: number;
  readonly offset: number;
}

/** Something that came out on paper, in its bounding box. */
export interface PaperItem {
  readonly kind: "text" | "raster" | "feed" | "back-feed" | "qr" | "bar-code" | "graphics" | "column-image" | "page";
  /** Of its left edge. */
  readonly x: number;
  /** Its first row on the roll, counted from the roll's beginning. */
  readonly row: number;
  readonly rows: number;
  /** Of its first byte in everything received since the printer was made. */
  readonly offset: number;
  /** What a text line says, as far as the ROM knows it. */
  readonly text?: string;
  /** What a code says. */
  readonly data?: string;
  readonly widthDots?: number;
}

export type Unplaced = Omit<PaperItem, "row">;

/** Bytes that mean nothing to this printer. */
export interface UnknownBytes {
  readonly offset: number;
  readonly bytes: readonly number[];
}
