import type { Clock } from "../base/clock.ts";

/** Opens one kind of wire, chosen by the scheme of the printer's address. */
export interface PrinterDriver {
  /** Connects, or rejects with what the system said. Nothing has been written when it resolves. `clock` times the wire's own waits. */
  open(address: URL, clock: Clock, signal: AbortSignal): Promise<PrinterPort>;
}

/** An open wire: bytes out, and on wires that talk back, bytes in. It knows nothing of receipts, queues or retries. */
export interface PrinterPort extends AsyncDisposable {
  /**
   * Hands bytes to the wire and resolves when the system has taken them. That says nothing about paper.
   * Rejects when `signal` aborts, or when the wire broke; then `closed` aborts too.
   */
  write(bytes: Uint8Array, signal: AbortSignal): Promise<void>;
  /** Bytes the printer sends, for the whole life of the wire; absent on wires that cannot talk back. Ends when the wire closes. */
  readonly replies?: AsyncIterable<Uint8Array>;
  /** Aborts when the wire has closed or broken, with the reason as an Error. */
  readonly closed: AbortSignal;
}
