/**
 * What to do about a code.
 * - `success`: confirmed.
 * - `compare`: upstream has one already; equal to ours is success, anything else is for a person.
 * - `own-cancel`: success when our own F0501 was sent again, else for a person.
 * - `per-item`: says nothing by itself; each document's own result counts.
 * - `hold`: wait for the message referred to, send once more, then a person.
 * - `retry`: later, backing off; the deadline alarm is the only limit.
 * - `retry-once`: send once more, then a person.
 * - `wait`: upstream's client goes on by itself; the deadline alarm stands.
 * - `look-inside`: its text may carry a platform code, which then decides.
 * - `person`: refused for good; somebody must look.
 * - `set-up`: stop the channel, alarm once, keep the queue, send all of it after the repair.
 */
export type Handling =
  | "success"
  | "compare"
  | "own-cancel"
  | "per-item"
  | "hold"
  | "retry"
  | "retry-once"
  | "wait"
  | "look-inside"
  | "person"
  | "set-up";

/** A code with its official text, an English one that says what to do, and how it is handled. */
export interface MinistryCode {
  readonly code: string;
  readonly text: string;
  readonly english: string;
  readonly handling: Handling;
}

/** Codes of one handling: official text, then English. */
export type CodeTable = Readonly<Record<string, readonly [text: string, english: string]>>;

/** Puts tables of different handlings into one, by code. */
export function byCode(tables: readonly (readonly [Handling, CodeTable])[]): ReadonlyMap<string, MinistryCode> {
  return new Map(
    tables.flatMap(([handling, table]) =>
      Object.entries(table).map(([code, [text, english]]) => [code, { code, text, english, handling }]),
    ),
  );
}
