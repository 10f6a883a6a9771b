import { pathToFileURL } from "node:url";
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
import { type FifoOptions, serveFifo } from "./wires/fifo.ts";
import { type SerialLineOptions, serveSerial } from "./wires/serial-line.ts";

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
  /** A cable in place of the network: a serial line, or a FIFO that goes one way or has another for replies. */
  readonly cable?: Cable;
}

export type Cable =
  | ({ readonly kind: "serial" } & Pick<SerialLineOptions, "baud" | "whenFull">)
  | ({ readonly kind: "fifo" } & Omit<FifoOptions, "machine">);

export interface VirtualPrinter {
  /** 0 when it hangs on a cable. */
  readonly port: number;
  readonly pagePort: number;
  /** As a printer's address is written in the configuration: `tcp://127.0.0.1:port`, or the device with its scheme. */
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
  const wire = options.cable
    ? await plugIn(options.cable, { machine, clock, log })
    : await network({ machine, clock, log, port: options.port ?? 0, ...(secondHost && { secondHost }) });
  const { url } = wire;
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

interface Wire {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

async function network(options: TcpServerOptions): Promise<Wire> {
  const server = await serveTcp(options);
  return { url: `tcp://127.0.0.1:${server.port}`, port: server.port, close: () => server.close() };
}

async function plugIn(cable: Cable, at: Pick<SerialLineOptions, "machine" | "clock" | "log">): Promise<Wire> {
  if (cable.kind === "fifo") {
    const fifo = await serveFifo({ ...cable, machine: at.machine });
    return { url: pathToFileURL(cable.path).href, port: 0, close: () => fifo.close() };
  }
  const line = await serveSerial({ ...at, ...cable });
  return { url: `serial://${line.path}`, port: 0, close: () => line.close() };
}
