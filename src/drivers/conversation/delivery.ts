import type { Clock } from "../../base/clock.ts";
import type { PrinterCapabilities } from "../capabilities.ts";
import { NothingTaken } from "../driver.ts";
import type { Reply } from "../replies.ts";
import { faultsOf, type PrinterFault, type PrinterStatus } from "../status.ts";
import { answersMark, endMark, prelude } from "./commands.ts";
import type { Connection } from "./connection.ts";
import { type JobLimits, jobLimits, type Patience } from "./patience.ts";

/** What became of a job. */
export type PrintOutcome =
  /** The printer said that the paper is out; `mark` says how it knows. */
  | { readonly result: "printed"; readonly mark: "process-id" | "paper-status" }
  /** All was handed over; this wire or model cannot tell more. */
  | { readonly result: "sent" }
  /** Nothing was handed over, or it was refused whole, so a machine may try again. `stopped`: the caller's signal aborted. */
  | { readonly result: "not-started"; readonly fault: PrinterFault | "stopped" }
  /** Bytes left, then a break, a stall, a fault or the deadline: only a person may decide. */
  | { readonly result: "uncertain"; readonly reason: string };

export interface PrintJob {
  /** Four characters 20-7E, unique across restarts and not used again soon: the printer echoes it. */
  readonly id: string;
  /** Its bytes, asked for one after the other while it is under way: long paper is drawn as it is printed. */
  readonly pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
  /** Length of the paper, cut included. */
  readonly paperMm: number;
}

export interface DeliveryWorld {
  readonly clock: Clock;
  readonly patience: Patience;
  /** `confirms` is `nothing` where the printer was found not to answer. */
  readonly capabilities: PrinterCapabilities;
  /** Called while the job is under way when its mark is late, with what to call that, and with nothing when it is no longer. */
  onLate(trouble: "silent" | "unconfirmed" | undefined): void;
}

/** Small enough that a slow wire shows progress, large enough that a fast one is not held up. */
const chunkBytes = 4096;

/** One job on its way through a connection: hands it over, waits for its mark, gives up when patience ends. */
export class Delivery {
  readonly #connection: Connection;
  readonly #job: PrintJob;
  readonly #world: DeliveryWorld;
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #startedAtMs: number;
  #progressAtMs: number;
  #faultSinceMs: number | undefined;
  #lastStatus: PrinterStatus;
  /** Bytes drawn so far: what was not asked for yet cannot be late. */
  #drawn = 0;
  /** Whether the last byte may have left: "did we call write", since the system does not tell what it passed on. */
  #whole = false;
  /** Why the job did not go over whole, where that was not the connection's end. */
  #failure: Error | undefined;
  /** When the wire had taken the last byte. */
  #takenAtMs: number | undefined;
  #confirmed = false;
  #spoiled: string | undefined;
  /** Since when a late printer answers nothing. */
  #silentSinceMs: number | undefined;

  constructor(connection: Connection, job: PrintJob, world: DeliveryWorld) {
    this.#connection = connection;
    this.#job = job;
    this.#world = world;
    this.#chunks = chunksOf(this.#pieces());
    this.#startedAtMs = world.clock.uptimeMs();
    this.#progressAtMs = this.#startedAtMs;
    this.#lastStatus = connection.status;
  }

  /** Did the end mark leave too? Then the printer may still confirm, and what follows is not read as a part of this job. */
  get whole(): boolean {
    return this.#whole;
  }

  /** What happened meanwhile that may have made the printer drop what it held, while it still answers the mark behind it. */
  get spoiled(): string | undefined {
    return this.#spoiled;
  }

  /** Why a wire that carries jobs refused this one; then nothing of it is anywhere. */
  get refusal(): string | undefined {
    return this.#failure instanceof NothingTaken ? this.#failure.message : undefined;
  }

  /** Takes in a reply of the connection. Only this job's own mark confirms it, and only after it was handed over. */
  hear(reply: Reply): void {
    if (this.whole && answersMark(reply, this.#world.capabilities.confirms, this.#job.id)) this.#confirmed = true;
    if (reply.kind === "frame" || reply.kind === "answer") this.#see(this.#connection.status);
  }

  /** Bounded by the job's limits. Ends early when `signal` aborts. */
  async run(signal: AbortSignal): Promise<PrintOutcome> {
    const over = new AbortController();
    const handingOver = this.#handOver(over.signal);
    const watching = this.#watch(over.signal);
    let outcome = this.#outcome(signal);
    while (!outcome) {
      await this.#connection.news(this.#nearestLimit().atMs - this.#now(), signal);
      outcome = this.#outcome(signal);
    }
    over.abort();
    await Promise.all([handingOver, watching]);
    this.#world.onLate(undefined);
    return outcome;
  }

  async *#pieces(): AsyncGenerator<Uint8Array> {
    for await (const piece of this.#job.pieces) yield this.#count(this.#drawn === 0 ? Buffer.concat([prelude, piece]) : piece);
    yield this.#count(endMark(this.#world.capabilities.confirms, this.#job.id));
  }

  #count(piece: Uint8Array): Uint8Array {
    this.#drawn += piece.length;
    return piece;
  }

  async #handOver(signal: AbortSignal): Promise<void> {
    try {
      // One chunk ahead, so that it is known of the last one that it is.
      for (let chunk = await this.#chunks.next(); !chunk.done; ) {
        const following = await this.#chunks.next();
        this.#whole = following.done === true;
        await this.#connection.write(chunk.value, signal);
        this.#progressAtMs = this.#now();
        chunk = following;
      }
      await this.#connection.finish(signal);
      this.#takenAtMs = this.#now();
    } catch (error) {
      // Given up, or the wire broke: the connection ends and says why. Otherwise the paper could not be drawn, or the job was refused.
      if (!this.#connection.closed && !signal.aborted) this.#failure = error instanceof Error ? error : new Error(String(error));
    }
    this.#connection.wake();
  }

  get #limits(): JobLimits {
    const { capabilities, patience } = this.#world;
    return jobLimits({ byteCount: this.#drawn, paperMm: this.#job.paperMm }, capabilities, patience);
  }

  /**
   * Asks how the printer is where status does not come by itself or the mark is late, and names a late printer: a person is
   * waiting long before a job is given up. Only behind the job: inside it, questions would be printed.
   */
  async #watch(signal: AbortSignal): Promise<void> {
    const { clock, patience, capabilities } = this.#world;
    if (capabilities.confirms === "nothing") return;
    for (;;) {
      await clock.sleep(Math.min(patience.pollMs, patience.answerMs) / 2, signal);
      if (signal.aborted) return;
      const asks = this.#takenAtMs !== undefined && (this.#isLate || !this.#connection.sendsFrames);
      const answered = asks && (await this.#connection.ask(signal));
      if (signal.aborted) return;
      if (!this.#isLate) this.#silentSinceMs = undefined;
      else this.#beLate(answered);
    }
  }

  #beLate(answered: boolean): void {
    const { patience, onLate } = this.#world;
    onLate(answered ? "unconfirmed" : "silent");
    this.#silentSinceMs = answered ? undefined : (this.#silentSinceMs ?? this.#now());
    const silentMs = this.#now() - (this.#silentSinceMs ?? this.#now());
    if (silentMs > 2 * patience.lateMs && !this.#connection.sendsFrames) this.#spoiled ??= unwatched;
  }

  /** Is it overdue, without the printer's own status saying why? */
  get #isLate(): boolean {
    if (this.#confirmed || faultsOf(this.#connection.status).length > 0) return false;
    const { capabilities, patience } = this.#world;
    // A slow line takes seconds for one chunk, and nothing is wrong with it.
    const chunkMs = (1000 * chunkBytes) / capabilities.bytesPerSecond;
    const dueAtMs = this.#takenAtMs === undefined ? this.#progressAtMs + chunkMs : this.#takenAtMs + this.#limits.expectedMs;
    return this.#now() - dueAtMs > patience.lateMs;
  }

  /** A status that says the same again is no progress, or a chatty printer would be waited for as long as it chats. */
  #see(status: PrinterStatus): void {
    if (printState(status) !== printState(this.#lastStatus)) this.#progressAtMs = this.#now();
    this.#lastStatus = status;
    this.#spoiled ??= dropsJobs(status);
    // A hot head goes on by itself; it has until the deadline.
    const stopped = faultsOf(status).some((fault) => fault !== "head-hot");
    this.#faultSinceMs = stopped ? (this.#faultSinceMs ?? this.#now()) : undefined;
  }

  #outcome(signal: AbortSignal): PrintOutcome | undefined {
    const { confirms } = this.#world.capabilities;
    if (this.#confirmed && this.#spoiled !== undefined) return uncertain(this.#spoiled);
    if (this.#confirmed && confirms !== "nothing") return { result: "printed", mark: confirms };
    if (this.#connection.ended) return uncertain(`The connection ended: ${this.#connection.endReason}.`);
    if (signal.aborted) return uncertain("The daemon was stopped before the printer had answered.");
    if (this.#failure) return this.#failed(this.#failure);
    if (this.#takenAtMs !== undefined && confirms === "nothing") return { result: "sent" };
    const limit = this.#nearestLimit();
    return limit.atMs <= this.#now() ? uncertain(limit.reason) : undefined;
  }

  #failed(failure: Error): PrintOutcome {
    if (failure instanceof NothingTaken) return { result: "not-started", fault: "unreachable" };
    return uncertain(
      this.#whole ? `The job did not get through: ${failure.message}.` : "The rest of the paper could not be drawn.",
    );
  }

  #nearestLimit(): { readonly atMs: number; readonly reason: string } {
    const limits = [{ atMs: this.#startedAtMs + this.#limits.deadlineMs, reason: "The printer did not confirm in time." }];
    if (this.#faultSinceMs !== undefined) {
      const faults = faultsOf(this.#connection.status).join(", ");
      limits.push({ atMs: this.#faultSinceMs + this.#world.patience.faultMs, reason: `The printer stopped: ${faults}.` });
    }
    if (!this.#lastStatus.headHot) {
      limits.push({ atMs: this.#progressAtMs + this.#limits.stallMs, reason: "Nothing moved any more." });
    }
    return limits.reduce((nearest, limit) => (limit.atMs < nearest.atMs ? limit : nearest));
  }

  #now(): number {
    return this.#world.clock.uptimeMs();
  }
}

/**
 * Some printers drop what they hold when their cover is opened, and all do when they are switched off after an error that nothing
 * else ends. Bytes still on their way come after that, the mark among them, and are answered (spec/escpos.md 9.4).
 */
export function dropsJobs(status: PrinterStatus): string | undefined {
  if (status.coverOpen) return "The cover was opened while the slip was being printed.";
  return status.unrecoverableError ? "The printer broke down while the slip was being printed." : undefined;
}

/**
 * One that tells its status only when it is asked, and could not be asked: what stopped it may have been its cover, and the mark behind
 * the job is answered all the same.
 */
const unwatched = "The printer stood still in the middle of the slip and did not say why.";

/** Even pieces, as a wire likes them. */
async function* chunksOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let rest: Uint8Array = new Uint8Array();
  for await (const piece of pieces) {
    rest = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    for (; rest.length >= chunkBytes; rest = rest.subarray(chunkBytes)) yield rest.subarray(0, chunkBytes);
  }
  if (rest.length > 0) yield rest;
}

/** The drawer's switch says nothing of printing (spec/escpos.md 9.4). */
function printState(status: PrinterStatus): string {
  return JSON.stringify({ ...status, drawerPinHigh: false });
}

function uncertain(reason: string): PrintOutcome {
  return { result: "uncertain", reason };
}
