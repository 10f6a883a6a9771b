/**
 * Why something waits: to be sent again, to be asked about, for the document it refers to, or for a person to mend the way itself.
 */
export type Pace = "resend" | "ask" | "hold" | "mend";

/** First pause and longest, in seconds. Nothing waits so long that its deadline could pass unseen between two tries. */
const paces: Readonly<Record<Pace, readonly [first: number, longest: number]>> = {
  resend: [5, 900],
  ask: [5, 900],
  hold: [600, 3600],
  mend: [60, 900],
};

/** No pause is longer, in seconds, its spread included. */
export const longestPause = 1.25 * 3600;

/**
 * Seconds until the next try: doubling from the first pause to the longest, spread over half of it, so that a hundred tills that
 * lost their upstream together do not come back together. `chance` is from 0 to 1.
 */
export function pauseAfter(tries: number, pace: Pace, chance: number): number {
  const [first, longest] = paces[pace];
  const pause = Math.min(longest, first * 2 ** Math.min(tries, 16));
  return Math.max(1, Math.round(pause * (0.75 + chance / 2)));
}
