import { isDeepStrictEqual } from "node:util";
import { type Clock, withTimeLimit } from "../../base/clock.ts";
import { type Log, silentLog } from "../../base/log.ts";
import { Problem } from "../../base/problem.ts";
import type { PrinterCapabilities } from "../capabilities.ts";
import type { PrinterDriver } from "../driver.ts";
import type { Reply } from "../replies.ts";
import {
  calmStatus,
  faultsOf,
  type PrinterCondition,
  type PrinterFault,
  type PrinterWarning,
  panelOf,
  unheardPanel,
  warningsOf,
} from "../status.ts";
import { answersMark, clearBuffer, endMark, imageFiller, prelude, tellsCleared } from "./commands.ts";
import { Connection } from "./connection.ts";
import { type Patience, usualPatience } from "./patience.ts";

export interface LineOptions {
  readonly driver: PrinterDriver;
  readonly address: URL;
  readonly capabilities: PrinterCapabilities;
  readonly clock: Clock;
  readonly log?: Log;
  readonly patience?: Patience;
  /** True where an earlier process, or another program, may have left a part of a job behind, before we connect or later. */
  readonly unfinished?: boolean;
  /** Called whenever the condition changes. */
  onCondition(condition: PrinterCondition): void;
}

/** So much of a wire's time may lie between two questions, whose answers are awaited for half a second. */
const fillerPartSeconds = 0.2;

/** The echo asked for when a printer must show that it listens again. It is answered before any job on that connection. */
const recoveryId = "~~~~";

/** The held line to one printer: connects, makes sure that a job may be written, and knows the printer's condition. */
export class Line {
  readonly #options: LineOptions;
  readonly #patience: Patience;
  readonly #log: Log;
  readonly #onNews: (reply?: Reply) => void;
  #connection: Connection | undefined;
  #answers = false;
  #greeted = false;
  #status = calmStatus;
  /** What is wrong with the line rather than with the printer's own status. */
  #trouble: "unreachable" | "silent" | "unconfirmed" | "buffer-uncleared" | undefined;
  /** The printer may hold a part of a broken job, and would take what follows for its image data (spec 4.5). */
  #broken: boolean;
  #condition: PrinterCondition;
  #overhear: ((reply: Reply) => void) | undefined;

  /** `onNews` is called for every reply, and once with nothing when a connection ended that we did not close. */
  constructor(options: LineOptions, onNews: (reply?: Reply) => void) {
    this.#options = options;
    this.#patience = options.patience ?? usualPatience;
    this.#log = options.log ?? silentLog;
    this.#onNews = onNews;
    this.#broken = options.unfinished ?? false;
    this.#condition = { state: "unknown", faults: [], warnings: [], ...unheardPanel, since: options.clock.now() };
  }

  get condition(): PrinterCondition {
    return this.#condition;
  }

  get connection(): Connection | undefined {
    return this.#connection;
  }

  /** Must this printer answer on this connection? If not, the best that can be said of a job is `sent`. */
  get answers(): boolean {
    return this.#answers;
  }

  get patience(): Patience {
    return this.#patience;
  }

  /** Is there something to do although no job waits? */
  get needsTending(): boolean {
    if (!this.#connection) return true;
    if (!this.#answers) return this.#broken;
    const polled = this.#trouble !== undefined || this.#broken || !this.#connection.sendsFrames;
    return this.#connection.unaskedMs >= (polled ? this.#patience.pollMs : this.#patience.keepAliveMs);
  }

  /**
   * Undefined when a job may be written now, otherwise what stands in the way. Nothing of a job was written. Before a job it is
   * made sure that the printer takes commands, which would be too much talk for an idle one.
   */
  async makeReady(signal: AbortSignal, before?: "job"): Promise<PrinterFault | undefined> {
    await this.reach(signal);
    const obstacle = this.#condition.faults.find((fault) => fault !== "buffer-uncleared");
    if (obstacle) return obstacle;
    if (!this.#connection) return "unreachable";
    if (before === "job" && !this.#broken && !(await this.#listens(this.#connection, signal))) {
      this.#broken = !signal.aborted;
      // It may have died or met a fault this moment; that has a better name than a full buffer.
      await this.reach(signal);
      const met = this.#condition.faults.find((fault) => fault !== "buffer-uncleared");
      if (met || !this.#connection) return met ?? "unreachable";
    }
    if (this.#connection.keeps) this.#broken = false;
    if (!this.#broken) return undefined;
    return (await this.#recover(this.#connection, signal)) ? undefined : "buffer-uncleared";
  }

  /** Connects if need be, and hears whether the printer is there right now. */
  async reach(signal: AbortSignal): Promise<boolean> {
    const held = this.#connection;
    const connection = held ?? (await this.#connect(signal));
    if (!connection) return false;
    const { answers } = this.#options.capabilities;
    const mayAnswer = connection.talksBack && (held ? this.#answers : answers !== "no");
    const answered = mayAnswer && (await connection.ask(signal));
    if (signal.aborted && !held) await this.hangUp(); // nobody found out whether it answers
    if (signal.aborted || connection !== this.#connection) return false;
    if (answered) this.#status = connection.status;
    this.#answers = answered || (mayAnswer && (held !== undefined || answers === "yes"));
    // At the end of a cable it may have been switched off and on, and then forgot what it was told.
    if (!answered) this.#greeted = false;
    if (this.#answers && !answered) this.#trouble = "silent";
    else if (this.#trouble !== "buffer-uncleared") this.#trouble = undefined;
    this.#publish();
    // A printer that cannot answer is not greeted: each job brings its own prelude.
    if (answered && !this.#greeted && !this.#broken) this.#greeted = await this.#say(connection, [prelude], signal);
    return answered || !this.#answers;
  }

  /** Says something on an idle line and waits as long as for any answer; whether `hear` was satisfied. */
  async question(say: Uint8Array, hear: (reply: Reply) => boolean, signal: AbortSignal): Promise<boolean> {
    const connection = this.#connection;
    if (!connection) return false;
    return await this.#exchange(connection, { say: [say], hear, times: 1, withinMs: this.#patience.answerMs }, signal);
  }

  /** Drops what the printer holds. True when it said so. */
  async clear(signal: AbortSignal): Promise<boolean> {
    const connection = this.#connection;
    if (!connection || !this.#answers || !this.#options.capabilities.clearsBuffer) return false;
    if (!(await this.#exchange(connection, { say: [clearBuffer], hear: tellsCleared, times: 1 }, signal))) return false;
    return await this.#say(connection, [prelude], signal);
  }

  /** A job may have broken off in the middle: before the next one the printer must show that it listens. */
  distrust(): void {
    this.#broken = true;
  }

  /** A job under way is overdue. What is silent stays so until it speaks; what only fails to confirm is well when the job is over. */
  late(trouble: "silent" | "unconfirmed" | undefined): void {
    if (this.#trouble === "unreachable" || this.#trouble === "buffer-uncleared") return;
    if (trouble === undefined && this.#trouble === "silent") return;
    this.#trouble = trouble;
    this.#publish();
  }

  /** The wire does not take jobs any more. What lies in it is gone, the filler of a broken image with it. */
  async refused(reason: string): Promise<void> {
    const connection = this.#connection;
    this.#broken = true;
    this.#lose(reason);
    await connection?.close();
  }

  /** Closes the connection after its last bytes. What is known of the printer stays. */
  async hangUp(): Promise<void> {
    const connection = this.#connection;
    this.#connection = undefined;
    this.#answers = false;
    await connection?.close();
  }

  async #connect(signal: AbortSignal): Promise<Connection | undefined> {
    const { driver, address, clock } = this.#options;
    try {
      const limit = { clock, ms: driver.connectMs ?? this.#patience.connectMs, signal };
      const port = await withTimeLimit(limit, (limited) => driver.open(address, clock, limited));
      const connection: Connection = new Connection(port, {
        clock,
        patience: this.#patience,
        onNews: (reply) => this.#hear(connection, reply),
      });
      this.#connection = connection;
      this.#answers = false;
      this.#greeted = false;
      // Whoever was connected before, another program too, may have left half an image behind: the slip would end it, be eaten by
      // it, and still be confirmed (spec/escpos.md 9.4).
      this.#broken ||= (this.#options.unfinished ?? false) && connection.talksBack;
      return connection;
    } catch (error) {
      if (!signal.aborted) this.#lose(reasonOf(error));
      return undefined;
    }
  }

  #hear(connection: Connection, reply?: Reply): void {
    if (connection !== this.#connection) return;
    if (reply) this.#learn(connection, reply);
    else this.#lose(connection.endReason);
    this.#onNews(reply);
  }

  #learn(connection: Connection, reply: Reply): void {
    this.#overhear?.(reply);
    // On a new connection the first round of questions is awaited: half of the answers would look like a healed printer.
    if (!this.#answers || (reply.kind !== "frame" && reply.kind !== "answer")) return;
    if (this.#trouble === "silent") this.#trouble = undefined;
    this.#status = connection.status;
    this.#publish();
  }

  #lose(reason: string): void {
    if (this.#trouble !== "unreachable") this.#log.warn("printer-unreachable", { printer: this.#options.address.href, reason });
    this.#connection = undefined;
    this.#answers = false;
    this.#trouble = "unreachable";
    this.#publish();
  }

  /**
   * Does the printer take commands, or does it still wait for the rest of another program's image? That would swallow the slip, and
   * its mark be answered all the same. Only an id can tell, and printers without one cannot be asked.
   */
  async #listens(connection: Connection, signal: AbortSignal): Promise<boolean> {
    const { unfinished = false, capabilities } = this.#options;
    if (!unfinished || !this.#answers || capabilities.confirms !== "process-id") return true;
    const hear = (reply: Reply) => answersMark(reply, "process-id", recoveryId);
    const asked = { say: [endMark("process-id", recoveryId)], hear, times: 1, withinMs: this.#patience.answerMs };
    return await this.#exchange(connection, asked, signal);
  }

  /**
   * Fills up an image that a broken job left half received, and has the printer answer a mark behind it. Until it does,
   * nothing is printed: a slip swallowed as image data could still be confirmed by its own mark.
   */
  async #recover(connection: Connection, signal: AbortSignal): Promise<boolean> {
    const filled = [imageFiller, prelude];
    if (!this.#answers) {
      this.#broken = !(await this.#say(connection, filled, signal));
      this.#trouble = this.#broken && !signal.aborted ? "buffer-uncleared" : undefined;
      this.#publish();
      return !this.#broken;
    }
    const cleared = await this.clear(signal);
    const confirms = this.#options.capabilities.confirms === "process-id" ? "process-id" : "paper-status";
    const mark = endMark(confirms, recoveryId);
    // GS r bytes bear no name, and the first may still be the broken job's. The second mark's byte can only be ours.
    const times = confirms === "process-id" ? 1 : 2;
    const hear = (reply: Reply) => answersMark(reply, confirms, recoveryId);
    const marks = Array(times).fill(mark);
    const hasTaken = await this.#fill(connection, signal);
    const withinMs = this.#timeFor(hasTaken ? marks : [...filled, ...marks]);
    const listens = await this.#exchange(connection, { say: [prelude, ...marks], hear, times, withinMs }, signal);
    if (listens && times > 1) await this.#options.clock.sleep(this.#patience.answerMs, signal);
    this.#broken = !(cleared || listens);
    this.#trouble = this.#broken && !signal.aborted ? "buffer-uncleared" : undefined;
    this.#publish();
    if (this.#broken) await this.hangUp(); // a late answer must not be heard by the next attempt
    return !this.#broken;
  }

  /**
   * On a slow wire the filler takes seconds: the printer is asked between its parts, and called silent where it does not answer. It
   * may only be eating an image, so it is filled up all the same. True when it surely has taken everything.
   */
  async #fill(connection: Connection, signal: AbortSignal): Promise<boolean> {
    const part = Math.ceil(this.#options.capabilities.bytesPerSecond * fillerPartSeconds);
    let answers = part < imageFiller.length;
    for (let at = 0; at < imageFiller.length && !signal.aborted; at += part) {
      if (!(await this.#say(connection, [imageFiller.subarray(at, at + part)], signal))) return false;
      if (!answers || (await connection.ask(signal))) continue;
      answers = false;
      this.late("silent");
    }
    return answers;
  }

  /** Says something and waits until `hear` was satisfied so many times. */
  async #exchange(connection: Connection, { say, hear, times, withinMs }: Exchange, signal: AbortSignal): Promise<boolean> {
    const untilMs = this.#options.clock.uptimeMs() + (withinMs ?? this.#timeFor(say));
    let heard = 0;
    this.#overhear = (reply) => {
      if (hear(reply)) heard += 1;
    };
    try {
      if (!(await this.#say(connection, say, signal))) return false;
      for (;;) {
        const leftMs = untilMs - this.#options.clock.uptimeMs();
        if (heard >= times) return true;
        if (leftMs <= 0 || connection.ended || signal.aborted) return false;
        await connection.news(leftMs, signal);
      }
    } finally {
      this.#overhear = undefined;
    }
  }

  /** False when the wire did not take it in time. */
  async #say(connection: Connection, messages: readonly Uint8Array[], signal: AbortSignal): Promise<boolean> {
    try {
      const limit = { clock: this.#options.clock, ms: this.#timeFor(messages), signal };
      await withTimeLimit(limit, (limited) => connection.write(Buffer.concat(messages), limited));
      return true;
    } catch {
      return false;
    }
  }

  #timeFor(messages: readonly Uint8Array[]): number {
    const byteCount = messages.reduce((sum, message) => sum + message.length, 0);
    return this.#patience.recoveryMs + (1000 * byteCount) / this.#options.capabilities.bytesPerSecond;
  }

  #publish(): void {
    const lineDown = this.#trouble === "unreachable" || this.#trouble === "silent";
    const faults = [...(lineDown ? [] : faultsOf(this.#status)), ...(this.#trouble ? [this.#trouble] : [])];
    const warnings = this.#answers ? warningsOf(this.#status) : this.#unprobed();
    const state = faults.length > 0 ? "fault" : this.#answers ? "ready" : "unknown";
    const panel = this.#answers && !lineDown ? panelOf(this.#status) : unheardPanel;
    const { since, ...before } = this.#condition;
    const health = { state, faults, warnings } as const;
    if (isDeepStrictEqual({ ...health, ...panel }, before)) return;
    const { drawerPin, feedPressed, ...healthBefore } = before;
    const changed = !isDeepStrictEqual(health, healthBefore);
    this.#condition = { ...health, ...panel, since: changed ? this.#options.clock.now() : since };
    this.#options.onCondition(this.#condition);
  }

  #unprobed(): PrinterWarning[] {
    return this.#connection?.talksBack && this.#options.capabilities.answers === "unknown" ? ["unprobed"] : [];
  }
}

interface Exchange {
  readonly say: readonly Uint8Array[];
  readonly hear: (reply: Reply) => boolean;
  readonly times: number;
  /** Without it, as long as the wire takes and the printer may need to come to itself. */
  readonly withinMs?: number;
}

/** What a person reads of a wire that could not be opened: what is wrong, and what to do where somebody knows. */
function reasonOf(error: unknown): string {
  if (error instanceof Problem && error.detail.hint) return `${error.message} ${error.detail.hint}`;
  return error instanceof Error ? error.message : String(error);
}
