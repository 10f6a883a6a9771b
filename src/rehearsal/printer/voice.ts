import type { Answer } from "../paper/moves.ts";
import type { Fault } from "./faults.ts";
import { Garbler } from "./garble.ts";
import { drawerByte, isWatchedChange, paperByte, type Sensors, statusFrame } from "./status.ts";

export interface VoiceOptions {
  sensors(): Sensors;
  fault(): Fault;
  /** Hands words to whoever is connected; without a host they are lost. */
  utter(bytes: Uint8Array): void;
}

/** Everything the printer says, and what its faults make of it. */
export class Voice {
  readonly #options: VoiceOptions;
  readonly #garbler = new Garbler();
  #statusWish = 0;
  #lastFrame: Uint8Array;

  constructor(options: VoiceOptions) {
    this.#options = options;
    this.#lastFrame = statusFrame(options.sensors());
  }

  say(bytes: Uint8Array): void {
    const fault = this.#options.fault();
    if (fault === "mute" || fault === "never-reads") return;
    this.#options.utter(fault === "garbage" ? this.#garbler.garble(bytes) : bytes);
  }

  answer(due: Answer): void {
    const answer = this.#options.fault() === "garbage" ? this.#garbler.wrongAnswer(due) : due;
    if (answer.kind === "process-id") this.say(Buffer.from(`7"${answer.id}\0`, "latin1"));
    else if (answer.kind === "identity") this.say(answer.bytes);
    else if (answer.kind === "paper") this.say(Uint8Array.of(paperByte(this.#options.sensors())));
    else this.say(Uint8Array.of(drawerByte(this.#options.sensors())));
  }

  /** GS a: a frame at once, then one at each change that was asked for; 0 ends it. */
  wishStatus(wish: number): void {
    this.#statusWish = wish;
    if (wish !== 0) this.say(statusFrame(this.#options.sensors()));
  }

  /** Tells the host when the status has changed. */
  noticeChange(): void {
    const frame = statusFrame(this.#options.sensors());
    const isWatched = isWatchedChange(this.#statusWish, this.#lastFrame, frame);
    this.#lastFrame = frame;
    if (isWatched) this.say(frame);
  }
}
