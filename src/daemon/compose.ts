import type { KeyObject } from "node:crypto";
import { printerFor } from "../../config/printer-roles.ts";
import type { Config } from "../../config/schema.ts";
import type { Ledger } from "../../db/till/ledger.ts";
import type { Clock } from "../base/clock.ts";
import { Loop, type Step } from "../base/loop.ts";
import { DocumentPress } from "../documents/press.ts";
import type { Environment, Seller } from "../invoice/record.ts";
import type { SealKey } from "../invoice/seal/seal.ts";
import type { Faces } from "../receipt/glyphs.ts";
import type { Region, ShopPaper } from "../regions/region.ts";
import { deliverNext, inquireNext } from "../sync/deliver.ts";
import type { Lender } from "../sync/lending/lender.ts";
import { TopUp } from "../sync/lending/top-up.ts";
import type { Upstream } from "../sync/upstream.ts";
import { AlertDesk } from "./alerts/alert-desk.ts";
import { DocumentDesk } from "./documents/document-desk.ts";
import { downloadsOf } from "./downloads.ts";
import { DrillDesk } from "./drill/drill-desk.ts";
import type { Rehearse } from "./drill/drill-report.ts";
import { Feed } from "./feed.ts";
import { ownEnrolmentKey } from "./home/enrolment-key.ts";
import type { HomePaths } from "./home/home.ts";
import { bearWitness } from "./home/witness.ts";
import { type App, buildApp } from "./http/app.ts";
import { JournalWatch } from "./journal-watch.ts";
import { TillMetrics } from "./metrics/till-metrics.ts";
import { settleByUpstream } from "./operations/numbers/settle-by-upstream.ts";
import { rerouteSlips } from "./operations/paper/reroute-slips.ts";
import { sealPending } from "./operations/seal-pending.ts";
import { ledgerOutbox } from "./operations/upload/ledger-outbox.ts";
import { strayRange } from "./outlook/books/stray-range.ts";
import { Pins } from "./pins.ts";
import { connectPrinter, type Printer } from "./printing/printers.ts";
import { SlipPaper } from "./printing/slip-paper.ts";
import { recover } from "./recover.ts";
import { CopyKeeper } from "./safekeeping/copies/copy-keeper.ts";
import { noPrinter, type Shop } from "./shop.ts";
import { numberStock } from "./stock/number-stock.ts";
import { StockWatch } from "./stock/stock-watch.ts";
import { ledgerStockroom } from "./stock/stockroom.ts";
import { WayDown } from "./way-down.ts";
import type { World } from "./world.ts";

export interface TillParts {
  readonly config: Config;
  readonly paths: HomePaths;
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
  /** Seasons PINs; kept outside the database. */
  pinPepper(): Uint8Array;
  /** Writes the region's own secret down in the home. */
  keepQrKey(hex: string): void;
  /** Runs a drill beside the till. */
  readonly rehearse: Rehearse;
  /** Host headers that are this till; known fully once the port is. */
  hosts(): ReadonlySet<string>;
}

export interface Till {
  readonly app: App;
  readonly shop: Shop;
  readonly printers: ReadonlyMap<string, Printer>;
  readonly copies: CopyKeeper;
  readonly alerts: AlertDesk;
  /** Every loop, by what it does. */
  readonly loops: Readonly<Record<string, Loop>>;
  /** All loops; for an errand only what prints: nobody is told of a shop that is still being made. */
  start(errand?: "paper"): void;
  /** Finishes the steps under way and closes the lines. The ledger stays its owner's. */
  stop(): Promise<void>;
}

const walkRestMs = 15;
const deliveryPace = { idleMs: 5_000, faultPauseMs: 1000, longestPauseMs: 60_000 };
/** Looks each minute whether a copy is due; a disk that is away is tried again each quarter of an hour. */
const copyPace = { idleMs: 60_000, faultPauseMs: 60_000, longestPauseMs: 900_000 };
/** Only a restored till has numbers in doubt, and what tells of them moves slowly. */
const settlePace = { idleMs: 600_000, faultPauseMs: 60_000, longestPauseMs: 600_000 };
const fallbackPace = { idleMs: 2_000, faultPauseMs: 2_000, longestPauseMs: 2_000 };
const calm = { idleMs: 60_000, faultPauseMs: 1000, longestPauseMs: 60_000 };

/** The one place where parts meet. Reads top to bottom: books, law, paper, printers, loops, door. */
export function composeTill(parts: TillParts, world: World): Till {
  const { config, ledger, region } = parts;
  const journalWatch = new JournalWatch(ledger.journal, parts.publicKeys, strayRange(ledger));
  let law = region.law(parts.qrKey);
  const shop: Shop = {
    world,
    ledger,
    region,
    // Asked each time, since another key may be imported while the till runs.
    get law() {
      return law;
    },
    environment: parts.environment,
    seller: parts.seller,
    shopPaper: parts.shopPaper,
    key: parts.key,
    upstream: config.upstream === undefined ? null : new URL(config.upstream),
    printerFor: (role) => printerFor(config.printers, role) ?? noPrinter,
    settings: config,
    feed: new Feed(),
    wayDown: new WayDown(),
    journalWatch,
  };
  const slipPaper = new SlipPaper(shop, parts.faces);
  recover(shop);
  const printers = new Map(config.printers.map((configured) => [configured.name, connectPrinter(shop, configured, slipPaper)]));
  wakeForPaper(shop, printers);
  const upstream = shop.upstream ? world.upstreamOf(shop.upstream, downloadsOf(shop)) : null;
  const wayUp = upstream && upstreamLoops(shop, upstream);
  const wakeDelivery = () => wayUp?.delivering.wake();
  shop.feed.listen((happening) => happening.kind === "invoice" && wakeDelivery());
  const copies = new CopyKeeper({ shop, paths: parts.paths, version: parts.version });
  const alerts = new AlertDesk({ shop, printers, copies, journalWatch });
  const printing = printerLoops(shop, printers);
  const loops: Record<string, Loop> = { ...wayUp, ...alerts.loops, ...bookLoops(shop, copies, journalWatch), ...printing };
  const documentDesk = new DocumentDesk(shop, new DocumentPress(world.log), config.documentPrinters);
  const stockWatch = new StockWatch({ clock: world.clock, feed: shop.feed, look: () => numberStock(shop) });
  const app = buildApp(
    {
      shop,
      presenter: { shop, printers, faces: parts.faces },
      printers,
      slipPaper,
      documentDesk,
      journalWatch,
      stockWatch,
      version: parts.version,
      copies,
      alerts,
      drills: new DrillDesk(parts.rehearse, world.log),
      metrics: new TillMetrics({ shop, printers, alerts, database: parts.paths.database, version: parts.version }),
      wakeDelivery,
      enrolling: { upstream, ownKey: () => ownEnrolmentKey(parts.paths.hubKey) },
      pins: new Pins(parts.pinPepper),
      useQrKey: (hex) => {
        parts.keepQrKey(hex);
        law = region.law(hex);
      },
    },
    { hosts: parts.hosts, origins: new Set(config.origins) },
  );
  return {
    app,
    shop,
    printers,
    copies,
    alerts,
    loops,
    start: (errand) => startAll(errand ? printing : loops, world),
    stop: () => stopAll({ loops, printers, documentDesk }),
  };
}

/** Paper that waits is printed at once. */
function wakeForPaper({ feed }: Shop, printers: Till["printers"]): void {
  feed.listen((happening) => {
    const isPaper = happening.kind === "slip" || happening.kind === "ticket";
    if (isPaper && happening.state === "waiting") for (const printer of printers.values()) printer.loop.wake();
  });
}

/** What keeps the books whole and safe. */
function bookLoops(shop: Shop, copies: CopyKeeper, journalWatch: JournalWatch): Record<string, Loop> {
  const { clock } = shop.world;
  return {
    ...(shop.settings.backup && { copying: new Loop(() => copies.keepUp(), clock, copyPace) }),
    remembering: new Loop(() => remember(shop), clock, calm),
    sealing: new Loop(() => sealPending(shop), clock, calm),
    verifying: new Loop((signal) => walkOn(journalWatch, clock, signal), clock, calm),
  };
}

/** For each printer that another one stands in for. */
function standIns(shop: Shop, printers: Till["printers"]): [string, Loop][] {
  const condition = (name: string) => printers.get(name)!.condition();
  return shop.settings.printers.flatMap(({ name: from, fallback: to }): [string, Loop][] => {
    if (to === undefined) return [];
    return [
      [`standing in for ${from}`, new Loop(() => rerouteSlips(shop, { from, to, condition }), shop.world.clock, fallbackPace)],
    ];
  });
}

function printerLoops(shop: Shop, printers: Till["printers"]): Record<string, Loop> {
  const all = [...printers.values()];
  return Object.fromEntries([
    ...all.map(({ name, loop }) => [`printing ${name}`, loop]),
    ...all.map(({ name, feedLoop }) => [`listening to ${name}`, feedLoop]),
    ...standIns(shop, printers),
  ]) as Record<string, Loop>;
}

/** Sending and asking go on side by side: a slow answer about yesterday's documents holds up none of today's. */
function upstreamLoops(shop: Shop, upstream: Upstream): Record<"delivering" | "inquiring", Loop> {
  const outbox = ledgerOutbox(shop);
  const { clock } = shop.world;
  return {
    delivering: new Loop((signal) => deliverNext(outbox, upstream, signal), clock, deliveryPace),
    inquiring: new Loop((signal) => inquireNext(outbox, upstream, signal), clock, deliveryPace),
    ...(upstream.collect && { collecting: new Loop((signal) => upstream.collect!(signal), clock, calm) }),
    ...(upstream.lender && lendingLoop(shop, upstream, upstream.lender)),
    ...(upstream.findIssued && {
      settling: new Loop((signal) => settleByUpstream(shop, upstream, signal), clock, settlePace),
    }),
  };
}

/** Numbers are borrowed and given back beside everything else; without the lender the till sells on from what it holds. */
function lendingLoop(shop: Shop, upstream: Upstream, lender: Lender): Record<"lending", Loop> {
  const { clock } = shop.world;
  const topUp = new TopUp({ upstream, lender, stockroom: ledgerStockroom(shop), clock });
  return { lending: new Loop((signal) => topUp.step(signal), clock, calm) };
}

/** A long journal is walked with a rest after each piece, so that sales and slips have their turn. */
/** So that a home that is put back to an older copy in its place is known for one. */
async function remember({ ledger, environment, world }: Shop): Promise<Step> {
  bearWitness({ ledger, environment }, world.witness);
  return "idle";
}

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
