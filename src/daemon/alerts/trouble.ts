import type { AlertCode } from "./alert-kinds.ts";

/** What fills an alert's sentences: counts, codes, times, names of printers and files. Never anything about a buyer. */
export type Facts = Readonly<Record<string, string | number>>;

/** Something is the matter right now. */
export interface Trouble {
  readonly code: AlertCode;
  /** Tells two troubles of one code apart: the printer, the day, the authority's code. */
  readonly key: string;
  /** How bad, from 1; null where it cannot be said just now, so that an alert that is open stays as it is. */
  readonly level: number | null;
  readonly facts: Facts;
}

/** The highest level whose threshold was reached, 0 when none was. Thresholds rise. */
export function levelAt(value: number, thresholds: readonly number[]): number {
  return thresholds.filter((threshold) => value >= threshold).length;
}
