import type { Clock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import { servePage } from "./page/page.ts";
import { loadRom } from "./paper/rom.ts";
import { fillPaperFolder } from "./paper-folder.ts";
import type { Fault } from "./printer/faults.ts";
import type { FeedPress } from "./printer/feed-button.ts";
import { Machine } from "./printer/machine.ts";
import type { PrinterModel } from "./printer/models.ts";
import { serveTcp, type TcpServerOptions } from "./tcp-server.ts";

export interface VirtualPrinterOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** Where it prints; 0, the default, takes any free port. */
  readonly port?: number;
  /** Where its page is; 0, the default, takes any free port. */
  readonly pagePort?: number;
  /** Where each piece of paper is kept as a PNG; nowhere by default. */
  readonly paperFolder?: string;
  /** `virtual-58` by default; `printer/models.ts` has others. */
  readonly model?: PrinterModel;
  readonly secondHost?: NonNullable<TcpServerOptions["secondHost"]>;
}

export interface VirtualPrinter {
  readonly port: number;
  readonly pagePort: number;
  /** `tcp://127.0.0.1:port`, as a printer's address is written in the configuration. */
  readonly url: string;
  readonly pageUrl: string;
  readonly machine: Machine;
  setFault(fault: Fault, atByte?: number): void;
  pressFeed(press?: FeedPress): Promise<void>;
  powerCycle(): void;
  close(): Promise<void>;
}

/** Starts a printer that is not there, on this computer only. Rejects when a port cannot be had. */
export async function startVirtualPrinter(options: VirtualPrinterOptions): Promise<VirtualPrinter> {
  const { clock, log, paperFolder, model, secondHost } = options;
  const machine = new Machine({ clock, log, rom: loadRom(), ...(model && { model }) });
  const stopKeeping = paperFolder === undefined ? undefined : fillPaperFolder({ machine, folder: paperFolder, clock, log });
  const wire = await serveTcp({ machine, clock, log, port: options.port ?? 0, ...(secondHost && { secondHost }) });
  const url = `tcp://127.0.0.1:${wire.port}`;
  const page = await servePage({ machine, clock, printerUrl: url, port: options.pagePort ?? 0 }).catch(async (error) => {
    await wire.close();
    throw error;
  });
  return {
    port: wire.port,
    pagePort: page.port,
    url,
    pageUrl: `http://127.0.0.1:${page.port}/`,
    machine,
    setFault: (fault, atByte) => machine.setFault(fault, atByte),
    pressFeed: (press) => machine.pressFeed(press),
    powerCycle: () => machine.powerCycle(),
    async close() {
      await page.close();
      await wire.close();
      machine.setPower(false);
      await stopKeeping?.();
    },
  };
}
