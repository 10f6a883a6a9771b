import type { Clock } from "../base/clock.ts";

/** Opens one kind of wire, chosen by the scheme of the printer's address. */
export interface PrinterDriver {
  /** Connects, or rejects with what the system said. Nothing has been written when it resolves. `clock` times the wire's own waits. */
  open(address: URL, clock: Clock, signal: AbortSignal): Promise<PrinterPort>;
  /** How long opening may take, where the usual patience is too short. */
  readonly connectMs?: number;
  /** Refuses an address nothing can ever be reached by, with the problem `printer-address`. Opens nothing. */
  check?(address: URL): void;
  /** How fast the wire takes bytes, where its address says so. */
  bytesPerSecond?(address: URL): number;
}

/** An open wire: bytes out, and on wires that talk back, bytes in. It knows nothing of receipts, queues or retries. */
export interface PrinterPort extends AsyncDisposable {
  /**
   * Hands bytes to the wire and resolves when the system has taken them. That says nothing about paper.
   * Rejects when `signal` aborts, or when the wire broke; then `closed` aborts too.
   */
  write(bytes: Uint8Array, signal: AbortSignal): Promise<void>;
  /**
   * Only on wires that carry jobs and not bytes: ends the job that was written since the last one, hands it over whole, and
   * resolves when it has left for the printer. Before, nothing of it can come out. Rejects with `NothingTaken` when nothing of it
   * ever will, and with another error when that cannot be said; after either the wire is to be closed.
   */
  finish?(signal: AbortSignal): Promise<void>;
  /** True where the bytes are only written down: no printer holds a part of an earlier job. */
  readonly keeps?: true;
  /** Bytes the printer sends, for the whole life of the wire; absent on wires that cannot talk back. Ends when the wire closes. */
  readonly replies?: AsyncIterable<Uint8Array>;
  /** Aborts when the wire has closed or broken, with the reason as an Error. */
  readonly closed: AbortSignal;
}

/** A job was refused whole: provably nothing of it is anywhere, so a machine may try again. */
export class NothingTaken extends Error {}
