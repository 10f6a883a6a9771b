import type { CodeMeaning } from "../regions/region.ts";
import type { Fate } from "./upstream.ts";

/** What the authority's code makes of a parcel. `same` answers whether upstream's copy is known to equal ours; null when nobody knows. */
export function fateOfCode(code: string, meaning: CodeMeaning | undefined, { same, own }: KnownCopy): Fate {
  const reason = meaning ? `${meaning.text} (${meaning.english})` : `code ${code}, which nobody listed`;
  switch (meaning?.handling) {
    case "success":
      return { result: "accepted" };
    case "compare":
      if (same === true) return { result: "accepted" };
      return { result: "conflict", code, reason: same === false ? `${reason} It differs from ours.` : reason };
    case "own-cancel":
      return own ? { result: "accepted" } : { result: "rejected", code, reason };
    case "hold":
      return { result: "waits-for", code, reason };
    case "retry":
      return { result: "again", code, reason, once: false };
    case "retry-once":
      return { result: "again", code, reason, once: true };
    case "set-up":
      return { result: "channel", code, reason };
    case "wait":
    case "per-item":
    case "look-inside":
      return { result: "pending" };
    default:
      return { result: "rejected", code, reason };
  }
}

export interface KnownCopy {
  /** Whether what upstream has under this number equals ours; null when it cannot be seen. */
  readonly same: boolean | null;
  /** Whether it was our own document of the same kind that was sent before. */
  readonly own: boolean;
}
