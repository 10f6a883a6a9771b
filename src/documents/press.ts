import type { Log } from "../base/log.ts";
import type { Sheet } from "../regions/sheet.ts";
import { type ChildLimits, runChild } from "./child.ts";
import { refuse } from "./problems.ts";
import { sheetLines } from "./sheet-lines.ts";

/** What the press allows itself: children at once, sheets that wait for one, and each child's limits. */
export interface PressLimits extends ChildLimits {
  readonly atOnce: number;
  readonly waiting: number;
}

/** 9,999 lines take some seconds and less than 100 MB of heap, measured on one slow core. */
const ordinary: PressLimits = { atOnce: 2, waiting: 16, ms: 60_000, heapMb: 256, outputBytes: 64 * 1024 * 1024 };
const busyRetrySeconds = 5;

/** Makes PDFs of sheets, each in a child process that ends. Nothing of fonts or pages stays in this one. */
export class DocumentPress {
  readonly #log: Log;
  readonly #limits: PressLimits;
  readonly #stopping = new AbortController();
  readonly #queue: (() => void)[] = [];
  #running = 0;
  #children = Promise.resolve();

  constructor(log: Log, limits: Partial<PressLimits> = {}) {
    this.#log = log;
    this.#limits = { ...ordinary, ...limits };
  }

  /** The same sheet gives the same bytes. Throws `documents-busy` and `document-failed`. */
  async pdfOf(sheet: Sheet): Promise<Uint8Array> {
    await this.#turn();
    try {
      const child = runChild(sheetLines(sheet), this.#limits, this.#stopping.signal);
      this.#children = Promise.all([this.#children, child]).then(() => {});
      const end = await child;
      if (end.result === "done") return end.output;
      this.#log.error("document", { reason: end.reason, trace: end.trace });
      throw refuse("document-failed", `The document could not be drawn: ${end.reason}.`, {
        hint: "Nothing was printed or changed. Try again; if it fails again, the till's log says where, and details.png shows the same lines.",
      });
    } finally {
      this.#pass();
    }
  }

  /** Ends every child at once and waits until they are gone. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#children.catch(() => {});
  }

  /** Resolves when a child may be started, in the order of asking. */
  async #turn(): Promise<void> {
    if (this.#running < this.#limits.atOnce) {
      this.#running++;
      return;
    }
    if (this.#queue.length >= this.#limits.waiting)
      throw refuse("documents-busy", `${this.#queue.length} documents wait to be drawn already.`, {
        hint: "Ask again when some are done.",
        retryAfterSeconds: busyRetrySeconds,
      });
    await new Promise<void>((resolve) => this.#queue.push(resolve));
  }

  /** Gives one's turn to who waits longest; only where nobody waits is there one child less. */
  #pass(): void {
    const next = this.#queue.shift();
    if (next) next();
    else this.#running--;
  }
}
