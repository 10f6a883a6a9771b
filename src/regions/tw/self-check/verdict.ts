import type { CheckedItem, SelfCheckFacts, Words } from "../../self-check.ts";

/** What one look at the facts came to. */
export type Verdict = Pick<CheckedItem, "mark" | "how" | "seen" | "todo">;

export type Check = (facts: SelfCheckFacts) => Verdict;

export function words(local: string, english: string): Words {
  return { local, english };
}

/** A value that is the same in both languages. */
export function plain(text: string): Words {
  return { local: text, english: text };
}

/** Passed where nothing is wrong; what is wrong stands first in what was seen. */
export function judged(how: Words, { seen, wrong, todo }: Seen): Verdict {
  const mark = wrong.length > 0 ? "failed" : "passed";
  return { mark, how, seen: [...wrong, ...seen], todo: mark === "failed" ? (todo ?? null) : null };
}

export interface Seen {
  readonly seen: readonly Words[];
  readonly wrong: readonly Words[];
  /** What to do about what is wrong. */
  readonly todo?: Words;
}

/** The machine's part is well; the rest is for a person. */
export function leftToPerson(verdict: Verdict, todo: Words): Verdict {
  return verdict.mark === "passed" ? { ...verdict, mark: "by-hand", todo } : verdict;
}

/** One thing that stands in two places and must be the same. */
export interface Pair {
  readonly name: Words;
  readonly here: string;
  readonly there: string;
}

/** Everything in a list of pairs that differs, pair by pair. */
export function differences(of: string, pairs: readonly Pair[]): Words[] {
  return pairs
    .filter(({ here, there }) => here !== there)
    .map(({ name, here, there }) =>
      words(`${of} ${name.local}：「${here}」≠「${there}」`, `${of} ${name.english}: "${here}" is not "${there}"`),
    );
}

/** The pairs in one line, each value once. */
export function values(of: string, pairs: readonly Pair[]): Words {
  return words(
    `${of}：${pairs.map(({ name, here }) => `${name.local} ${here}`).join("、")}`,
    `${of}: ${pairs.map(({ name, here }) => `${name.english} ${here}`).join(", ")}`,
  );
}
