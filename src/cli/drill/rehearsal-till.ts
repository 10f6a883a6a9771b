import { mkdtempSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PrinterModelName } from "../../../config/printers.ts";
import { type Config, configSchema } from "../../../config/schema.ts";
import { systemClock } from "../../base/clock.ts";
import { models } from "../../rehearsal/printer/models.ts";
import { startVirtualPrinter, type VirtualPrinter } from "../../rehearsal/virtual-printer.ts";
import { demoTurnkeyOf, runPretendTurnkey } from "../demo/turnkey.ts";
import { findLocalTill, type LocalTill } from "../local-till.ts";
import { openLog } from "../real-world.ts";
import { type RunningTill, startTill } from "../running-till.ts";

/** A till for one drill: a home of its own, a printer and a Turnkey that are not there. */
export interface RehearsalTill {
  readonly running: RunningTill;
  readonly local: LocalTill;
  readonly printer: VirtualPrinter;
  /** Pieces of paper that fell from the printer. */
  pieces(): number;
  /** Turnkey's work folder, away or not. */
  readonly turnkey: string;
  cutUpstream(): void;
  mendUpstream(): void;
  /** How long a thing may take before it did not hold. */
  readonly patienceMs: number;
  /** Where the home lies while the drill runs. */
  readonly folder: string;
  close(): Promise<void>;
}

/** Which virtual printer stands in for a shop's model; the others are drawn for by the plainest one. */
const standIns: Partial<Record<PrinterModelName, keyof typeof models>> = {
  "generic-58": "virtual-58",
  "generic-80": "virtual-80",
  "epson-203-80": "epson-80",
  "epson-180-58": "epson-180dpi",
};

const prefix = "drill-";
const leftBehindMs = 3_600_000;

/** Starts one with what the shop chose for its paper, and nothing of its numbers, keys, printers or way upstream. */
export async function startRehearsalTill(shop: Config, beside: string | null): Promise<RehearsalTill> {
  const place = beside ?? tmpdir();
  if (beside !== null) sweep(beside);
  const folder = mkdtempSync(join(place, prefix));
  const clear = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", clear); // somebody may end it in the middle
  const log = openLog(join(folder, "tillseal.log"), "warn");
  const configured = shop.printers[0];
  const standIn = configured && standIns[configured.model];
  const printer = await startVirtualPrinter({ clock: systemClock, log, model: models[standIn ?? "virtual-58"] });
  const { folder: turnkey, address: upstream } = demoTurnkeyOf(folder);
  const away = `${turnkey}-away`;
  let pieces = 0;
  printer.machine.watch({ onPiece: () => void pieces++ });
  const front =
    standIn && configured ? { ...configured, url: printer.url } : { name: "front", url: printer.url, model: "virtual" };
  const { region, seller, logoLine, footer } = shop;
  const chosen = { region, ...(seller && { seller }), ...(logoLine !== undefined && { logoLine }), ...(footer && { footer }) };
  const config = configSchema.parse({ ...chosen, printers: [front], upstream, freeSpaceMb: 16, clockServer: "" });
  try {
    const running = await startTill({ folder, demo: true, port: 0, config, log });
    const stopTurnkey = await runPretendTurnkey(folder, log);
    return {
      running,
      local: findLocalTill(running.home.paths.running)!,
      printer,
      pieces: () => pieces,
      turnkey,
      patienceMs: 180_000,
      folder,
      cutUpstream: () => renameSync(turnkey, away),
      mendUpstream: () => renameSync(away, turnkey),
      async close() {
        await running.stop();
        await stopTurnkey();
        await printer.close();
        clear();
        process.removeListener("exit", clear);
      },
    };
  } catch (error) {
    await printer.close();
    clear();
    throw error;
  }
}

/** What a drill that was killed left behind. */
function sweep(beside: string): void {
  const before = systemClock.now().getTime() - leftBehindMs;
  for (const name of readdirSync(beside).filter((one) => /^drill-[A-Za-z0-9]{6}$/.test(one))) {
    const path = join(beside, name);
    if (statSync(path).mtimeMs < before) rmSync(path, { recursive: true, force: true });
  }
}
