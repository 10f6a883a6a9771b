import { randomBytes } from "node:crypto";
import { chmodSync, closeSync, openSync } from "node:fs";
import { pino } from "pino";
import { systemClock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import { nodeMailer } from "../daemon/alerts/posting/node-mailer.ts";
import { findEnrolmentKey } from "../daemon/home/enrolment-key.ts";
import { freeBytes, onOneDisk, pathsOf } from "../daemon/home/home.ts";
import { bootId } from "../daemon/home/machine.ts";
import { nodeWitness } from "../daemon/home/witness.ts";
import type { World } from "../daemon/world.ts";
import { documentDriverOf } from "../drivers/document/document-drivers.ts";
import { driverOf } from "../drivers/drivers.ts";
import { nodeWire } from "../sync/hub/node-wire.ts";
import { nodeDisk } from "../sync/turnkey/disk/node-disk.ts";
import { makerFor, upstreams } from "../sync/upstreams.ts";
import { stateFolder } from "./installation.ts";

export interface RealWorldOptions {
  /** The folder whose disk is watched. */
  readonly home: string;
  readonly log: Log;
}

/** Long enough for the answers under way to leave before the process ends. */
const lastAnswersMs = 250;

/** The world as it is: this machine's clock, chance, disk and wires. */
export function realWorld({ home, log }: RealWorldOptions): World {
  return {
    clock: systemClock,
    log,
    bootId: bootId(),
    randomBytes: (count) => randomBytes(count),
    defer: (callback) => setImmediate(callback),
    driverOf,
    upstreamOf: (address, downloads) =>
      makerFor(upstreams, address)(address, {
        clock: systemClock,
        log,
        disk: nodeDisk,
        downloads,
        wire: nodeWire,
        randomBytes: (count) => randomBytes(count),
        enrolmentKey: () => findEnrolmentKey(pathsOf(home).hubKey),
      }),
    documentDriverOf,
    wire: nodeWire,
    mailer: nodeMailer,
    freeBytes: () => freeBytes(home),
    witness: nodeWitness(stateFolder(), (reason) => log.warn("witness-unkept", { reason })),
    onHomeDisk: (folder) => onOneDisk(home, folder),
    die: (reason) => {
      log.error("dying", { reason: String(reason instanceof Error ? reason.stack : reason) });
      systemClock.sleep(lastAnswersMs).then(() => process.exit(1));
    },
  };
}

/** JSON lines to a file only its owner can read, or to standard output for a supervisor to keep; beside an answer, to standard error. */
export function openLog(path: string | null, level: "info" | "warn" | "error" = "info", handle: 1 | 2 = 1): Log {
  if (path !== null) {
    closeSync(openSync(path, "a", 0o600));
    chmodSync(path, 0o600);
  }
  const logger = pino(
    { base: null, level, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: path ?? handle, sync: true }),
  );
  return {
    info: (event, facts = {}) => logger.info(facts, event),
    warn: (event, facts = {}) => logger.warn(facts, event),
    error: (event, facts = {}) => logger.error(facts, event),
  };
}
