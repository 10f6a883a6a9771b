import { Bell } from "./bell.ts";

/** How a connection ended: `reset` loses what was on its way, `ended` is a proper goodbye. */
export type Ending = "reset" | "ended";

/** What became of written bytes: in the printer's receive buffer, or lost with the connection. */
export type WriteOutcome = "taken" | "lost";

/** Replies nobody fetches are dropped beyond this many, as in a full socket. */
const replyLimit = 1000;

/** One host's line to the printer; made by `Machine.connect`. */
export class Connection {
  readonly #take: (bytes: Uint8Array, connection: Connection) => Promise<void>;
  readonly #closing = new AbortController();
  readonly #spoken = new Bell();
  #unread: Uint8Array[] = [];
  #turn: Promise<unknown> = Promise.resolve();
  #isCut = false;

  constructor(take: (bytes: Uint8Array, connection: Connection) => Promise<void>) {
    this.#take = take;
    this.closed.addEventListener("abort", () => this.#spoken.ring());
  }

  /** Aborts when the connection is over; its `reason` is an `Ending`. */
  get closed(): AbortSignal {
    return this.#closing.signal;
  }

  /** Hands bytes to the printer. Resolves when it has read them all, which takes as long as it takes. Calls take turns. */
  write(bytes: Uint8Array): Promise<WriteOutcome> {
    const mine = this.#turn.then(async (): Promise<WriteOutcome> => {
      await this.#take(bytes, this);
      return this.closed.aborted ? "lost" : "taken";
    });
    this.#turn = mine;
    return mine;
  }

  /** What the printer says, piece by piece, until the connection is over; after a reset what was not fetched is lost. */
  get replies(): AsyncIterable<Uint8Array> {
    return this.#read();
  }

  /** The printer's side of `replies`. */
  say(bytes: Uint8Array): void {
    if (this.closed.aborted || this.#unread.length >= replyLimit) return;
    this.#unread.push(bytes);
    this.#spoken.ring();
  }

  /** Pulls the cable out or puts it back: while it is out replies wait, as they do in a network stack. */
  cut(isCut: boolean): void {
    this.#isCut = isCut;
    this.#spoken.ring();
  }

  /** Ends the connection. Bytes the printer has already taken stay with it and are printed. */
  close(ending: Ending = "ended"): void {
    if (this.closed.aborted) return;
    if (ending === "reset") this.#unread = [];
    this.#closing.abort(ending);
  }

  async *#read(): AsyncGenerator<Uint8Array, void, void> {
    while (true) {
      const reply = this.#isCut ? undefined : this.#unread.shift();
      if (reply) yield reply;
      else if (this.closed.aborted) return;
      else await this.#spoken.next();
    }
  }
}
