/** How near a deadline is, from the first warning to the last: 24 h, 6 h, 1 h, past. */
export const warningSeconds = [24 * 3600, 6 * 3600, 3600, 0] as const;

/** The highest warning level due for a deadline, 0 when none is. Both in seconds since 1970. */
export function warningLevel(deadline: number, nowSeconds: number): number {
  const left = deadline - nowSeconds;
  return warningSeconds.filter((seconds) => left <= seconds).length;
}
