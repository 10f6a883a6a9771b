import type { PrinterModelName } from "../../config/printers.ts";
import type { Ledger } from "../../db/till/ledger.ts";
import type { Home } from "../../src/daemon/home/home.ts";
import type { World } from "../../src/daemon/world.ts";
import type { Machine } from "../../src/rehearsal/printer/machine.ts";
import type { WoundClock } from "../wound-clock.ts";
import type { Chance } from "./chance.ts";

/** A bug put in on purpose: gives the till another ledger than its own. */
export type Plant = (home: Home, world: Pick<World, "defer" | "die">) => Ledger;

/** What is there whether the daemon lives or not. */
export interface Premises {
  readonly folder: string;
  readonly clock: WoundClock;
  readonly machine: Machine;
  readonly printerModel: PrinterModelName;
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
