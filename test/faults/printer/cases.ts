import type { Fault } from "../../../src/rehearsal/printer/faults.ts";

/** What can befall the printer: a fault it can play, or its power going off and on. */
export type Mishap = Fault;

export const mishaps: readonly Mishap[] = [
  "port-closed",
  "never-reads",
  "reset",
  "paper-out",
  "cover-open",
  "slow",
  "mute",
  "garbage",
  "power-cycle",
];

/** When it strikes: at rest before the slip, or when so much of the slip has been received. */
export const moments = { before: 0, "first byte": 0.0001, middle: 0.5, "last byte": 0.9999 } as const;

export type Moment = keyof typeof moments;

/** A slower printer and one at rest with a fresh connection are no faults: there is nothing to name. */
export function hasNothingToName(mishap: Mishap, moment: Moment): boolean {
  return mishap === "slow" || (moment === "before" && (mishap === "reset" || mishap === "power-cycle"));
}
