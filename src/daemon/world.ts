import type { Clock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import type { DocumentDriver } from "../drivers/document/document-driver.ts";
import type { PrinterDriver } from "../drivers/driver.ts";
import type { Downloads } from "../sync/downloads.ts";
import type { Wire } from "../sync/hub/wire.ts";
import type { Upstream } from "../sync/upstream.ts";
import type { Mailer } from "./alerts/posting/mailer.ts";
import type { Witness } from "./home/witness.ts";

/** Everything that comes from outside: production brings the real one, the simulator a false one. */
export interface World {
  readonly clock: Clock;
  readonly log: Log;
  /** Names this boot of the machine; uptimes of different boots cannot be compared. */
  readonly bootId: string;
  /** Cryptographic chance. */
  randomBytes(count: number): Uint8Array;
  /** Runs a callback once the requests at hand were read. */
  defer(callback: () => void): void;
  driverOf(address: URL): PrinterDriver;
  /** The way upstream of an address, and who takes what comes down it; asked once, at start. */
  upstreamOf(address: URL, downloads: Downloads): Upstream;
  /** The same for system printers, which take whole documents. */
  documentDriverOf(address: URL): DocumentDriver;
  /** Posts alerts to whoever the shop named. */
  readonly wire: Wire;
  readonly mailer: Mailer;
  /** Free bytes on the home's disk. */
  freeBytes(): number;
  /** Remembers outside the home how far it had come. */
  readonly witness: Witness;
  /** Whether a folder lies on the home's own disk; one that is not there does not. */
  onHomeDisk(folder: string): boolean;
  /** The disk did not confirm a commit: the process must end, and start again to learn what was kept. */
  die(reason: unknown): void;
}
