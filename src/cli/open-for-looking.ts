import { existsSync, readFileSync } from "node:fs";
import { loadConfig } from "../../config/load.ts";
import { type PrinterRole, printerFor } from "../../config/printer-roles.ts";
import { type Config, configSchema } from "../../config/schema.ts";
import { type Ledger, readLedger } from "../../db/till/ledger.ts";
import { silentLog } from "../base/log.ts";
import { Problem } from "../base/problem.ts";
import type { Patient, RunningStatus } from "../daemon/doctor/patient.ts";
import { Feed } from "../daemon/feed.ts";
import { pathsOf } from "../daemon/home/home.ts";
import { findSealKey, publicKeys } from "../daemon/home/keys.ts";
import { clockSynchronised } from "../daemon/home/machine.ts";
import type { Surroundings } from "../daemon/self-check/run-self-check.ts";
import { noPrinter, type Shop } from "../daemon/shop.ts";
import { WayDown } from "../daemon/way-down.ts";
import type { World } from "../daemon/world.ts";
import type { Law } from "../invoice/law.ts";
import { refuse } from "../invoice/problems.ts";
import type { Region } from "../regions/region.ts";
import { findLocalTill, get } from "./local-till.ts";
import { realWorld } from "./real-world.ts";
import { regionOf, shopOf } from "./running-till.ts";

export interface Opened extends Patient, Disposable {}

/** Opens a home for looking only, beside its running till or without one. Throws `home-missing` where there is none. */
export async function openForLooking(
  folder: string,
  world: World = realWorld({ home: folder, log: silentLog }),
): Promise<Opened> {
  const paths = pathsOf(folder);
  if (!existsSync(paths.database)) throw missing(folder);
  const ledger: Ledger = {
    ...readLedger(paths.database),
    write: () => Promise.reject(new Error("this ledger is for looking only")),
  };
  try {
    const { config, problem: configProblem } = configOf(paths.config);
    const region = regionOf(config);
    const environment = ledger.home.find()?.environment;
    if (!environment) throw missing(folder);
    const { seller, problem: sellerProblem } = sellerOf(config, region, environment);
    const { law, surroundings } = lawOf(region, paths);
    const key = findSealKey(paths.keys);
    const upstream = config.upstream === undefined ? null : new URL(config.upstream);
    const rest = {
      upstream,
      printerFor: (role: PrinterRole) => printerFor(config.printers, role) ?? noPrinter,
      settings: config,
      feed: new Feed(),
      journalWatch: { broken: null },
      wayDown: new WayDown(),
    };
    const shop: Shop = { world, ledger, region, law, environment, ...seller, key, ...rest };
    const running = await runningStatus(paths.running);
    return {
      folder,
      paths,
      config,
      configProblem,
      sellerProblem,
      shop,
      publicKeys: publicKeys(paths.keys),
      surroundings,
      running,
      staleRunning: running === null && existsSync(paths.running),
      hasModes: process.platform !== "win32",
      [Symbol.dispose]: () => ledger[Symbol.dispose](),
    };
  } catch (error) {
    ledger[Symbol.dispose]();
    throw error;
  }
}

/** A configuration that is refused is what the doctor is there to tell; meanwhile the defaults hold. */
function configOf(path: string): { readonly config: Config; readonly problem: Problem | null } {
  const fallback = configSchema.parse({});
  const read = orProblem(() => {
    const config = loadConfig(path, process.env);
    regionOf(config);
    return config;
  }, fallback);
  return { config: read.value, problem: read.problem };
}

/** A seller with faults stands as it was written, so that they show wherever it is looked at. */
function sellerOf(config: Config, region: Region, environment: Shop["environment"]) {
  const { logoLine = "", footer = [] } = config;
  const fallback = { seller: config.seller ?? region.demo.seller, shopPaper: { logoLine, footer } };
  const { value, problem } = orProblem(() => shopOf(config, region, { environment }), fallback);
  return { seller: value, problem };
}

/** Where the region's key cannot be used, a blank one stands in: periods and dates need none. */
function lawOf(
  region: Region,
  { database, qrKey: path }: ReturnType<typeof pathsOf>,
): { readonly law: Law; readonly surroundings: Surroundings } {
  const qrKey = existsSync(path) ? readFileSync(path, "latin1").trim() : "";
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const around = { database, qrKey, synchronised: clockSynchronised(), timeZone };
  try {
    return { law: region.law(qrKey), surroundings: { ...around, keyFault: null } };
  } catch (error) {
    const keyFault = qrKey === "" ? `there is none at ${path}` : (error as Error).message;
    return { law: region.law("00".repeat(region.keyBytes)), surroundings: { ...around, keyFault } };
  }
}

async function runningStatus(path: string): Promise<RunningStatus | null> {
  const till = findLocalTill(path);
  if (!till) return null;
  // Another process may have been given the number of a till that was killed: then nobody answers, or not with a status.
  return get<RunningStatus>(till, "/v1/status").catch(() => null);
}

function orProblem<T>(make: () => T, fallback: T): { readonly value: T; readonly problem: Problem | null } {
  try {
    return { value: make(), problem: null };
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    return { value: fallback, problem };
  }
}

function missing(folder: string) {
  return refuse("home-missing", `There is no till in ${folder}.`, { hint: "Name the home with --home DIR." });
}
