import type { KeyObject } from "node:crypto";
import type { Ledger } from "../../../db/till/ledger.ts";
import { type BrokenEntry, type ChainEntry, ChainWalk } from "../../invoice/seal/chain.ts";

/** What a walk along the whole journal came to. */
export interface JournalWalk {
  /** Whole entries, up to the first broken one. */
  readonly entries: number;
  /** The last whole entry's hash, lower-case hexadecimal. */
  readonly head: string;
  readonly pendingSeals: number;
  readonly broken: BrokenEntry | null;
}

const pieceSize = 1000;

/** Walks the whole journal, seal by seal, a bounded piece at a time; `passed` is shown each piece's whole entries. */
export function walkJournal(
  journal: Pick<Ledger["journal"], "after">,
  keys: ReadonlyMap<string, KeyObject>,
  passed: (entries: readonly ChainEntry[]) => void = () => {},
): JournalWalk {
  const walk = new ChainWalk(keys);
  let broken: BrokenEntry | null = null;
  for (;;) {
    const entries = journal.after(walk.head.seq, pieceSize);
    if (entries.length === 0) break;
    broken = walk.takeAll(entries);
    passed(entries.filter(({ seq }) => seq <= walk.head.seq));
    if (broken) break;
  }
  const { seq: entries, hash } = walk.head;
  return { entries, head: Buffer.from(hash).toString("hex"), pendingSeals: walk.pendingSeals, broken };
}
