import type { KeyObject } from "node:crypto";
import type { Ledger } from "../../db/till/ledger.ts";
import type { Step } from "../base/loop.ts";
import { type BrokenEntry, type ChainHead, ChainWalk, chainStart } from "../invoice/seal/chain.ts";
import type { StrayRange } from "./outlook/books/stray-range.ts";

type Journal = Pick<Ledger["journal"], "after" | "head">;

/** Entries read at once: about 15 ms of work, so that a sale never waits long behind it. */
const pieceSize = 200;
/** Checked before the first sale; the rest follows in the background. */
const tailSize = 1000;

/** Knows whether the journal is whole: its tail at once, and by and by all of it, newcomers included. */
export class JournalWatch {
  readonly #journal: Journal;
  readonly #walk: ChainWalk;
  #broken: BrokenEntry | StrayRange | null;

  /** `stray`: a range found not to stand where the journal left it, which is as bad as a broken entry. */
  constructor(journal: Journal, keys: ReadonlyMap<string, KeyObject>, stray: StrayRange | null = null) {
    this.#journal = journal;
    this.#walk = new ChainWalk(keys);
    this.#broken = checkTail(journal, keys) ?? stray;
  }

  /** The first broken entry found so far, or the range that was astray at the start. */
  get broken(): BrokenEntry | StrayRange | null {
    return this.#broken;
  }

  /** The last entry the walk from the beginning has reached. */
  get walkedTo(): number {
    return this.#walk.head.seq;
  }

  /** Walks one piece further. */
  async walkOn(): Promise<Step> {
    if (this.#broken) return "idle";
    const entries = this.#journal.after(this.#walk.head.seq, pieceSize);
    if (entries.length === 0) return "idle";
    this.#broken = this.#walk.takeAll(entries);
    return "worked";
  }
}

function checkTail(journal: Journal, keys: ReadonlyMap<string, KeyObject>): BrokenEntry | null {
  const start = Math.max(0, journal.head().seq - tailSize);
  const before = start === 0 ? chainStart : headAt(journal, start);
  if (!before) return { seq: start, kind: "", fault: "gap", explanation: `Entry ${start} is missing.` };
  return new ChainWalk(keys, before).takeAll(journal.after(start, tailSize));
}

function headAt(journal: Journal, seq: number): ChainHead | null {
  const [entry] = journal.after(seq - 1, 1);
  return entry?.seq === seq ? { seq, hash: entry.hash } : null;
}
