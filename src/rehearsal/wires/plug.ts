import type { Connection } from "../printer/connection.ts";
import type { Machine } from "../printer/machine.ts";

/** A cable that knows no connecting and no goodbye: it is in the printer whenever the printer has power. */
export class Plug {
  readonly #machine: Machine;
  readonly #hear: (words: Uint8Array) => void;
  readonly #unwatch: () => void;
  #connection: Connection | undefined;
  #isConnecting = false;

  /** `hear` gets what the printer says. */
  constructor(machine: Machine, hear: (words: Uint8Array) => void) {
    this.#machine = machine;
    this.#hear = hear;
    this.#unwatch = machine.watch({ onChange: () => this.#plugIn() });
    this.#plugIn();
  }

  /** Nothing while the printer has no power. */
  get connection(): Connection | undefined {
    return this.#connection?.closed.aborted ? undefined : this.#connection;
  }

  pullOut(): void {
    this.#unwatch();
    this.#connection?.close();
  }

  #plugIn(): void {
    if (this.#isConnecting || this.connection) return;
    this.#isConnecting = true; // the printer tells of the connection while it is made
    const connection = this.#machine.connect();
    this.#isConnecting = false;
    if (typeof connection === "string") return;
    this.#connection = connection;
    void this.#listen(connection);
  }

  async #listen(connection: Connection): Promise<void> {
    for await (const words of connection.replies) this.#hear(words);
  }
}
