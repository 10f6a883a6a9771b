import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { createAdaptorServer } from "@hono/node-server";
import { type Answer, call, type Door, keptAlive } from "../../../bench/rig/post.ts";
import { systemClock } from "../../../src/base/clock.ts";
import { silentLog } from "../../../src/base/log.ts";
import { loadFaces } from "../../../src/cli/installation.ts";
import { SlipPaper } from "../../../src/daemon/printing/slip-paper.ts";
import type { Bitmap } from "../../../src/receipt/bitmap.ts";
import { loadRom } from "../../../src/rehearsal/paper/rom.ts";
import { Machine } from "../../../src/rehearsal/printer/machine.ts";
import { models } from "../../../src/rehearsal/printer/models.ts";
import { serveTcp } from "../../../src/rehearsal/tcp-server.ts";
import { serveFifo } from "../../../src/rehearsal/wires/fifo.ts";
import { serveSerial } from "../../../src/rehearsal/wires/serial-line.ts";
import { aTill, type TestTill } from "../../till/a-till.ts";
import type { Wire } from "./cases.ts";
import { type Happening, hearEvents } from "./events.ts";
import { type Expected, rowsOf } from "./looks.ts";
import { type Bug, driverWith } from "./planted.ts";

/** A printer that cannot be told from one on its wire, with all the paper it ever gave. */
export interface WiredPrinter {
  readonly machine: Machine;
  readonly url: string;
  /** What fell, and what still hangs out of it. */
  paper(): Bitmap[];
  close(): Promise<void>;
}

const rom = loadRom();
const baud = 921_600;
const faces = loadFaces();

/** Puts a printer on a wire. The lines are quick ones: what is slow about a slow one is shown by its own fault. */
export async function wiredPrinter(wire: Wire): Promise<WiredPrinter> {
  const clock = systemClock;
  const machine = new Machine({ clock, rom, model: models["virtual-58"] });
  const pieces: Bitmap[] = [];
  machine.watch({ onPiece: (piece) => pieces.push(piece) });
  const { url, close } = await plugIn(wire, machine);
  return {
    machine,
    url,
    paper: () => [...pieces, machine.attachedPaper],
    async close() {
      await close();
      machine.setPower(false);
    },
  };
}

async function plugIn(wire: Wire, machine: Machine): Promise<{ url: string; close(): Promise<void> }> {
  const world = { machine, clock: systemClock, log: silentLog };
  if (wire === "tcp") {
    const server = await serveTcp({ ...world, port: 0 });
    return { url: `tcp://127.0.0.1:${server.port}`, close: () => server.close() };
  }
  if (wire === "fifo") {
    const folder = mkdtempSync(join(tmpdir(), "tillseal-fifo-"));
    const path = join(folder, "printer");
    const fifo = await serveFifo({ machine, path });
    const close = async () => {
      await fifo.close();
      rmSync(folder, { recursive: true });
    };
    return { url: pathToFileURL(path).href, close };
  }
  const line = await serveSerial({ ...world, baud });
  const url = wire === "serial" ? `serial://${line.path}?baud=115200&flow=none` : pathToFileURL(line.path).href;
  return { url, close: () => line.close() };
}

/** A till with a real home, a real door and the printer under test. */
export interface Shop extends AsyncDisposable {
  readonly printer: WiredPrinter;
  readonly till: TestTill;
  readonly happened: readonly Happening[];
  /** Posts a sale as a POS does that waits a while for the paper. */
  sell(requestId: string, waitS: number): Promise<Answer>;
  /** How that sale's slip ought to look. */
  expected(answer: Answer): Promise<Expected>;
  /** That slip's bytes. */
  bytes(answer: Answer): Uint8Array;
  /** The slip's state in the ledger, with its reason. */
  slip(id: string): { readonly state: string; readonly reason: string | null; readonly mark: string | null };
}

export async function openShop(wire: Wire, bug?: Bug): Promise<Shop> {
  const printer = await wiredPrinter(wire);
  const model = wire === "fifo" ? "one-way-58" : "virtual";
  const till = await aTill({
    config: { printers: [{ name: "front", url: printer.url, model }] },
    world: { clock: systemClock, driverOf: driverWith(bug) },
  });
  const server = createAdaptorServer({ fetch: till.till.app.fetch }) as Server;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const door: Door = { url: `http://127.0.0.1:${port}`, token: "secret-of-test", host: "till.test" };
  const agent = keptAlive(2);
  const events = await hearEvents(door);
  const slipPaper = new SlipPaper(till.till.shop, faces);
  till.till.start();
  const shop: Shop = {
    printer,
    till,
    happened: events.happened,
    async sell(requestId, waitS) {
      const body = { requestId, lines: [{ name: `茶 ${requestId}`, quantity: 1, unitPrice: 35 }] };
      const answer = await call(door, agent, { path: `/v1/sales?wait=paper&timeout=${waitS}`, body });
      return { ...(answer.body as Omit<Answer, "status">), status: answer.status };
    },
    async expected(answer) {
      const { invoiceId } = till.home.ledger.slips.find(Number(answer.slip?.id))!;
      const { codes } = till.home.ledger.invoices.find(invoiceId!).record!;
      return { codes: [codes.barcode, codes.qrLeft, codes.qrRight], rows: await rowsOf(shop.bytes(answer)) };
    },
    bytes({ slip }) {
      const row = till.home.ledger.slips.find(Number(slip?.id))!;
      return Buffer.concat([...slipPaper.job(row, { widthDots: 384, columnDots: 384, dotsPerMm: 8 }).pieces]);
    },
    slip: (id) => till.home.ledger.slips.find(Number(id))!,
    async [Symbol.asyncDispose]() {
      events.stop();
      agent.destroy();
      server.close();
      server.closeAllConnections();
      await till[Symbol.asyncDispose]();
      await printer.close();
    },
  };
  await ready(shop, wire);
  return shop;
}

/** The line is up, the printer has said that it is well, and what another program might have left in it was flushed. */
async function ready({ till, printer: { machine } }: Shop, wire: Wire): Promise<void> {
  const end = performance.now() + 10_000;
  for (;;) {
    const answer = await till.get<{ printers: { state: string }[] }>("/v1/printers");
    const [printer] = (await answer.json()).printers;
    if (printer?.state === (wire === "fifo" ? "unknown" : "ready")) break;
    if (performance.now() > end) throw new Error(`the printer never got ready on ${wire}: ${JSON.stringify(printer)}`);
    await pause(25);
  }
  for (let received = -1; received !== machine.state.receivedBytes; ) {
    received = machine.state.receivedBytes;
    await pause(quietMs);
  }
}

/** Shorter than the pause between two signs of life. */
const quietMs = 500;

/** Why this computer has no serial lines; nothing when it has. */
export function noLines(): string | undefined {
  try {
    execFileSync("python3", ["-c", "import pty"], { stdio: "ignore" });
    return undefined;
  } catch {
    return "there is no python3 to make a serial line";
  }
}
