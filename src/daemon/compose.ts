import type { KeyObject } from "node:crypto";
import type { Config } from "../../config/schema.ts";
import type { Ledger } from "../../db/till/ledger.ts";
import type { Clock } from "../base/clock.ts";
import { Loop, type Step } from "../base/loop.ts";
import { DocumentPress } from "../documents/press.ts";
import type { Environment, Seller } from "../invoice/record.ts";
import type { SealKey } from "../invoice/seal/seal.ts";
import type { Faces } from "../receipt/glyphs.ts";
import type { Region, ShopPaper } from "../regions/region.ts";
import { DocumentDesk } from "./documents/document-desk.ts";
import { Feed } from "./feed.ts";
import { type App, buildApp } from "./http/app.ts";
import type { Presenter } from "./http/present.ts";
import { JournalWatch } from "./journal-watch.ts";
import { sealPending } from "./operations/seal-pending.ts";
import { connectPrinter, type Printer } from "./printing/printers.ts";
import { SlipPaper } from "./printing/slip-paper.ts";
import { recoverSlips } from "./recover-slips.ts";
import { noPrinter, type Shop, secondsNow } from "./shop.ts";
import type { World } from "./world.ts";

export interface TillParts {
  readonly config: Config;
  readonly ledger: Ledger;
  readonly environment: Environment;
  readonly region: Region;
  readonly seller: Seller;
  readonly shopPaper: ShopPaper;
  /** The region's own secret, in hexadecimal. */
  readonly qrKey: string;
  readonly key: SealKey | null;
  readonly publicKeys: ReadonlyMap<string, KeyObject>;
  readonly faces: Faces;
  readonly version: string;
  /** Host headers that are this till; known fully once the port is. */
  hosts(): ReadonlySet<string>;
}

export interface Till {
  readonly app: App;
  readonly shop: Shop;
  readonly printers: ReadonlyMap<string, Printer>;
  /** Every loop, by what it does. */
  readonly loops: Readonly<Record<string, Loop>>;
  start(): void;
  /** Finishes the steps under way and closes the lines. The ledger stays its owner's. */
  stop(): Promise<void>;
}

const walkRestMs = 15;
const calm = { idleMs: 60_000, faultPauseMs: 1000, longestPauseMs: 60_000 };

/** The one place where parts meet. Reads top to bottom: books, law, paper, printers, loops, door. */
export function composeTill(parts: TillParts, world: World): Till {
  const { config, ledger, region } = parts;
  const journalWatch = new JournalWatch(ledger.journal, parts.publicKeys);
  const shop: Shop = {
    world,
    ledger,
    region,
    law: region.law(parts.qrKey),
    environment: parts.environment,
    seller: parts.seller,
    shopPaper: parts.shopPaper,
    key: parts.key,
    upstream: null,
    proofPrinter: config.printers[0]?.name ?? noPrinter,
    settings: config,
    feed: new Feed(),
    journalWatch,
  };
  const slipPaper = new SlipPaper(shop, parts.faces);
  recoverSlips(ledger, secondsNow(shop));
  const printers = new Map(config.printers.map((configured) => [configured.name, connectPrinter(shop, configured, slipPaper)]));
  shop.feed.listen((happening) => {
    if (happening.kind === "slip" && happening.state === "waiting") for (const printer of printers.values()) printer.loop.wake();
  });
  const loops: Record<string, Loop> = {
    sealing: new Loop(() => sealPending(shop), world.clock, calm),
    verifying: new Loop((signal) => walkOn(journalWatch, world.clock, signal), world.clock, calm),
    ...Object.fromEntries([...printers.values()].map(({ name, loop }) => [`printing ${name}`, loop])),
  };
  const documentDesk = new DocumentDesk(shop, new DocumentPress(world.log), config.documentPrinters);
  const presenter: Presenter = { shop, printers, faces: parts.faces };
  const app = buildApp(
    { shop, presenter, printers, slipPaper, documentDesk, journalWatch, version: parts.version },
    { hosts: parts.hosts, origins: new Set(config.origins) },
  );
  return {
    app,
    shop,
    printers,
    loops,
    start: () => startAll(loops, world),
    stop: () => stopAll({ loops, printers, documentDesk }),
  };
}

/** A long journal is walked with a rest after each piece, so that sales and slips have their turn. */
async function walkOn(journalWatch: JournalWatch, clock: Clock, signal: AbortSignal): Promise<Step> {
  const step = await journalWatch.walkOn();
  if (step === "worked") await clock.sleep(walkRestMs, signal);
  return step;
}

/** A step that throws is our own mistake: the process ends, and recovery is the ordinary start. */
function startAll(loops: Till["loops"], world: World): void {
  for (const [name, loop] of Object.entries(loops)) {
    loop.start();
    loop.stopped.catch((error: unknown) => {
      world.log.error("loop", { name, error: String(error instanceof Error ? error.stack : error) });
      world.die(error);
    });
  }
}

async function stopAll({
  loops,
  printers,
  documentDesk,
}: Pick<Till, "loops" | "printers"> & { documentDesk: DocumentDesk }): Promise<void> {
  await Promise.allSettled([...Object.values(loops).map((loop) => loop.stop()), documentDesk.stop()]);
  await Promise.all([...printers.values()].map(({ conversation }) => conversation.close()));
}
