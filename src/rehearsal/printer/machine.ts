import type { Clock } from "../../base/clock.ts";
import { type Log, silentLog } from "../../base/log.ts";
import type { Bitmap } from "../../receipt/bitmap.ts";
import { Journal } from "../paper/journal.ts";
import type { UnknownBytes } from "../paper/moves.ts";
import { PaperDrive } from "../paper/paper-drive.ts";
import { Press } from "../paper/press.ts";
import type { Rom } from "../paper/rom.ts";
import { Bell } from "./bell.ts";
import { Connection } from "./connection.ts";
import { type Fault, strikesOnPaper } from "./faults.ts";
import { interpret } from "./interpreter.ts";
import { models, type PrinterModel } from "./models.ts";
import { type RealTimeCommand, RealTimeWatch } from "./real-time.ts";
import { ReceiveBuffer } from "./receive-buffer.ts";
import { isOffline, type Sensors, statusAnswer } from "./status.ts";
import { Voice } from "./voice.ts";

export interface MachineOptions {
  readonly clock: Clock;
  readonly rom: Rom;
  /** `virtual-58` by default. */
  readonly model?: PrinterModel;
  readonly log?: Log;
}

export interface Watcher {
  /** A piece fell from the printer; the first is number 1. */
  onPiece?(piece: Bitmap, number: number): void;
  /** Anything else that can be seen has changed. */
  onChange?(): void;
}

/** A pending fault and how many more bytes must be received before it strikes. */
export interface ArmedFault {
  readonly fault: Fault;
  readonly inBytes: number;
}

export interface MachineState {
  readonly power: boolean;
  readonly connected: boolean;
  readonly offline: boolean;
  readonly sensors: Sensors;
  readonly fault: Fault;
  readonly armed?: ArmedFault;
  readonly bufferedBytes: number;
  readonly receivedBytes: number;
  /** Rows worked out and not yet printed. */
  readonly rowsWaiting: number;
  readonly pieces: number;
}

const slowRead = { bytes: 1024, pauseMs: 60 };
const feedPressMs = 150;

/**
 * An ESC/POS receipt printer without its wire. Bytes written to a connection wait in the receive buffer, are worked out a
 * little ahead of the paper, and are answered when the paper has moved. It never helps the host.
 */
export class Machine {
  readonly model: PrinterModel;
  readonly journal = new Journal();
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #bell = new Bell();
  readonly #buffer: ReceiveBuffer;
  readonly #realTime = new RealTimeWatch();
  readonly #press: Press;
  readonly #drive: PaperDrive;
  readonly #voice: Voice;
  readonly #watchers = new Set<Watcher>();
  #program!: ReturnType<typeof interpret>;
  /** Aborts when the power goes. */
  #power = new AbortController();
  #connection: Connection | undefined;
  #fault: Fault = "none";
  #armed: { readonly fault: Fault; readonly dueAt: number } | undefined;
  #feed: "released" | "pushed" | "feeding" = "released";
  #drawerPinHigh = false;
  #received = 0;
  #workedOn = 0;

  constructor({ clock, rom, model = models["virtual-58"], log = silentLog }: MachineOptions) {
    this.model = model;
    this.#clock = clock;
    this.#log = log;
    this.#buffer = new ReceiveBuffer(model.receiveBufferBytes);
    this.#voice = new Voice({
      sensors: () => this.#sensors,
      fault: () => this.#fault,
      utter: (bytes) => this.#connection?.say(bytes),
    });
    this.#press = new Press({
      model,
      rom,
      onInitialise: () => {
        if (model.initialiseEndsAutomaticStatus) this.#voice.wishStatus(0);
      },
      onStatusWish: (wish) => this.#voice.wishStatus(model.answers.automaticStatus ? wish : 0),
      onUnknown: (unknown) => this.#noteUnknown(unknown),
    });
    this.#drive = new PaperDrive({
      clock,
      model,
      press: this.#press,
      journal: this.journal,
      onPiece: (piece, number) => {
        for (const watcher of this.#watchers) watcher.onPiece?.(piece, number);
      },
      onAnswer: (answer) => this.#voice.answer(answer),
      onFault: (fault) => this.#strike(fault),
    });
    this.#wakeUp();
  }

  /** Connects one host. `busy`: another is connected; `closed`: power off or port closed. */
  connect(): Connection | "busy" | "closed" {
    if (!this.isReachable) return "closed";
    if (this.#connection && !this.#connection.closed.aborted) return "busy";
    const connection = new Connection((bytes, from) => this.#take(bytes, from));
    connection.closed.addEventListener("abort", () => this.#changed());
    this.#connection = connection;
    this.#changed();
    return connection;
  }

  /**
   * Makes something go wrong, or well again (`none`: paper loaded, cover closed, port open). With `atByte` it strikes that
   * many bytes from now: paper faults when what was received before that byte is printed, the others when it is received.
   */
  setFault(fault: Fault, atByte = 0): void {
    this.#armed = atByte > 0 ? { fault, dueAt: this.#received + atByte } : undefined;
    if (atByte > 0) this.#changed();
    else this.#strike(fault);
  }

  /** Presses FEED for 150 ms. Paper moves by a line when the printer is idle and well; otherwise only the button is seen. */
  pressFeed(): void {
    if (!this.#isOn || this.#feed !== "released") return;
    const feeds = !isOffline(this.#sensors) && !this.#isBusy;
    this.#feed = feeds ? "feeding" : "pushed";
    if (feeds) this.#drive.feedLine();
    this.#changed();
    void this.#clock.sleep(feedPressMs, this.#power.signal).then(() => {
      this.#feed = "released";
      this.#changed();
    });
  }

  /** Without power everything that is not on paper is lost. */
  setPower(on: boolean): void {
    if (on === this.#isOn) return;
    this.#log.info("printer-power", { on });
    if (on) {
      this.#power = new AbortController();
      this.#wakeUp();
    } else {
      this.#power.abort();
      this.#connection?.close("reset");
      this.#dropWork();
      this.#press.initialise();
      this.#voice.wishStatus(0);
      this.#feed = "released";
    }
    this.#changed();
  }

  powerCycle(): void {
    this.setPower(false);
    this.setPower(true);
  }

  /** What the cash drawer's switch says; no drawer is plugged in at first. */
  setDrawerPin(high: boolean): void {
    this.#drawerPinHigh = high;
    this.#changed();
  }

  /** Returns how to stop watching. */
  watch(watcher: Watcher): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  get state(): MachineState {
    const armed = this.#armed;
    return {
      power: this.#isOn,
      connected: this.#connection !== undefined && !this.#connection.closed.aborted,
      offline: isOffline(this.#sensors),
      sensors: this.#sensors,
      fault: this.#fault,
      ...(armed && { armed: { fault: armed.fault, inBytes: Math.max(0, armed.dueAt - this.#received) } }),
      bufferedBytes: this.#buffer.length,
      receivedBytes: this.#received,
      rowsWaiting: this.#press.moves.filter((move) => move.do === "row").length,
      pieces: this.#drive.pieces,
    };
  }

  /** Whether anybody could connect: there is power, and the port is open. */
  get isReachable(): boolean {
    return this.#isOn && this.#fault !== "port-closed";
  }

  /** The paper that is printed and not yet cut. */
  get attachedPaper(): Bitmap {
    return this.#drive.attached;
  }

  /** Resolves when nothing moves any more: all done, stopped by a fault, or switched off. */
  async atRest(): Promise<void> {
    while (this.#isOn && this.#isBusy) await this.#bell.next();
  }

  get #isOn(): boolean {
    return !this.#power.signal.aborted;
  }

  get #isBusy(): boolean {
    return this.#drive.isMoving || (!isOffline(this.#sensors) && (this.#buffer.length > 0 || this.#press.moves.length > 0));
  }

  get #sensors(): Sensors {
    return {
      paperEnd: this.#fault === "paper-out",
      nearEnd: this.#fault === "near-end",
      coverOpen: this.#fault === "cover-open",
      feedPushed: this.#feed !== "released",
      feeding: this.#feed === "feeding",
      drawerPinHigh: this.#drawerPinHigh,
    };
  }

  #strike(fault: Fault): void {
    this.#log.info("printer-fault", { fault });
    this.#fault = fault === "reset" ? "none" : fault;
    if (fault === "reset" || fault === "port-closed") this.#connection?.close("reset");
    this.#changed();
  }

  #wakeUp(): void {
    this.#program = interpret(this.#press);
    this.#program.next();
    void this.#work(this.#power.signal);
  }

  /** Reads what a host wrote, as far and as fast as there is room; the rest waits on the wire. */
  async #take(bytes: Uint8Array, connection: Connection): Promise<void> {
    let taken = 0;
    while (taken < bytes.length && !connection.closed.aborted) {
      const room = this.#readableBytes();
      if (room === 0) {
        await this.#bell.next();
        continue;
      }
      const part = bytes.subarray(taken, taken + room);
      for (const byte of part) this.#receive(byte);
      taken += part.length;
      if (this.#bytesUntilFault === 0) this.#strikeArmed();
      this.#changed();
      if (this.#fault === "slow") await this.#clock.sleep(slowRead.pauseMs, connection.closed);
    }
  }

  #readableBytes(): number {
    if (this.#fault === "never-reads") return 0;
    return Math.min(this.#buffer.room, this.#bytesUntilFault, this.#fault === "slow" ? slowRead.bytes : Infinity);
  }

  /** Until a pending fault of the wire. */
  get #bytesUntilFault(): number {
    return this.#armed && !strikesOnPaper(this.#armed.fault) ? Math.max(0, this.#armed.dueAt - this.#received) : Infinity;
  }

  #strikeArmed(): void {
    const armed = this.#armed;
    this.#armed = undefined;
    if (armed) this.#strike(armed.fault);
  }

  #receive(byte: number): void {
    if (!this.#isOn) return; // a power-off command went by: the bytes after it reach nobody
    this.#buffer.push(byte);
    this.#received += 1;
    const command = this.#realTime.see(byte);
    if (command) this.#obey(command);
  }

  #obey(command: RealTimeCommand): void {
    if (command.kind === "status") {
      if (this.model.answers.realTimeStatus) this.#voice.say(Uint8Array.of(statusAnswer(command.question, this.#sensors)));
    } else if (command.kind === "pulse") {
      this.journal.add("pulses", { pin: command.pin, ms: command.ms, offset: this.#received - 5 });
    } else if (command.kind === "clear") {
      this.#dropWork();
      this.#voice.say(Uint8Array.of(0x37, 0x25, 0x00));
    } else if (command.kind === "power-off") {
      this.#voice.say(Uint8Array.of(0x3b, 0x30, 0x00));
      this.#connection?.close();
      this.setPower(false);
    }
    // DLE ENQ acts only in a recoverable error (spec/escpos.md 4.5), and this printer has none.
  }

  /** Everything received and not yet on paper is gone, and answers nothing. */
  #dropWork(): void {
    const fault = this.#press.moves.find((move) => move.do === "suffer")?.fault;
    this.#buffer.clear();
    this.#realTime.forget();
    this.#workedOn = this.#received;
    this.#press.moves = [];
    this.#press.clearLine();
    this.#program = interpret(this.#press);
    this.#program.next();
    if (fault) this.#strike(fault);
  }

  async #work(power: AbortSignal): Promise<void> {
    while (!power.aborted) {
      const full = this.#buffer.length;
      this.#workAhead();
      // A host may be waiting for room, and bytes that print nothing move no paper that would tell it.
      if (this.#buffer.length < full) this.#bell.ring();
      if (this.#press.moves.length === 0 || isOffline(this.#sensors)) {
        await this.#bell.next();
        continue;
      }
      await this.#drive.advance(power);
      this.#changed();
    }
  }

  /** Works out bytes until the paper is far enough behind. */
  #workAhead(): void {
    while (!isOffline(this.#sensors) && this.#press.moves.length < this.model.rowsAhead) {
      const byte = this.#buffer.shift();
      if (byte === undefined) return;
      this.#press.offset = this.#workedOn;
      this.#workedOn += 1;
      this.#program.next(byte);
      const armed = this.#armed;
      if (armed && strikesOnPaper(armed.fault) && this.#workedOn >= armed.dueAt) {
        this.#armed = undefined;
        this.#press.moves.push({ do: "suffer", fault: armed.fault });
      }
    }
  }

  /** One line of the log for each run of bytes: a host that speaks another language sends thousands. */
  #noteUnknown(unknown: UnknownBytes): void {
    const last = this.journal.unknown.at(-1);
    this.journal.add("unknown", unknown);
    if (last && last.offset + last.bytes.length === unknown.offset) return;
    this.#log.warn("printer-unknown-bytes", { offset: unknown.offset, bytes: Buffer.from(unknown.bytes).toString("hex") });
  }

  #changed(): void {
    this.#voice.noticeChange();
    this.#bell.ring();
    for (const watcher of this.#watchers) watcher.onChange?.();
  }
}
