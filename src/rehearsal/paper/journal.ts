import type { Beep, CutKind, DrawerPulse, PaperItem, UnknownBytes } from "./moves.ts";

export interface Cut {
  /** `torn`: nobody cut for so long that somebody tore the strip off. */
  readonly kind: CutKind | "torn";
  /** Where the knife fell, in rows from the roll's beginning. */
  readonly row: number;
  readonly offset: number;
}

/** Bytes that came while nobody could take them and nobody held them back. */
export interface DroppedBytes {
  readonly offset: number;
  readonly count: number;
}

/** What the printer did, newest last. Each list keeps its newest entries only. */
export class Journal {
  readonly items: PaperItem[] = [];
  readonly cuts: Cut[] = [];
  readonly pulses: DrawerPulse[] = [];
  readonly beeps: Beep[] = [];
  readonly unknown: UnknownBytes[] = [];
  readonly dropped: DroppedBytes[] = [];

  add<K extends "items" | "cuts" | "pulses" | "beeps" | "unknown" | "dropped">(list: K, entry: Journal[K][number]): void {
    const entries: Journal[K][number][] = this[list];
    entries.push(entry);
    if (entries.length > newest) entries.shift();
  }
}

const newest = 2000;
