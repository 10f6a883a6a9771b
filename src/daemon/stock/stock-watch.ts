import type { Clock } from "../../base/clock.ts";
import type { StockLevel } from "../../regions/numbers.ts";
import type { Feed } from "../feed.ts";
import type { NumberStock } from "./number-stock.ts";

/** A forecast reads two weeks of sales: too much for every sale, and a minute changes little. */
const freshMs = 60_000;

export interface StockWatchParts {
  readonly clock: Clock;
  readonly feed: Feed;
  /** Reads the ledger. */
  look(): NumberStock;
}

/** Knows how long the numbers last without asking the ledger at every sale, and tells whoever listens when that changes. */
export class StockWatch {
  readonly #parts: StockWatchParts;
  #known: { readonly stock: NumberStock; readonly atMs: number } | null = null;
  #told: StockLevel = "enough";

  constructor(parts: StockWatchParts) {
    this.#parts = parts;
  }

  /** The stock as it is after an invoice of this period that left so many. Looks again once a minute, in a new period, and at the last number. */
  after(period: string, left: number): NumberStock {
    const known = this.#known;
    const isFresh = known !== null && known.stock.period === period && this.#parts.clock.uptimeMs() - known.atMs < freshMs;
    return isFresh && left > 0 ? known.stock : this.lookAgain();
  }

  /** Looks now: something else than a sale changed the numbers. */
  lookAgain(): NumberStock {
    const stock = this.#parts.look();
    this.#known = { stock, atMs: this.#parts.clock.uptimeMs() };
    if (stock.level !== this.#told) {
      const { period, left, level } = stock;
      this.#parts.feed.publish({ kind: "range", period, left, level });
    }
    this.#told = stock.level;
    return stock;
  }
}
