import type { EventOf, Moves, StateOf } from "./moves.ts";

/** The life of a parcel on its way upstream. Nothing is sent again before upstream was asked whether it has it. */
export const parcelMoves = {
  held: { release: "waiting", resolve: "resolved" },
  waiting: { send: "sent", resolve: "resolved" },
  sent: { accept: "accepted", reject: "rejected", conflict: "conflict", absent: "waiting", hold: "held" },
  accepted: { forgotten: "waiting" },
  rejected: { mend: "waiting", resolve: "resolved" },
  conflict: { resolve: "resolved" },
  resolved: {},
} as const satisfies Moves;

export type ParcelState = StateOf<typeof parcelMoves>;
export type ParcelEvent = EventOf<typeof parcelMoves>;
