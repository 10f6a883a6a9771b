import type { PrinterRole } from "../../config/printer-roles.ts";
import type { Config } from "../../config/schema.ts";
import type { Ledger } from "../../db/till/ledger.ts";
import type { Law } from "../invoice/law.ts";
import type { Environment, Seller } from "../invoice/record.ts";
import type { SealKey } from "../invoice/seal/seal.ts";
import type { Region, ShopPaper } from "../regions/region.ts";
import type { Feed } from "./feed.ts";
import type { JournalWatch } from "./journal-watch.ts";
import type { WayDown } from "./way-down.ts";
import type { World } from "./world.ts";

/** What every operation may use: one till with its law, its seller, its key and its books. */
export interface Shop {
  readonly world: World;
  readonly ledger: Ledger;
  readonly region: Region;
  readonly law: Law;
  readonly environment: Environment;
  readonly seller: Seller;
  readonly shopPaper: ShopPaper;
  /** Null when there is no usable key: sales go on and are sealed later. */
  readonly key: SealKey | null;
  /** Where documents go; null while there is no upstream. */
  readonly upstream: URL | null;
  /** The printer that papers of a role go to; `noPrinter` in a shop that has none yet, whose slips wait for one. */
  printerFor(role: PrinterRole): string;
  readonly settings: Pick<
    Config,
    | "printers"
    | "fallbackAfterSeconds"
    | "headOffice"
    | "importer"
    | "longestGapDays"
    | "lateMinutes"
    | "freeSpaceMb"
    | "reprintDays"
    | "mostCopies"
    | "drawer"
    | "backup"
    | "alerts"
    | "topUp"
  >;
  readonly feed: Feed;
  readonly wayDown: WayDown;
  /** Whether the journal was found whole so far. A till with a broken journal only reads. */
  readonly journalWatch: Pick<JournalWatch, "broken">;
}

export const noPrinter = "none";

/** Whole seconds since 1970, the till's unit of record. */
export function secondsNow(shop: Pick<Shop, "world">): number {
  return Math.floor(shop.world.clock.now().getTime() / 1000);
}
