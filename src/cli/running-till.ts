import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { loadConfig } from "../../config/load.ts";
import { refuse as refuseConfig } from "../../config/problems.ts";
import type { Config } from "../../config/schema.ts";
import type { Log } from "../base/log.ts";
import type { Fault } from "../base/problem.ts";
import { composeTill, type Till } from "../daemon/compose.ts";
import { type Birth, type Home, type HomePaths, openHome, pathsOf } from "../daemon/home/home.ts";
import { publicKeys } from "../daemon/home/keys.ts";
import { writeSecret } from "../daemon/home/secret.ts";
import { localAdmin } from "../daemon/operations/opening/tokens.ts";
import { sellingFrom } from "../daemon/outlook/selling-from.ts";
import type { Seller } from "../invoice/record.ts";
import type { Region } from "../regions/region.ts";
import { regions } from "../regions/regions.ts";
import { assertUpstreamFits } from "./demo/turnkey.ts";
import { drillBeside } from "./drill/drill-beside.ts";
import { loadFaces, version } from "./installation.ts";
import { homeOf } from "./local-till.ts";
import { realWorld } from "./real-world.ts";

export interface TillOptions {
  readonly folder: string;
  readonly demo: boolean;
  /** What a new home is born as. */
  readonly birth?: Birth;
  /** A command that only holds the home for a moment. */
  readonly errand?: Errand;
  /** Overrides the configuration's port. */
  readonly port?: number;
  /** In place of tillseal.yaml and the environment: a drill's till must never find the shop's own printers or way upstream. */
  readonly config?: Config;
  /** What the demo adds to the configuration, once its virtual printer is up. */
  readonly printers?: Config["printers"];
  /** Where a demo's documents go. */
  readonly upstream?: string;
  readonly log: Log;
}

/**
 * `books` starts no loop, `paper` lets the printers print, `upstream` knows the way upstream. None of them delivers, so that a command
 * about a token sends nothing and needs nobody there.
 */
export type Errand = "books" | "paper" | "upstream";

/** A till that serves. */
export interface RunningTill {
  readonly till: Till;
  readonly home: Home;
  readonly url: string;
  stop(): Promise<void>;
}

/** Opens the home, composes the till, opens the door, in order of need. */
export async function startTill(options: TillOptions): Promise<RunningTill> {
  const config = configFor(options);
  const region = regionOf(config);
  const world = realWorld({ home: options.folder, log: options.log });
  const home = await openHome(
    { folder: options.folder, pid: process.pid, region, demo: options.demo, ...(options.birth && { birth: options.birth }) },
    world,
  );
  const door: { hosts: ReadonlySet<string> } = { hosts: new Set() };
  try {
    assertUpstreamFits(config, home.environment, options.folder);
    const till = composeTill(
      {
        config,
        ...home,
        ...shopOf(config, region, home),
        region,
        publicKeys: publicKeys(home.paths.keys),
        faces: loadFaces(),
        version,
        rehearse: drillBeside(options.folder),
        hosts: () => door.hosts,
      },
      world,
    );
    const server = createAdaptorServer({ fetch: till.app.fetch }) as Server;
    server.maxConnections = 512;
    const port = await listen(server, { host: config.listen, port: options.port ?? config.port, giveWay: options.demo });
    door.hosts = ownHosts(port, config.hosts);
    const url = `http://${config.listen.includes(":") ? `[${config.listen}]` : config.listen}:${port}`;
    await announce(home, url);
    world.log.info("selling-from", sellingFrom(till.shop));
    if (options.errand === undefined || options.errand === "paper") till.start(options.errand);
    return { till, home, url, stop: () => stop({ till, home, server }) };
  } catch (error) {
    home[Symbol.dispose]();
    throw error;
  }
}

/** The configuration of a home, with what the demo adds and an errand leaves out. */
function configFor({ folder, printers, upstream: added, errand, config: given }: TillOptions): Config {
  if (given) return given;
  const { upstream = added, ...config } = loadConfig(pathsOf(folder).config, process.env);
  return {
    ...config,
    ...(printers && config.printers.length === 0 && { printers }),
    ...(upstream !== undefined && (errand === undefined || errand === "upstream") && { upstream }),
  };
}

export function regionOf({ region }: Pick<Config, "region">): Region {
  if (Object.hasOwn(regions, region)) return regions[region as keyof typeof regions];
  throw refuseConfig("config-invalid", `There is no region "${region}".`, {
    hint: `Regions: ${Object.keys(regions).join(", ")}.`,
  });
}

/** Who sells and what stands around the slip: the demo's own, or the configured shop's. */
export function shopOf(config: Config, region: Region, { environment }: Pick<Home, "environment">) {
  const seller = config.seller ?? (environment === "demo" ? region.demo.seller : undefined);
  if (!seller) throw refuseConfig("config-invalid", "This home has no seller.", { hint: "Fill in `seller` in tillseal.yaml." });
  const faults = [...region.sellerFaults(seller), ...headOfficeFaults(config.headOffice, region, seller)];
  if (faults.length > 0)
    throw refuseConfig("config-invalid", "The seller is not right.", {
      faults,
      hint: "Mend what `faults` names in tillseal.yaml.",
    });
  const { logoLine, footer } = region.demo.shopPaper;
  const demo = environment === "demo";
  return {
    seller,
    shopPaper: { logoLine: config.logoLine ?? (demo ? logoLine : ""), footer: config.footer ?? (demo ? footer : []) },
  };
}

/** A shop that is its own head office names none. */
function headOfficeFaults(headOffice: string | undefined, region: Region, { businessId }: Seller): readonly Fault[] {
  if (headOffice === undefined) return [];
  if (headOffice !== businessId) return region.businessIdFaults("headOffice", headOffice);
  return [{ path: "headOffice", code: "own-head-office", message: "This is the seller itself: leave `headOffice` out." }];
}

interface Door {
  readonly host: string;
  readonly port: number;
  /** A demo takes a free port where its own is taken. */
  readonly giveWay: boolean;
}

function listen(server: Server, { host, port, giveWay }: Door): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EADDRINUSE") return reject(error);
      if (giveWay) return listen(server, { host, port: 0, giveWay: false }).then(resolve, reject);
      reject(refuseConfig("port-taken", `Port ${port} is taken.`, { hint: "Stop what uses it, or choose another with --port." }));
    });
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

function ownHosts(port: number, further: readonly string[]): ReadonlySet<string> {
  const names = ["127.0.0.1", "localhost", "[::1]"];
  return new Set([...names.map((name) => `${name}:${port}`), ...(port === 80 ? names : []), ...further]);
}

/** Lets commands on this machine, of this user, find and use the till. */
async function announce({ paths, ledger }: Home, url: string): Promise<void> {
  const token = randomBytes(32).toString("base64url");
  const at = Math.floor(Date.now() / 1000);
  await ledger.write(() => ledger.tokens.keep({ name: localAdmin, scope: "admin" }, token, at));
  writeSecret(paths.running, `${JSON.stringify({ pid: process.pid, home: homeOf(paths.running), url, token })}\n`);
}

/** In reverse: close the door, finish the steps, close the book. */
async function stop({ till, home, server }: { till: Till; home: Home; server: Server }): Promise<void> {
  withdraw(home.paths);
  server.close();
  server.closeIdleConnections();
  await till.stop();
  server.closeAllConnections();
  home[Symbol.dispose]();
}

function withdraw(paths: HomePaths): void {
  rmSync(paths.running, { force: true });
}
