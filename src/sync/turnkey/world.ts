import type { Clock } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import type { Downloads } from "../downloads.ts";
import type { Disk } from "./disk/disk.ts";

/** What Turnkey's folders are reached with. */
export interface TurnkeyWorld {
  readonly clock: Clock;
  readonly log: Log;
  readonly disk: Disk;
  readonly downloads: Downloads;
}
