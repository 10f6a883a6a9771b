import type { Clock } from "../../base/clock.ts";
import { encodePng } from "../../receipt/png.ts";
import type { Machine } from "../printer/machine.ts";

/** A piece of paper that fell from the printer. */
export interface ShelvedPiece {
  readonly number: number;
  readonly fellAt: Date;
  readonly widthDots: number;
  readonly heightDots: number;
  readonly png: Uint8Array;
}

const shelfLimit = 200;

/** The newest pieces, kept in memory for the page. */
export class PaperShelf {
  readonly #pieces: ShelvedPiece[] = [];
  readonly #unwatch: () => void;

  constructor(machine: Machine, clock: Clock) {
    this.#unwatch = machine.watch({
      onPiece: (piece, number) => {
        const { widthDots, heightDots } = piece;
        const png = encodePng(piece, { dotsPerMm: machine.model.dotsPerMm });
        this.#pieces.unshift({ number, fellAt: clock.now(), widthDots, heightDots, png });
        this.#pieces.length = Math.min(this.#pieces.length, shelfLimit);
      },
    });
  }

  /** Newest first. */
  get pieces(): readonly ShelvedPiece[] {
    return this.#pieces;
  }

  find(number: number): ShelvedPiece | undefined {
    return this.#pieces.find((piece) => piece.number === number);
  }

  close(): void {
    this.#unwatch();
  }
}
