import type { Clock } from "../../base/clock.ts";

/** A PDF and how it is to come out. */
export interface DocumentJob {
  readonly pdf: Uint8Array;
  readonly title: string;
  readonly copies: number;
  readonly paper: "A4";
  readonly duplex: "off" | "long" | "short";
}

export interface Wire {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * What is known once a job was handed over. `refused`: nothing was taken, and trying again does no harm. `broke`: some of it had left, so
 * it may come out or not.
 */
export type HandOver =
  | { readonly result: "accepted"; readonly ask: ((wire: Wire) => Promise<JobNews>) | null }
  | { readonly result: "refused" | "broke"; readonly reasons: readonly string[] };

/** How an accepted job stands. `forgotten`: the printer no longer knows it, as some do soon after the end. `silent`: it did not answer. */
export interface JobNews {
  readonly state: "under-way" | "completed" | "failed" | "forgotten" | "silent";
  readonly reasons: readonly string[];
}

/** Hands documents to one kind of system printer, chosen by the scheme of its address. It knows nothing of invoices. */
export interface DocumentDriver {
  /** Hands over, or says why not. Throws only for our own mistakes. */
  handOver(address: URL, job: DocumentJob, wire: Wire): Promise<HandOver>;
}
