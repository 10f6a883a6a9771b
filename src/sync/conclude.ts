import type { ParcelEvent } from "../invoice/parcel.ts";
import { type Pace, pauseAfter } from "./pace.ts";
import type { Answer, Fate, Unreachable } from "./upstream.ts";

/** A parcel under way, as the books have it. */
export interface UnderWay {
  readonly id: number;
  readonly tries: number;
  /** The code of an earlier refusal that another try was to mend. */
  readonly code: string | null;
}

/** What is written down: the move, if any, and when to look again. */
export interface Conclusion {
  /** Null when it stays under way. */
  readonly event: ParcelEvent | null;
  readonly reason: string | null;
  readonly code: string | null;
  /** Seconds from now until it is sent, asked about or released; null when nothing more is due. */
  readonly inSeconds: number | null;
}

/** What a parcel's fate means for it. Pure: chance comes in as a number from 0 to 1. */
export function conclusionOf(parcel: UnderWay, answer: Answer, chance: number): Conclusion {
  if (answer.result === "unreachable") return unreachable(parcel, answer, chance);
  const fate = answer.fates.get(parcel.id);
  return fate ? concluded(parcel, fate, chance) : later(parcel, "ask", chance);
}

function unreachable(parcel: UnderWay, { reason, nothingArrived }: Unreachable, chance: number): Conclusion {
  if (!nothingArrived) return { ...later(parcel, "ask", chance), reason };
  return { event: "absent", reason, code: null, inSeconds: pauseAfter(parcel.tries, "resend", chance) };
}

function concluded(parcel: UnderWay, fate: Fate, chance: number): Conclusion {
  switch (fate.result) {
    case "accepted":
      return { event: "accept", reason: null, code: null, inSeconds: null };
    case "pending":
      return later(parcel, "ask", chance);
    case "absent":
      return { event: "absent", reason: null, code: null, inSeconds: pauseAfter(parcel.tries, "resend", chance) };
    case "again":
      if (fate.once && parcel.code === fate.code) return refused(fate);
      return { ...said(fate), event: "absent", inSeconds: pauseAfter(parcel.tries, "resend", chance) };
    case "channel":
      return { ...said(fate), event: "absent", inSeconds: pauseAfter(parcel.tries, "mend", chance) };
    case "waits-for":
      if (parcel.code === fate.code) return refused(fate);
      return { ...said(fate), event: "hold", inSeconds: pauseAfter(parcel.tries, "hold", chance) };
    case "rejected":
      return refused(fate);
    case "conflict":
      return { event: "conflict", reason: fate.reason, code: fate.code ?? null, inSeconds: null };
  }
}

function refused({ code, reason }: { readonly code: string; readonly reason: string }): Conclusion {
  return { event: "reject", reason, code, inSeconds: null };
}

function said({ code, reason }: { readonly code: string; readonly reason: string }) {
  return { code, reason };
}

function later({ tries, code }: UnderWay, pace: Pace, chance: number): Conclusion {
  return { event: null, reason: null, code, inSeconds: pauseAfter(tries, pace, chance) };
}
