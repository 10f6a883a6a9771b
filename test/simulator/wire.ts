import type { Clock } from "../../src/base/clock.ts";
import type { PrinterDriver, PrinterPort } from "../../src/drivers/driver.ts";
import { Bell } from "../../src/rehearsal/printer/bell.ts";
import type { Connection } from "../../src/rehearsal/printer/connection.ts";
import type { Machine } from "../../src/rehearsal/printer/machine.ts";

export interface WireOptions {
  readonly machine: Machine;
  /** Bytes the system takes before the printer has read them. */
  readonly bufferBytes: number;
  /** Aborts when the daemon dies; the reason is `power-cut` when the machine under it died too. */
  readonly dead: AbortSignal;
  /** Bytes are about to leave; `offset` counts everything the printer ever received. */
  onBytes(bytes: Uint8Array, offset: number): void;
}

/** How long a closing wire may take to deliver its last bytes, as the real one has it. */
const graceMs = 3000;

/** A wire to the false printer without a network: what the system has taken still arrives when the daemon is killed. */
export function wireTo(options: WireOptions): PrinterDriver {
  const { machine, dead } = options;
  return {
    async open(_address, clock, signal) {
      signal.throwIfAborted();
      if (dead.aborted) return never();
      const connection = machine.connect();
      if (typeof connection === "string") throw new Error(`the printer is ${connection}`);
      return new Wire(connection, clock, options);
    },
  };
}

class Wire implements PrinterPort {
  readonly #connection: Connection;
  readonly #clock: Clock;
  readonly #options: WireOptions;
  readonly #closed = new AbortController();
  readonly #moved = new Bell();
  #offset: number;
  #queuedBytes = 0;

  constructor(connection: Connection, clock: Clock, options: WireOptions) {
    this.#connection = connection;
    this.#clock = clock;
    this.#options = options;
    this.#offset = options.machine.state.receivedBytes;
    connection.closed.addEventListener("abort", () => {
      this.#closed.abort(new Error("the printer closed the connection"));
      this.#moved.ring();
    });
    options.dead.addEventListener("abort", () => void this.#orphan());
  }

  get closed(): AbortSignal {
    return this.#closed.signal;
  }

  get replies(): AsyncIterable<Uint8Array> {
    return this.#connection.replies;
  }

  async write(bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    if (this.#options.dead.aborted) return never();
    this.closed.throwIfAborted();
    signal.throwIfAborted();
    this.#options.onBytes(bytes, this.#offset);
    this.#offset += bytes.length;
    this.#queuedBytes += bytes.length;
    void this.#connection.write(bytes).then(() => {
      this.#queuedBytes -= bytes.length;
      this.#moved.ring();
    });
    await this.#until(this.#options.bufferBytes, signal);
    if (this.#options.dead.aborted) return never();
    signal.throwIfAborted();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const grace = new AbortController();
    void this.#clock.sleep(graceMs, grace.signal).then(() => grace.abort());
    await this.#until(0, grace.signal);
    grace.abort();
    this.#connection.close("ended");
  }

  /** The daemon is gone: the system delivers what it has, unless it lost its power as well. */
  async #orphan(): Promise<void> {
    if (this.#options.dead.reason === "power-cut") this.#connection.close("reset");
    await this.#until(0, this.closed);
    this.#connection.close("ended");
  }

  /** Resolves when no more than so many bytes wait to be read, when the wire is closed, or when `signal` aborts. */
  async #until(queuedBytes: number, signal: AbortSignal): Promise<void> {
    const ring = () => this.#moved.ring();
    signal.addEventListener("abort", ring, { once: true });
    while (this.#queuedBytes > queuedBytes && !this.closed.aborted && !signal.aborted) await this.#moved.next();
    signal.removeEventListener("abort", ring);
  }
}

/** What a dead process waits for. */
function never(): Promise<never> {
  return new Promise(() => {});
}
