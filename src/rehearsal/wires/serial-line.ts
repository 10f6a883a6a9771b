import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import type { Clock } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import type { Machine } from "../printer/machine.ts";
import { Plug } from "./plug.ts";

export interface SerialLineOptions {
  readonly machine: Machine;
  readonly clock: Clock;
  readonly log: Log;
  /** The model's by default. Ten bits make a byte. */
  readonly baud?: number;
  /**
   * What happens when the printer's buffer is full: DTR `holds` the host up (default), the printer `signals` XOFF and XON, or
   * it just `drops`. A host that heeds no signal loses bytes as well.
   */
  readonly whenFull?: "holds" | "signals" | "drops";
}

export interface SerialLine {
  /** The device a host opens, such as `/dev/pts/5`. */
  readonly path: string;
  close(): Promise<void>;
}

/** Node cannot open a pseudo terminal, and Python can: one thread carries what the host writes, the other what it hears. */
const carrier = `
import os, sys, threading, tty
host, device = os.openpty()
tty.setraw(device)
sys.stdout.write(os.ttyname(device) + "\\n")
sys.stdout.flush()
def carry(source, target):
    while True:
        data = os.read(source, 512)
        if not data:
            return
        while data:
            data = data[os.write(target, data):]
threading.Thread(target=carry, args=(host, 1), daemon=True).start()
carry(0, host)
os._exit(0)
`;

/** Puts a printer on a serial line of this computer. Rejects, saying why, where there is no python3 to make the line. */
export async function serveSerial(options: SerialLineOptions): Promise<SerialLine> {
  const child = spawn("python3", ["-c", carrier], { stdio: ["pipe", "pipe", "ignore"] });
  await once(child, "spawn").catch((error: Error) => {
    throw new Error(`A serial line needs python3 on this computer: ${error.message}`);
  });
  child.stdin.on("error", () => {}); // the carrier is gone: `close` follows
  const reader = child.stdout[Symbol.asyncIterator]();
  const path = await firstLine(reader);
  const wire = new SerialWire(options, child);
  void wire.carry(reader).catch((error: Error) => options.log.error("serial-line-lost", { path, reason: error.message }));
  return { path, close: () => wire.close() };
}

/** Signals are sent while this many bytes are still free, because a host needs a moment to stop. */
const stopBelowBytes = 512;
const [xon, xoff] = [Uint8Array.of(0x11), Uint8Array.of(0x13)];
/** Bytes come in heaps of so many milliseconds, as no timer is finer. */
const heapMs = 10;

type Carrier = ChildProcessByStdio<Writable, Readable, null>;

class SerialWire {
  readonly #options: SerialLineOptions;
  readonly #child: Carrier;
  readonly #plug: Plug;
  readonly #unwatch: () => void;
  readonly #closing = new AbortController();
  #isStopped = false;

  constructor(options: SerialLineOptions, child: Carrier) {
    this.#options = options;
    this.#child = child;
    this.#plug = new Plug(options.machine, (words) => this.#child.stdin.write(words));
    this.#unwatch = options.machine.watch({ onChange: () => this.#signal() });
  }

  /** No faster than the baud rate. */
  async carry(reader: AsyncIterator<Buffer>): Promise<void> {
    const { clock, machine, baud = machine.model.baud } = this.#options;
    const heapBytes = Math.max(1, Math.floor((baud / 10_000) * heapMs));
    for (let next = await reader.next(); !next.done; next = await reader.next())
      for (let at = 0; at < next.value.length && !this.#closing.signal.aborted; at += heapBytes) {
        const heap = next.value.subarray(at, at + heapBytes);
        await clock.sleep((heap.length * 10_000) / baud, this.#closing.signal);
        await this.#give(heap);
      }
  }

  async close(): Promise<void> {
    this.#unwatch();
    this.#closing.abort();
    this.#plug.pullOut();
    const gone = once(this.#child, "exit");
    this.#child.kill();
    if (this.#child.exitCode === null && this.#child.signalCode === null) await gone;
  }

  async #give(bytes: Uint8Array): Promise<void> {
    const { machine, whenFull = "holds" } = this.#options;
    const { connection } = this.#plug;
    if (whenFull === "holds" && connection) {
      await connection.write(bytes);
      return;
    }
    const taken = bytes.subarray(0, connection ? machine.room : 0);
    if (taken.length < bytes.length) {
      machine.journal.add("dropped", { offset: machine.state.receivedBytes + taken.length, count: bytes.length - taken.length });
    }
    if (taken.length > 0) await connection?.write(taken);
  }

  /** XOFF when room runs short, XON when half the buffer is free again. */
  #signal(): void {
    const { machine, whenFull } = this.#options;
    if (whenFull !== "signals") return;
    const { room } = machine;
    const { receiveBufferBytes } = machine.model;
    const mustStop = room < Math.min(stopBelowBytes, receiveBufferBytes / 4);
    const mayGo = room >= receiveBufferBytes / 2;
    if (this.#isStopped ? !mayGo : !mustStop) return;
    this.#isStopped = !this.#isStopped;
    this.#child.stdin.write(this.#isStopped ? xoff : xon);
  }
}

async function firstLine(reader: AsyncIterator<Buffer>): Promise<string> {
  let line = "";
  while (!line.endsWith("\n")) {
    const next = await reader.next();
    if (next.done) throw new Error("python3 could not make a serial line on this computer.");
    line += next.value.toString();
  }
  return line.trim();
}
