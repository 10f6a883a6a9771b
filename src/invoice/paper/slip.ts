import type { EventOf, Moves, StateOf } from "../moves.ts";

/**
 * The life of a slip. `uncertain`: bytes left and then trouble, or our own death, so only a person looking at the paper
 * may decide. `sent` is the end on a wire that cannot answer.
 */
export const slipMoves = {
  held: { release: "waiting", drop: "dropped" },
  waiting: { start: "sending", drop: "dropped" },
  sending: { confirmed: "printed", unanswerable: "sent", broke: "uncertain", "never-started": "failed" },
  failed: { retry: "waiting", drop: "dropped" },
  uncertain: { settle: "settled", "late-id": "printed" },
  printed: {},
  sent: {},
  settled: {},
  dropped: {},
} as const satisfies Moves;

export type SlipState = StateOf<typeof slipMoves>;
export type SlipEvent = EventOf<typeof slipMoves>;

/** States in which a slip is on paper, or may be. */
export const slipsMaybeOnPaper: readonly SlipState[] = ["sending", "printed", "sent", "uncertain", "settled"];

/** States in which nothing more will happen by itself. `held` is one: it waits for a person. */
export const slipEnds: readonly SlipState[] = ["held", "printed", "sent", "uncertain", "settled", "dropped"];

/**
 * What a person may say of an uncertain slip. `on-paper`: it came out whole. `nothing`: nothing came out. `torn-kept`: a
 * piece came out, the shop stamps it 作廢 and files it. `torn-handed`: the customer keeps the piece and gets a copy beside
 * it, since a prize needs both.
 */
export const settleOutcomes = {
  "on-paper": { opens: null, manager: false },
  nothing: { opens: "original", manager: true },
  "torn-kept": { opens: "original", manager: true },
  "torn-handed": { opens: "copy", manager: false },
} as const;

export type SettleOutcome = keyof typeof settleOutcomes;

/**
 * Which paper: the legal proof slip, the list of items that goes with it, what is filed with a cancelled or withdrawn invoice,
 * what the buyer of an allowance signs, a day's closing, what is
 * to be looked at as a day begins, a printer's test page.
 */
export const slipDocuments = [
  "proof",
  "details",
  "cancel-note",
  "withdraw-note",
  "allowance",
  "closing",
  "attention",
  "test",
] as const;

export type SlipDocument = (typeof slipDocuments)[number];
