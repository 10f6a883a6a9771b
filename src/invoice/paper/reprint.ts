import type { SettleOutcome, SlipState } from "./slip.ts";

/** Why somebody wants paper again. */
export const reprintReasons = ["lost", "paper-jam", "buyer-asks", "audit", "other"] as const;

export type ReprintReason = (typeof reprintReasons)[number];

/** The record of a reprint. Copies are made of the sealed invoice: nothing is numbered, sealed or summed again. */
export interface ReprintRecord {
  readonly format: 1;
  /** `period-number`. */
  readonly invoice: string;
  readonly revision: number;
  readonly document: "proof" | "details";
  /** From 1; reserved before the printer is asked, whatever becomes of the paper. */
  readonly copy: number;
  readonly reason: ReprintReason;
  readonly note?: string;
  readonly printer: string;
}

/** How the paper that a copy would be a copy of stands. */
export type OriginalStands = "outside" | "held" | "to-come" | "doubtful" | "none";

interface Paper {
  readonly copy: number;
  readonly state: SlipState;
  readonly outcome: SettleOutcome | null;
}

/** Whether there is an original outside that a copy can stand beside, judged by all slips of one document. */
export function originalStands(slips: readonly Paper[]): OriginalStands {
  const originals = slips.filter(({ copy }) => copy === 0);
  if (originals.some(isOutside)) return "outside";
  if (originals.some(({ state }) => state === "uncertain")) return "doubtful";
  if (originals.some(({ state }) => state === "held")) return "held";
  return originals.some(({ state }) => state === "waiting" || state === "sending" || state === "failed") ? "to-come" : "none";
}

/** Whether a piece of paper is with somebody. Only then a reserved copy counts (spec/reprint-and-claim.md 2.2, rule 3). */
export function isOutside({ state, outcome }: Omit<Paper, "copy">): boolean {
  return state === "printed" || state === "sent" || outcome === "on-paper" || outcome === "torn-handed";
}
