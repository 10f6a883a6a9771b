import assert from "node:assert/strict";
import type { Step } from "../base/loop.ts";
import { echoedId } from "./conversation/commands.ts";
import type { Connection } from "./conversation/connection.ts";
import { Delivery, dropsJobs, type PrintJob, type PrintOutcome } from "./conversation/delivery.ts";
import { FeedButton } from "./conversation/feed-button.ts";
import { Line, type LineOptions } from "./conversation/line.ts";
import { type ProbeFindings, probe } from "./conversation/probe.ts";
import type { Reply } from "./replies.ts";
import type { PrinterCondition, PrinterFault } from "./status.ts";

export type { PrintJob, PrintOutcome } from "./conversation/delivery.ts";

export interface ConversationOptions extends LineOptions {
  /** Called once when the id of an uncertain job comes after all, on the connection that carried it: the job was printed. */
  onLateConfirmation(jobId: string): void;
  /** Called when somebody pressed FEED twice on the idle, healthy printer. */
  onFeedTwice?(): void;
}

/** Uncertain jobs whose id may still come. A printer keeps only the latest id, so a few are plenty. */
const lateIdLimit = 8;

/** Faults that only another attempt can mend, at the pace of the caller's pauses. */
const lineFaults: readonly PrinterFault[] = ["unreachable", "silent", "buffer-uncleared"];

/**
 * Everything said to one printer: one held connection, at most one unconfirmed job, an honest outcome for each.
 * Calls take turns. The daemon's loop calls `print` when a job waits and `tend` when none does.
 */
export class Conversation {
  readonly #options: ConversationOptions;
  readonly #line: Line;
  readonly #feedButton = new FeedButton();
  #delivery: Delivery | undefined;
  #lateIds: readonly string[] = [];
  #turn: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(options: ConversationOptions) {
    this.#options = options;
    this.#line = new Line(options, (reply) => (reply ? this.#hear(reply) : this.#lose()));
  }

  /** How the printer is, as far as it was heard. */
  get condition(): PrinterCondition {
    return this.#line.condition;
  }

  /**
   * Prints one job; bounded by its size, the wire's speed and the paper's length. `beforeFirstByte` is where the caller writes
   * down that bytes are about to leave: if it throws, nothing is written and its error is passed on.
   */
  print(job: PrintJob, hooks: { beforeFirstByte(): void | Promise<void> }, signal: AbortSignal): Promise<PrintOutcome> {
    assert.match(job.id, /^[\x20-\x7e]{4}$/, "a job's id is four printable characters");
    return this.#inTurn(async () => {
      if (this.#isStopped(signal)) return { result: "not-started", fault: "stopped" };
      const fault = await this.#line.makeReady(signal, "job");
      if (this.#isStopped(signal)) return { result: "not-started", fault: "stopped" };
      if (fault) return { result: "not-started", fault };
      await hooks.beforeFirstByte();
      if (this.#isStopped(signal)) return { result: "not-started", fault: "stopped" };
      const connection = this.#line.connection;
      if (!connection || connection.closed) return { result: "not-started", fault: "unreachable" };
      return await this.#deliver(connection, job, signal);
    });
  }

  /** One bounded step for an idle printer: connects again, keeps the wire alive, asks where status does not come by itself. */
  tend(signal: AbortSignal): Promise<Step> {
    return this.#inTurn(async () => {
      if (this.#isStopped(signal) || !this.#line.needsTending) return "idle";
      const connection = this.#line.connection;
      await this.#line.makeReady(signal);
      if (this.#isStopped(signal)) return "idle";
      const lost = this.condition.faults.some((fault) => lineFaults.includes(fault));
      if (lost) return "faulted";
      return connection ? "idle" : "worked";
    });
  }

  /** Drops what the printer holds and has not printed. True when it said so: only then can nothing of it come out any more. */
  clearBuffer(signal: AbortSignal): Promise<boolean> {
    return this.#inTurn(async () => !this.#closed && (await this.#line.reach(signal)) && (await this.#line.clear(signal)));
  }

  /** Asks an idle, healthy printer what it is and what it can do; or what stands in the way. `id` is four characters 20-7E. */
  probe(id: string, signal: AbortSignal): Promise<ProbeFindings | { readonly fault: PrinterFault | "stopped" }> {
    return this.#inTurn(async () => {
      if (this.#isStopped(signal)) return { fault: "stopped" };
      const fault = await this.#line.makeReady(signal);
      if (fault) return { fault };
      return await probe((say, hear) => this.#line.question(say, hear, signal), this.#line.answers, id);
    });
  }

  /** Asks a printer that sends no status by itself whether FEED is pressed: a tap lasts little more than a tenth of a second. */
  watchFeed(signal: AbortSignal): Promise<void> {
    return this.#inTurn(async () => {
      const connection = this.#line.connection;
      if (this.#isStopped(signal) || !connection || !this.#line.answers || connection.sendsFrames) return;
      await connection.askFeed(signal);
    });
  }

  /** Ends the connection after its last bytes. A job on its way becomes uncertain. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#line.hangUp();
    await this.#inTurn(() => this.#line.hangUp());
  }

  /** Calls take turns, so that no question ever stands inside a job's bytes. */
  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(act);
    this.#turn = mine.catch(() => {});
    return mine;
  }

  async #deliver(connection: Connection, job: PrintJob, signal: AbortSignal): Promise<PrintOutcome> {
    const { clock, capabilities } = this.#options;
    const confirms = this.#line.answers ? capabilities.confirms : "nothing";
    const delivery = new Delivery(connection, job, {
      clock,
      patience: this.#line.patience,
      capabilities: { ...capabilities, confirms },
      onLate: (trouble) => this.#line.late(trouble),
    });
    this.#delivery = delivery;
    const outcome = await delivery.run(signal);
    this.#delivery = undefined;
    // Printers answer in order: an older id will not come after this one.
    if (outcome.result === "printed") this.#lateIds = [];
    if (delivery.refusal !== undefined) await this.#line.refused(delivery.refusal);
    if (outcome.result !== "uncertain") return outcome;
    // A job handed over whole leaves the wire usable, and its own id may still come. A GS r byte has no name: it may not.
    if (delivery.whole && confirms === "process-id" && !connection.closed && delivery.spoiled === undefined) {
      this.#lateIds = [...this.#lateIds, job.id].slice(-lateIdLimit);
    } else {
      this.#line.distrust();
      await this.#line.hangUp();
    }
    return outcome;
  }

  #hear(reply: Reply): void {
    this.#delivery?.hear(reply);
    this.#watchButton(reply);
    const connection = this.#line.connection;
    if (connection && dropsJobs(connection.status) !== undefined) this.#lateIds = [];
    const id = echoedId(reply);
    if (id === undefined || !this.#lateIds.includes(id)) return;
    this.#lateIds = this.#lateIds.filter((late) => late !== id);
    this.#options.onLateConfirmation(id);
  }

  #watchButton(reply: Reply): void {
    const connection = this.#line.connection;
    if (!connection || (reply.kind !== "frame" && reply.kind !== "answer")) return;
    const twice = this.#feedButton.see(connection.status, this.#options.clock.uptimeMs(), this.#delivery === undefined);
    if (twice && this.condition.state === "ready") this.#options.onFeedTwice?.();
  }

  /** What was still unconfirmed may have been lost on the way, in the middle of an image. */
  #lose(): void {
    if (this.#lateIds.length > 0) this.#line.distrust();
    this.#lateIds = [];
    this.#feedButton.forget();
  }

  #isStopped(signal: AbortSignal): boolean {
    return this.#closed || signal.aborted;
  }
}
