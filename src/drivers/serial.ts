import type { Clock } from "../base/clock.ts";
import type { PrinterDriver, PrinterPort } from "./driver.ts";
import { pathOf, settingsOf, wrongAddress } from "./wire/address.ts";
import { asError, unlessAborted } from "./wire/giving-up.ts";
import { openInbox } from "./wire/inbox.ts";

/** What a serial line is set to. The printer's own switches decide: a line that speaks otherwise prints rubbish. */
const settings = {
  baud: ["9600", "1200", "2400", "4800", "19200", "38400", "57600", "115200"],
  flow: ["hardware", "software", "none"],
  bits: ["8", "7"],
  parity: ["none", "even", "odd"],
  stop: ["1", "2"],
} as const;

const hint = "Write serial:///dev/ttyUSB0?baud=19200&flow=hardware, or serial:///COM3?baud=19200 on Windows.";

/** A closing line may take so long for its last bytes: a slip's end at 9600 baud, or a printer that holds it up. */
const graceMs = 3_000;

/** A line whose bytes were dropped is free again at once. */
const letGoMs = 250;

/** Between looks at a line that says "busy". */
const busyPauseMs = 10;

/** Printers that say "busy" by DSR have room for some 250 bytes more. */
const beforeBusyBytes = 128;

/** Start bit, eight bits, stop bit (spec/escpos.md 7.2). */
const bitsPerByte = 10;

/** An open serial line, as far as the package `serialport` gives one. */
export interface Tty {
  readonly isOpen: boolean;
  read(buffer: Buffer, offset: number, length: number): Promise<{ bytesRead: number }>;
  write(bytes: Buffer): Promise<void>;
  drain(): Promise<void>;
  /** Drops what was not sent yet; that ends a `drain` under way. */
  flush(): Promise<void>;
  get(): Promise<{ dsr: boolean }>;
  close(): Promise<void>;
}

export interface TtySettings {
  readonly path: string;
  readonly baudRate: number;
  readonly dataBits: 7 | 8;
  readonly parity: "none" | "even" | "odd";
  readonly stopBits: 1 | 2;
  readonly rtscts: boolean;
  readonly xon: boolean;
}

/** A serial printer: `serial:///dev/ttyUSB0?baud=19200&flow=hardware`. */
export const serial: PrinterDriver = serialOver(async (wanted) => {
  // Native code: loaded where a shop has such a printer.
  const { SerialPort } = await import("serialport");
  return await SerialPort.binding.open(wanted);
});

/** The same on any package that opens serial lines. */
export function serialOver(openTty: (wanted: TtySettings) => Promise<Tty>): PrinterDriver {
  return {
    check: (address) => void settingsIn(address),
    bytesPerSecond: (address) => settingsIn(address).baudRate / bitsPerByte,
    async open(address, clock, signal) {
      const { flow, ...wanted } = settingsIn(address);
      signal.throwIfAborted();
      const opening = openTty(wanted);
      try {
        return portOn(await unlessAborted(opening, signal), { clock, followsDsr: flow === "hardware" });
      } catch (error) {
        if (signal.aborted) opening.then((tty) => tty.close()).catch(() => {});
        throw error;
      }
    },
  };
}

function settingsIn(address: URL): TtySettings & { flow: "hardware" | "software" | "none" } {
  const { baud, flow, bits, parity, stop } = settingsOf(address, settings, hint);
  const name = pathOf(address, hint);
  const port = /^COM\d{1,3}$/i.test(name);
  if (!port && !name.startsWith("dev/"))
    throw wrongAddress("path", `"${name}" is neither a device below /dev nor a COM port.`, hint);
  return {
    path: port ? name.toUpperCase() : `/${name}`,
    baudRate: Number(baud),
    dataBits: bits === "8" ? 8 : 7,
    parity,
    stopBits: stop === "1" ? 1 : 2,
    rtscts: flow === "hardware",
    // The printer may stop us; we never stop the printer, since an XOFF of ours could fall into an image.
    xon: flow === "software",
    flow,
  };
}

interface LineWorld {
  readonly clock: Clock;
  readonly followsDsr: boolean;
}

function portOn(tty: Tty, world: LineWorld): PrinterPort {
  const line = new Line(tty, world);
  return {
    replies: line.inbox.replies,
    closed: line.closed.signal,
    write: (bytes, signal) => line.write(bytes, signal),
    [Symbol.asyncDispose]: () => line.close(),
  };
}

class Line {
  readonly closed = new AbortController();
  readonly inbox = openInbox();
  readonly #tty: Tty;
  readonly #clock: Clock;
  /** Writes take turns: one that was given up may still be on its way. */
  #turn: Promise<void> = Promise.resolve();
  #sending = false;
  /** `unseen`: a cable without this wire would keep us waiting for ever, so DSR counts from when it was first up. */
  #dsr: "unseen" | "wired" | "ignored";
  #closing: Promise<void> | undefined;

  constructor(tty: Tty, { clock, followsDsr }: LineWorld) {
    this.#tty = tty;
    this.#clock = clock;
    this.#dsr = followsDsr ? "unseen" : "ignored";
    void this.#listen();
  }

  async write(bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    this.closed.signal.throwIfAborted();
    signal.throwIfAborted();
    const sending = this.#turn.then(() => this.#send(Buffer.from(bytes), signal));
    this.#turn = sending
      .catch(() => {})
      .finally(() => {
        this.#sending = false;
      });
    try {
      await unlessAborted(sending, signal);
    } catch (error) {
      if (signal.aborted) await this.#letGo();
      else this.#end(error);
      throw error;
    }
  }

  /** Waits for the last bytes, but not for ever. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const over = new AbortController();
    await Promise.race([this.#turn, this.#clock.sleep(graceMs, over.signal)]);
    over.abort();
    await this.#letGo();
    this.#end(new Error("the serial line was closed"));
    if (this.#tty.isOpen) await this.#tty.close().catch(() => {});
  }

  async #send(bytes: Buffer, signal: AbortSignal): Promise<void> {
    for (let rest = bytes; rest.length > 0; ) {
      this.#sending = false;
      await this.#untilReady(signal);
      signal.throwIfAborted();
      this.closed.signal.throwIfAborted();
      const piece = this.#dsr === "wired" ? rest.subarray(0, beforeBusyBytes) : rest;
      rest = rest.subarray(piece.length);
      this.#sending = true;
      await this.#tty.write(piece);
      // The system takes four thousand bytes at once: without this, a job would be "taken" seconds before it is on the line.
      await this.#tty.drain();
    }
  }

  /** RTS/CTS is the system's own work; no system looks at DSR, by which many printers say that they are busy. */
  async #untilReady(signal: AbortSignal): Promise<void> {
    while (this.#dsr !== "ignored") {
      const status = await this.#tty.get().catch(() => undefined);
      if (!status)
        this.#dsr = "ignored"; // a line without such wires
      else if (status.dsr) this.#dsr = "wired";
      if (this.#dsr !== "wired" || status?.dsr || signal.aborted || this.closed.signal.aborted) return;
      await this.#clock.sleep(busyPauseMs, signal);
    }
  }

  /**
   * A drain that a busy printer holds up would hold one of the process's few threads; what it waits for was given up. And the
   * package may miss that a full line takes bytes again: a write that never ends would keep all others waiting, and a healthy printer
   * be called silent for ever. Opening the line anew ends that.
   */
  async #letGo(): Promise<void> {
    if (!this.#sending || !this.#tty.isOpen) return;
    await this.#tty.flush().catch(() => {});
    const over = new AbortController();
    await Promise.race([this.#turn, this.#clock.sleep(letGoMs, over.signal)]);
    over.abort();
    if (!this.#sending || !this.#tty.isOpen) return;
    this.#end(new Error("the serial line took nothing any more"));
    await this.#tty.close().catch(() => {});
  }

  async #listen(): Promise<void> {
    const chunk = Buffer.alloc(256);
    try {
      while (!this.closed.signal.aborted) {
        const { bytesRead } = await this.#tty.read(chunk, 0, chunk.length);
        this.inbox.push(Uint8Array.from(chunk.subarray(0, bytesRead)));
      }
    } catch (error) {
      this.#end(new Error(`the serial line is gone: ${asError(error).message}`, { cause: error }));
    }
  }

  #end(reason: unknown): void {
    this.inbox.end();
    if (!this.closed.signal.aborted) this.closed.abort(asError(reason));
  }
}
