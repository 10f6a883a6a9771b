import type { EventOf, Moves, StateOf } from "../moves.ts";

/**
 * The life of a POS's ticket or a drawer's pulse: a slip's, without what only the law asks for. `uncertain` is an end: the POS
 * looks at the paper and may ask for it again under another id. `dropped`: a pulse that would have come too late.
 */
export const ticketMoves = {
  waiting: { start: "sending", drop: "dropped" },
  sending: { confirmed: "printed", unanswerable: "sent", broke: "uncertain", "never-started": "failed" },
  failed: { retry: "waiting", drop: "dropped" },
  uncertain: { "late-id": "printed" },
  printed: {},
  sent: {},
  dropped: {},
} as const satisfies Moves;

export type TicketState = StateOf<typeof ticketMoves>;
export type TicketEvent = EventOf<typeof ticketMoves>;

/** States in which nothing more will happen by itself. */
export const ticketEnds: readonly TicketState[] = ["printed", "sent", "uncertain", "dropped"];

/** A drawer that springs open long after it was asked for is worse than one that stays shut. */
export const drawerPatienceSeconds = 30;
