import type { Chance } from "../chance.ts";
import type { WayUp } from "../premises.ts";

/** A document the other side has stored: what it is, when it came, and a hash that only the sealed document itself has. */
export interface Arrival {
  readonly message: string;
  readonly reference: string;
  readonly proof: string;
  readonly atMs: number;
}

/** A way upstream with the world behind it, both with a weather of their own. */
export interface Road extends WayUp {
  readonly address: string;
  /** Something goes wrong, or well again. Returns what, for the story. */
  weather(chance: Chance): string;
  /** Everything is well. */
  calm(): void;
  /** Does what the other side would do by now. */
  turn(): Promise<void>;
  /** In the order they were stored. */
  arrivals(): readonly Arrival[];
  /** What a copy took away from the other side may be missing there until the till has told it. */
  readonly mayForget: boolean;
  close(): void;
}
