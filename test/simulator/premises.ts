import type { Ledger } from "../../db/till/ledger.ts";
import type { Clock } from "../../src/base/clock.ts";
import type { Home } from "../../src/daemon/home/home.ts";
import type { World } from "../../src/daemon/world.ts";
import type { Region } from "../../src/regions/region.ts";
import type { Machine } from "../../src/rehearsal/printer/machine.ts";
import type { Downloads } from "../../src/sync/downloads.ts";
import type { Upstream } from "../../src/sync/upstream.ts";
import type { WoundClock } from "../wound-clock.ts";
import type { Chance } from "./chance.ts";

/** A bug put in on purpose: gives the till another ledger than its own. */
export type Plant = (home: Home, world: Pick<World, "defer" | "die">) => Ledger;

/** A life's own side of the way upstream. */
export interface Street {
  readonly clock: Clock;
  readonly downloads: Downloads;
  /** Does something out there, unless the daemon died before; it may die over it, and then hears of nothing more. */
  act<T>(work: () => T | Promise<T>): Promise<T>;
}

export interface WayUp {
  open(street: Street): Upstream;
}

/** What is there whether the daemon lives or not. */
export interface Premises {
  readonly folder: string;
  readonly clock: WoundClock;
  readonly machine: Machine;
  readonly region: Region;
  /** What `tillseal.yaml` holds. */
  readonly config: object;
  /** The way upstream, where the shop has one. */
  readonly wayUp?: WayUp;
  readonly wireBufferBytes: number;
  readonly weatherChance: Chance;
  readonly cryptographicChance: Chance;
  readonly plant?: Plant;
  bootId: string;
  freeBytes: number;
  /** Bytes leave for the printer. */
  onBytes(bytes: Uint8Array, offset: number): void;
  /** Writes down a violation. */
  report(sentence: string): void;
}
