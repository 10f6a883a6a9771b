import type { KeyObject } from "node:crypto";
import type { Config } from "../../../config/schema.ts";
import type { Problem } from "../../base/problem.ts";
import type { HomePaths } from "../home/home.ts";
import type { Surroundings } from "../self-check/run-self-check.ts";
import type { Shop } from "../shop.ts";
import type { TillStatus } from "../till-status.ts";

/** What the till that runs on this home says of itself. */
export type RunningStatus = Pick<TillStatus, "light" | "lamps" | "printers"> & { readonly version: string };

/** A till as the doctor finds it: everything open for looking, nothing for changing. */
export interface Patient {
  readonly folder: string;
  readonly paths: HomePaths;
  readonly config: Config;
  /** Why the configuration was refused; then `config` is all defaults. */
  readonly configProblem: Problem | null;
  /** Why the seller was refused. One that is missing has the region's demo seller in its place, which must be used for nothing. */
  readonly sellerProblem: Problem | null;
  /** The till's books behind a ledger that refuses to write. */
  readonly shop: Shop;
  readonly publicKeys: ReadonlyMap<string, KeyObject>;
  readonly surroundings: Surroundings;
  /** What the till that runs says; null where none runs. */
  readonly running: RunningStatus | null;
  /** Left behind by a till that was killed: what it names answers no more. */
  readonly staleRunning: boolean;
  /** Whether file modes mean anything on this system. */
  readonly hasModes: boolean;
}
