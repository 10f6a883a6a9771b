import type { Clock } from "../../base/clock.ts";

/** How FEED is pressed. */
export interface FeedPress {
  /** 1 by default. */
  readonly taps?: number;
  /** From letting go to the next press; 200 by default. */
  readonly gapMs?: number;
  /** How long each press lasts; 150 by default. */
  readonly holdMs?: number;
}

export interface FeedButtonOptions {
  readonly clock: Clock;
  /** Whether a press moves the paper: the printer is idle and well. */
  canFeed(): boolean;
  feedLine(): void;
  onChange(): void;
}

const usual = { taps: 1, gapMs: 200, holdMs: 150 };
/** While it is held, a line moves each time. */
const lineMs = 150;

/** The button on the printer's lid. */
export class FeedButton {
  readonly #options: FeedButtonOptions;
  #position: "released" | "pushed" | "feeding" = "released";
  #busy = false;

  constructor(options: FeedButtonOptions) {
    this.#options = options;
  }

  get isPushed(): boolean {
    return this.#position !== "released";
  }

  get isFeeding(): boolean {
    return this.#position === "feeding";
  }

  /** The first press is at once. While somebody is at the button nobody else is. Resolves when it is let go for the last time. */
  async press(press: FeedPress, power: AbortSignal): Promise<void> {
    if (this.#busy || power.aborted) return;
    this.#busy = true;
    const { taps, gapMs, holdMs } = { ...usual, ...press };
    for (let tap = 1; tap <= taps && !power.aborted; tap++) {
      if (tap > 1) await this.#options.clock.sleep(gapMs, power);
      if (!power.aborted) await this.#hold(holdMs, power);
    }
    this.#busy = false;
  }

  release(): void {
    this.#position = "released";
  }

  async #hold(holdMs: number, power: AbortSignal): Promise<void> {
    const { clock, canFeed, feedLine, onChange } = this.#options;
    this.#position = canFeed() ? "feeding" : "pushed";
    if (this.#position === "feeding") feedLine();
    onChange();
    for (let left = holdMs; left > 0 && !power.aborted; left -= lineMs) {
      await clock.sleep(Math.min(left, lineMs), power);
      if (this.#position === "feeding" && left > lineMs) feedLine();
    }
    this.release();
    onChange();
  }
}
