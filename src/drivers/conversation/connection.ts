import { type Clock, withTimeLimit } from "../../base/clock.ts";
import type { PrinterPort } from "../driver.ts";
import { type Reply, sortReplies } from "../replies.ts";
import {
  calmStatus,
  faultsOf,
  type PrinterStatus,
  type StatusQuestion,
  statusOfFrame,
  warningsOf,
  withAnswer,
} from "../status.ts";
import { statusQuestion } from "./commands.ts";
import type { Patience } from "./patience.ts";

export interface ConnectionWorld {
  readonly clock: Clock;
  readonly patience: Patience;
  /** Called for every reply, after the status took it in, and once with nothing when the connection has ended. */
  onNews(reply?: Reply): void;
}

/** One open wire, listened to for its whole life: replies are sorted and the printer's status is kept up to date. */
export class Connection {
  readonly #port: PrinterPort;
  readonly #world: ConnectionWorld;
  readonly #sleepers = new Set<() => void>();
  readonly #listening: Promise<void>;
  #status = calmStatus;
  #sendsFrames = false;
  #ended = false;
  #askedAtMs: number;
  #question: { readonly question: StatusQuestion; readonly askedAtMs: number } | undefined;

  constructor(port: PrinterPort, world: ConnectionWorld) {
    this.#port = port;
    this.#world = world;
    this.#askedAtMs = world.clock.uptimeMs();
    this.#listening = this.#listen();
  }

  get talksBack(): boolean {
    return this.#port.replies !== undefined;
  }

  /** Only writes down what would be printed. */
  get keeps(): boolean {
    return this.#port.keeps ?? false;
  }

  get status(): PrinterStatus {
    return this.#status;
  }

  /** Has it sent automatic status? Then a change is told without asking. */
  get sendsFrames(): boolean {
    return this.#sendsFrames;
  }

  /** How long ago the printer was last asked how it is. */
  get unaskedMs(): number {
    return this.#world.clock.uptimeMs() - this.#askedAtMs;
  }

  /** True as soon as the wire has closed or broken: nothing can be written any more. */
  get closed(): boolean {
    return this.#port.closed.aborted;
  }

  /** True when it has closed and everything it had brought was heard. */
  get ended(): boolean {
    return this.#ended;
  }

  get endReason(): string {
    const reason: unknown = this.#port.closed.reason;
    return reason instanceof Error ? reason.message : String(reason);
  }

  /** As `PrinterPort.write`. */
  async write(bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    await this.#port.write(bytes, signal);
  }

  /** As `PrinterPort.finish`; nothing to do on a wire that carries bytes. */
  async finish(signal: AbortSignal): Promise<void> {
    await this.#port.finish?.(signal);
  }

  /**
   * Asks how the printer is; false when it kept silent. Where status comes by itself one question shows that it still lives, unless
   * it was unwell: a printer that was switched off and on at the end of a cable is well again, and tells nobody.
   * One question at a time, since answers do not say what they answer.
   */
  async ask(signal: AbortSignal): Promise<boolean> {
    this.#askedAtMs = this.#world.clock.uptimeMs();
    const wasWell = faultsOf(this.#status).length === 0 && warningsOf(this.#status).length === 0;
    if (!(await this.#askOne(1, signal))) return false;
    if (this.#sendsFrames && wasWell && !this.#status.offline) return true;
    for (const question of [2, 3, 4] as const) {
      if (!(await this.#askOne(question, signal))) return false;
    }
    return true;
  }

  /** Asks only what stopped the paper or moves it. */
  askFeed(signal: AbortSignal): Promise<boolean> {
    return this.#askOne(2, signal);
  }

  /** Resolves at the next news, when `ms` have passed, or when `signal` aborts. */
  async news(ms: number, signal: AbortSignal): Promise<void> {
    const over = new AbortController();
    const wake = () => over.abort();
    if (signal.aborted) return;
    signal.addEventListener("abort", wake, { once: true });
    this.#sleepers.add(wake);
    await this.#world.clock.sleep(ms, over.signal);
    this.#sleepers.delete(wake);
    signal.removeEventListener("abort", wake);
  }

  /** Ends whoever waits for news: for progress that is no reply. */
  wake(): void {
    for (const sleeper of this.#sleepers) sleeper();
  }

  async close(): Promise<void> {
    await this.#port[Symbol.asyncDispose]();
    await this.#listening;
  }

  async #askOne(question: StatusQuestion, signal: AbortSignal): Promise<boolean> {
    const { clock, patience } = this.#world;
    const untilMs = clock.uptimeMs() + patience.answerMs;
    const leftMs = () => untilMs - clock.uptimeMs();
    const answered = async () => {
      while (this.#question && leftMs() > 0 && !this.#ended && !signal.aborted) await this.news(leftMs(), signal);
      return !this.#question;
    };
    if (this.#question && clock.uptimeMs() - this.#question.askedAtMs > patience.lostQuestionMs) this.#question = undefined;
    // A late answer to an earlier question would be taken for the answer to this one.
    if (!(await answered())) return false;
    this.#question = { question, askedAtMs: clock.uptimeMs() };
    try {
      await withTimeLimit({ clock, ms: patience.answerMs, signal }, (limited) => this.write(statusQuestion(question), limited));
    } catch {
      return false; // a wire that is full or broken brings no answer either
    }
    return await answered();
  }

  async #listen(): Promise<void> {
    let pending: readonly number[] = [];
    try {
      for await (const chunk of this.#port.replies ?? []) {
        const sorted = sortReplies(pending, chunk);
        pending = sorted.pending;
        for (const reply of sorted.replies) this.#hear(reply);
      }
    } finally {
      await aborted(this.#port.closed);
      this.#ended = true;
      this.#world.onNews();
      this.wake();
    }
  }

  #hear(reply: Reply): void {
    if (reply.kind === "frame") {
      this.#sendsFrames = true;
      this.#status = statusOfFrame(reply.bytes);
    }
    if (reply.kind === "answer" && this.#question) {
      this.#status = withAnswer(this.#status, this.#question.question, reply.byte);
      this.#question = undefined;
    }
    this.#world.onNews(reply);
    this.wake();
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
