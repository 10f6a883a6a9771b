/** What can be wrong with the printer, one at a time. `none`: paper loaded, cover closed, port open. */
export const faults = [
  "none",
  "paper-out",
  "near-end",
  "cover-open",
  "port-closed",
  "slow",
  "never-reads",
  "reset",
  "mute",
  "garbage",
] as const;

export type Fault = (typeof faults)[number];

/**
 * Where a fault with a byte offset strikes: on paper when what stands before that byte has been printed, on the wire as
 * soon as that many bytes have been received.
 */
export function strikesOnPaper(fault: Fault): boolean {
  return fault === "paper-out" || fault === "near-end" || fault === "cover-open";
}
