import type { Moves, StateOf } from "./moves.ts";
import { refuse } from "./problems.ts";

/** The life of a track range. `standby` waits for its period, for an earlier range to end, or for the clock to pass it. */
export const rangeMoves = {
  standby: { open: "open", expire: "closed" },
  open: { spend: "spent", expire: "closed", "stand-by": "standby" },
  spent: { report: "reported" },
  closed: { report: "reported" },
  reported: {},
} as const satisfies Moves;

export type RangeState = StateOf<typeof rangeMoves>;

/**
 * What is known of a number that a restored till cannot know of. It is never issued here; it is settled once, as issued by the till
 * that was lost, or as never issued by anybody.
 */
export type UnaccountedState = "unaccounted" | "issued-elsewhere" | "unused";

/** Letters and first..last number for one period, both ends included. */
export interface TrackRange {
  readonly id: number;
  readonly period: string;
  /** Two capital letters. */
  readonly track: string;
  readonly first: number;
  readonly last: number;
  /** The number the next invoice takes; `last + 1` when the range is spent. */
  readonly next: number;
  readonly state: RangeState;
  /** Seconds since 1970 of the newest invoice of this range; numbers and times rise together within it. */
  readonly lastIssuedAt: number | null;
}

/** Takes the next number. Returns it with the range that remains; the caller stores both or neither. */
export function allocate(range: TrackRange): { number: string; remaining: TrackRange } {
  if (range.state !== "open") throw new Error(`range ${range.id} is ${range.state}, not open`);
  if (range.next > range.last)
    throw refuse("numbers-exhausted", `Range ${numberOf(range, range.first)}–${numberOf(range, range.last)} is used up.`);
  const next = range.next + 1;
  return {
    number: numberOf(range, range.next),
    remaining: { ...range, next, state: next > range.last ? "spent" : "open" },
  };
}

/** Two letters and eight digits, the legal form of an invoice number (spec/taiwan.md 2.1). */
export function numberOf(range: Pick<TrackRange, "track">, value: number): string {
  return `${range.track}${String(value).padStart(8, "0")}`;
}

export function numbersLeft(range: Pick<TrackRange, "next" | "last">): number {
  return range.last - range.next + 1;
}
