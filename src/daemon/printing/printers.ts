import { paperOf, printerModels } from "../../../config/printers.ts";
import type { Config } from "../../../config/schema.ts";
import type { SlipRow } from "../../../db/till/books/paper/slips.ts";
import { Loop, type Step } from "../../base/loop.ts";
import type { PrinterCapabilities } from "../../drivers/capabilities.ts";
import type { ProbeFindings } from "../../drivers/conversation/probe.ts";
import { Conversation } from "../../drivers/conversation.ts";
import { speedOf } from "../../drivers/drivers.ts";
import type { PrinterCondition } from "../../drivers/status.ts";
import type { Paper } from "../../receipt/layout.ts";
import type { Dialect } from "../../receipt/native/dialect.ts";
import { reprintByFeed } from "../operations/paper/reprint-by-feed.ts";
import type { Shop } from "../shop.ts";
import { capabilitiesOf, learnedOf, spokenTo } from "./learned.ts";
import { type PrintDesk, printNext } from "./print-next.ts";
import { printQueue } from "./print-queue.ts";
import type { SlipPaper } from "./slip-paper.ts";
import type { SlipDrawing } from "./slip-turn.ts";

/** One printer with its queue, its loop and its line. */
export interface Printer {
  readonly name: string;
  readonly url: string;
  readonly model: string;
  readonly paper: Paper;
  readonly dialect: Dialect;
  /** Whether it has a bell that ESC B rings. */
  readonly rings: boolean;
  readonly capabilities: PrinterCapabilities;
  readonly conversation: Conversation;
  readonly loop: Loop;
  /** Listens for FEED where the printer does not tell of it by itself. */
  readonly feedLoop: Loop;
  /** A probe has looked: from now on this counts. */
  learn(findings: ProbeFindings): void;
  condition(): PrinterCondition;
}

/** A paused loop must notice a healed printer quickly: a customer is waiting for the slip. */
const pace = { idleMs: 1000, faultPauseMs: 250, longestPauseMs: 1000 };
/** A tap on FEED lasts 100 to 200 ms (spec/escpos.md 5). */
const feedPace = { idleMs: 120, faultPauseMs: 1000, longestPauseMs: 1000 };

/** Makes a printer's line, queue and loop. Nothing is opened before the loop is started. */
export function connectPrinter(shop: Shop, configured: Config["printers"][number], slipPaper: SlipPaper): Printer {
  const { world, feed, ledger } = shop;
  const { name, url, model } = configured;
  const { capabilities: usual, rings } = printerModels[model];
  const paper = paperOf(configured);
  const address = new URL(url);
  const hint = { ...usual, bytesPerSecond: speedOf(address) ?? usual.bytesPerSecond };
  const knownBy = (learned: ProbeFindings | null) => ({
    capabilities: capabilitiesOf(hint, learned),
    dialect: spokenTo(configured, learned),
  });
  let known = knownBy(learnedOf(ledger, name));
  const queue = printQueue(shop, name, (slip) => draw(slipPaper, slip, { paper, dialect: known.dialect }));
  const conversation = new Conversation({
    driver: world.driverOf(address),
    address,
    // Asked each time, since a probe may look while the till runs.
    get capabilities() {
      return known.capabilities;
    },
    clock: world.clock,
    log: world.log,
    // An earlier process may have died in the middle of an image, even one whose slip was settled since: what comes next
    // would be swallowed as image data and still be confirmed (spec/escpos.md 9.4, half raster left).
    unfinished: true,
    onCondition: ({ since: _, ...condition }) => {
      world.log.info("printer", { name, ...condition });
      feed.publish({ kind: "printer", name, ...condition });
      loop.wake();
    },
    onFeedTwice: () => {
      const outcome = reprintByFeed(shop, name);
      outcome.then(
        (copy) => world.log.info("feed-pressed-twice", { name, ...copy }),
        (error: unknown) => world.log.error("feed-reprint", { name, error: String(error) }),
      );
    },
    onLateConfirmation: (id) => {
      queue.confirmLate(id).catch((error: unknown) => world.log.error("late-confirmation", { job: id, error }));
    },
  });
  const desk: PrintDesk = {
    queue,
    conversation,
    paused: () => ledger.printerSettings.of(name).paused === 1,
  };
  const feedLoop = new Loop((signal) => watchFeed(shop, { name, conversation }, signal), world.clock, feedPace);
  const loop = new Loop((signal) => printNext(desk, signal), world.clock, pace);
  return {
    ...{ name, url, model, paper, rings, conversation, loop, feedLoop },
    get capabilities() {
      return known.capabilities;
    },
    get dialect() {
      return known.dialect;
    },
    learn: (findings) => {
      known = knownBy(findings);
    },
    condition: () => conversation.condition,
  };
}

/** How a slip becomes this printer's bytes. Own letters are used only where somebody knows them. */
function draw(
  slipPaper: SlipPaper,
  slip: SlipRow,
  { paper, dialect }: Pick<Printer, "paper" | "dialect">,
): ReturnType<SlipDrawing> {
  const { letters, ...spoken } = dialect;
  if (spoken.encoding === "raster" || letters === null) return slipPaper.job(slip, paper);
  return slipPaper.nativeJob(slip, paper, { letters, ...spoken });
}

/** Only where a manager allowed FEED to reprint is a quiet printer asked eight times a second. */
async function watchFeed(
  { ledger }: Pick<Shop, "ledger">,
  { name, conversation }: Pick<Printer, "name" | "conversation">,
  signal: AbortSignal,
): Promise<Step> {
  if (ledger.printerSettings.of(name).feedReprints === 1) await conversation.watchFeed(signal);
  return "idle";
}
