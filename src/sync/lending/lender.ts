import type { HandshakeAnswer, HandshakeRequest, Lease, LeaseRequest, Mark, ReturnedRange } from "../protocol.ts";

/** Nobody could be asked, or nobody understood: nothing is known, and asking again is safe. */
export interface NoWord {
  readonly result: "no-word";
  readonly reason: string;
}

export type Said<T> = ({ readonly result: "said" } & T) | NoWord;

/** Who lends numbers. Every question may be asked again: a lease is named by its request, a return by its numbers. */
export interface Lender {
  /** What the till knows, and what the lender lacks of it. First of all questions, and again whenever the epoch is another one. */
  handshake(report: HandshakeRequest, signal: AbortSignal): Promise<Said<HandshakeAnswer>>;
  lease(want: LeaseRequest, signal: AbortSignal): Promise<Said<Lent>>;
  /** Takes over what is left of a past period, and its report; absent where the till reports it itself. */
  giveBack?(ranges: readonly ReturnedRange[], signal: AbortSignal): Promise<Said<{ readonly returned: number }>>;
  /** The life of the lender that was last heard of; null before the first answer. */
  readonly epoch: string | null;
  /** All that a lender of this epoch had forgotten waits to be sent again: what it refuses from now on counts. */
  caughtUp?(epoch: string): void;
}

export interface Lent {
  readonly lease: Lease | null;
  readonly marks: readonly Mark[];
  /** Why there is none. */
  readonly reason?: string | undefined;
}
