import type { Clock } from "../../../base/clock.ts";
import type { Answer } from "../../paper/moves.ts";
import { Bell } from "../bell.ts";
import type { Fault } from "../faults.ts";
import type { PrinterModel } from "../models.ts";
import { drawerByte, isWatchedChange, paperByte, type Sensors, statusFrame } from "../status.ts";
import { disturbed, pieces, statusEveryMs } from "./chatter.ts";
import { Garbler } from "./garble.ts";
import { JobNumbers } from "./job-numbers.ts";

export interface VoiceOptions {
  readonly clock: Clock;
  readonly model: PrinterModel;
  sensors(): Sensors;
  fault(): Fault;
  /** Hands words to whoever is connected; without a host they are lost. */
  utter(bytes: Uint8Array): void;
}

const splitPauseMs = 20;
const joinMs = 200;

/** Everything the printer says, and what its faults make of it. */
export class Voice {
  readonly #options: VoiceOptions;
  readonly #garbler = new Garbler();
  readonly #jobNumbers = new JobNumbers();
  readonly #wished = new Bell();
  #statusWish = 0;
  #lastFrame: Uint8Array;
  #replies = 0;
  /** Pieces on their way, when words do not come at once. */
  #queue: Uint8Array[] = [];
  #power = new AbortController().signal;

  constructor(options: VoiceOptions) {
    this.#options = options;
    this.#lastFrame = statusFrame(options.sensors());
  }

  /** Until the power goes, the status is told as often as model and fault have it. */
  wakeUp(power: AbortSignal): void {
    this.#power = power;
    this.#queue = [];
    void this.#chatter(power);
  }

  say(bytes: Uint8Array): void {
    const fault = this.#options.fault();
    if (fault === "mute" || fault === "never-reads") return;
    this.#replies += 1;
    this.#speak(fault === "garbage" ? this.#garbler.garble(bytes) : disturbed(bytes, fault, this.#replies));
  }

  answer(due: Answer): void {
    const fault = this.#options.fault();
    const answer = fault === "garbage" ? this.#garbler.wrongAnswer(due) : due;
    const { sensors } = this.#options;
    if (answer.kind === "process-id") this.#confirm(answer.id);
    else if (answer.kind === "words") this.say(answer.bytes);
    else if (fault !== "replies-lost") {
      this.say(Uint8Array.of(answer.kind === "paper" ? paperByte(sensors()) : drawerByte(sensors())));
    }
  }

  /** A lying printer confirms what it has only received. */
  confirmAtReceipt(id: string): void {
    if (this.#options.fault() === "id-early" && this.#options.model.answers.processId) this.#sayId(id);
  }

  /** GS a: a frame at once, then one at each change that was asked for; 0 ends it. */
  wishStatus(wish: number): void {
    this.#statusWish = wish;
    if (wish !== 0) this.#sayStatus();
    this.#wished.ring();
  }

  /** Tells the host when the status has changed. */
  noticeChange(): void {
    const frame = statusFrame(this.#options.sensors());
    const isWatched = isWatchedChange(this.#statusWish, this.#lastFrame, frame);
    this.#lastFrame = frame;
    if (isWatched && this.#everyMs === undefined) this.#sayStatus();
    this.#wished.ring();
  }

  get #everyMs(): number | undefined {
    return statusEveryMs(this.#options.model, this.#options.fault());
  }

  #sayStatus(): void {
    if (this.#options.fault() !== "asb-silent") this.say(statusFrame(this.#options.sensors()));
  }

  async #chatter(power: AbortSignal): Promise<void> {
    power.addEventListener("abort", () => this.#wished.ring());
    while (!power.aborted) {
      const everyMs = this.#everyMs;
      if (everyMs === undefined || this.#statusWish === 0) {
        await this.#wished.next();
        continue;
      }
      await this.#options.clock.sleep(everyMs, power);
      if (!power.aborted && this.#statusWish !== 0 && this.#everyMs === everyMs) this.#sayStatus();
    }
  }

  #confirm(id: string): void {
    const power = this.#power;
    for (const { id: said, afterMs } of this.#jobNumbers.confirm(id, this.#options.fault())) {
      if (afterMs === 0) this.#sayId(said);
      else void this.#options.clock.sleep(afterMs, power).then(() => power.aborted || this.#sayId(said));
    }
  }

  #sayId(id: string): void {
    this.say(Buffer.from(`7"${id}\0`, "latin1"));
  }

  /** At once, unless words come in pieces or are held back to come together. */
  #speak(bytes: Uint8Array): void {
    const fault = this.#options.fault();
    const isSlow = fault === "asb-split" || fault === "asb-joined";
    const isIdle = this.#queue.length === 0;
    if (isIdle && !isSlow) this.#options.utter(bytes);
    else this.#queue.push(...pieces(bytes, fault));
    if (isIdle && isSlow) void this.#empty(fault === "asb-joined" ? joinMs : splitPauseMs, this.#power);
  }

  async #empty(pauseMs: number, power: AbortSignal): Promise<void> {
    while (this.#queue.length > 0 && !power.aborted) {
      await this.#options.clock.sleep(pauseMs, power);
      if (power.aborted) return;
      const words = this.#options.fault() === "asb-joined" ? this.#queue.splice(0) : this.#queue.splice(0, 1);
      if (words.length > 0) this.#options.utter(Buffer.concat(words));
    }
  }
}
