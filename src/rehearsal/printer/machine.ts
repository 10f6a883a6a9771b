import type { Clock } from "../../base/clock.ts";
import { type Log, silentLog } from "../../base/log.ts";
import type { Bitmap } from "../../receipt/bitmap.ts";
import { Journal } from "../paper/journal.ts";
import type { UnknownBytes } from "../paper/moves.ts";
import { PaperDrive } from "../paper/paper-drive.ts";
import { Press } from "../paper/press.ts";
import type { Rom } from "../paper/rom.ts";
import { interpret } from "../program/interpreter.ts";
import { Bell } from "./bell.ts";
import type { Connection } from "./connection.ts";
import { type Fault, stays, troubleOf } from "./faults.ts";
import { FeedButton, type FeedPress } from "./feed-button.ts";
import { handiwork } from "./hands.ts";
import { Hosts } from "./hosts.ts";
import { Intake } from "./intake.ts";
import { models, type PrinterModel } from "./models.ts";
import type { RealTimeCommand } from "./real-time.ts";
import { isOffline, type MachineState, type Sensors, statusAnswer } from "./status.ts";
import { Voice } from "./voice/voice.ts";

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

/** How long a hot head takes to cool down. */
const coolingMs = 10_000;

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
  readonly #intake: Intake;
  readonly #hosts: Hosts;
  readonly #press: Press;
  readonly #drive: PaperDrive;
  readonly #voice: Voice;
  readonly #button: FeedButton;
  readonly #watchers = new Set<Watcher>();
  #program!: ReturnType<typeof interpret>;
  /** Aborts when the power goes. */
  #power = new AbortController();
  #fault: Fault = "none";
  #drawerPinHigh = false;
  /** GS ( D switches these real-time commands off. */
  #deafTo = new Set<number>();
  #workedOn = 0;
  #isQuiet = false;

  constructor({ clock, rom, model = models["virtual-58"], log = silentLog }: MachineOptions) {
    this.model = model;
    this.#clock = clock;
    this.#log = log;
    const onChange = () => this.#changed();
    this.#button = new FeedButton({
      clock,
      onChange,
      canFeed: () => !isOffline(this.#sensors) && !this.#isBusy && !this.#press.modes.buttonsOff,
      feedLine: () => this.#drive.feedLine(),
    });
    this.#hosts = new Hosts({
      clock,
      onChange,
      bell: this.#bell,
      take: (bytes, from) => this.#intake.take(bytes, from),
      idleMs: () => (this.#fault === "idle-reset" ? 90_000 : model.idleResetMs),
      secondHost: () => this.secondHost,
    });
    this.#intake = new Intake({
      clock,
      onChange,
      bell: this.#bell,
      bufferBytes: model.receiveBufferBytes,
      fault: () => this.#fault,
      isOn: () => this.#isOn,
      onCommand: (command) => this.#obey(command),
      onFault: (fault) => this.#strike(fault),
    });
    this.#voice = new Voice({
      clock,
      model,
      sensors: () => this.#sensors,
      fault: () => this.#fault,
      utter: (bytes) => this.#hosts.tell(bytes),
    });
    this.#press = this.#makePress(rom);
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

  /** Connects a host. `busy`: another is connected, and only one is served; `closed`: power off or port closed. */
  connect(): Connection | "busy" | "closed" {
    if (!this.isReachable) return "closed";
    const connection = this.#hosts.admit();
    if (connection === "busy") return "busy";
    if (this.#fault === "closes-at-once") connection.close("ended");
    this.#changed();
    return connection;
  }

  /**
   * Makes something go wrong, or well again (`none`: paper loaded, cover closed, port open). With `atByte` it strikes that
   * many bytes from now: paper faults when what was received before that byte is printed, the others when it is received.
   */
  setFault(fault: Fault, atByte = 0): void {
    this.#intake.arm(fault, atByte);
    if (atByte > 0) this.#changed();
    else this.#strike(fault);
  }

  /**
   * Presses FEED, once for 150 ms unless told. Paper moves by a line when the printer is idle and well; otherwise only the
   * button is seen. Resolves when the button is let go.
   */
  pressFeed(press: FeedPress = {}): Promise<void> {
    return this.#button.press(press, this.#power.signal);
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
      this.#hosts.closeAll("reset");
      this.#dropWork();
      this.#press.initialise();
      this.#voice.wishStatus(0);
      this.#deafTo.clear();
      this.#button.release();
      if (this.#fault === "unrecoverable-error") this.#fault = "none";
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
    const { pending, receivedBytes, bufferedBytes } = this.#intake;
    return {
      power: this.#isOn,
      connected: this.#hosts.count > 0,
      offline: isOffline(this.#sensors),
      sensors: this.#sensors,
      fault: this.#fault,
      ...(pending && { armed: { fault: pending.fault, inBytes: Math.max(0, pending.dueAt - receivedBytes) } }),
      bufferedBytes,
      receivedBytes,
      rowsWaiting: this.#press.moves.filter((move) => move.do === "row").length,
      pieces: this.#drive.pieces,
      starts: this.#drive.starts,
    };
  }

  /** Whether anybody could connect: there is power, and the port is open. */
  get isReachable(): boolean {
    return this.#isOn && this.#fault !== "port-closed";
  }

  /** What a second host meets now. */
  get secondHost(): PrinterModel["secondHost"] {
    if (this.#fault === "second-refused") return "refused";
    return this.#fault === "second-waits" ? "waits" : this.model.secondHost;
  }

  /** How many bytes the printer would read now: what a wire that cannot hold its host up must drop beyond. */
  get room(): number {
    return this.#intake.room;
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
    const hasWork = this.#intake.bufferedBytes > 0 || this.#press.moves.length > 0;
    return this.#drive.isMoving || (!isOffline(this.#sensors) && hasWork);
  }

  get #sensors(): Sensors {
    return {
      paperEnd: this.#fault === "paper-out",
      nearEnd: this.#fault === "near-end",
      coverOpen: this.#fault === "cover-open" || this.#fault === "cover-open-job-lost",
      feedPushed: this.#button.isPushed && this.model.buttonBit,
      feeding: this.#button.isFeeding,
      drawerPinHigh: this.#drawerPinHigh,
      trouble: troubleOf(this.#fault),
    };
  }

  #makePress(rom: Rom): Press {
    const { model } = this;
    return new Press({
      model,
      rom,
      hasWrongRom: () => this.#fault === "wrong-rom",
      onInitialise: () => {
        if (model.initialiseEndsAutomaticStatus) this.#voice.wishStatus(0);
      },
      onStatusWish: (wish) => this.#voice.wishStatus(model.answers.automaticStatus ? wish : 0),
      onRealTimeWish: (fn, acts) => (acts ? this.#deafTo.delete(fn) : this.#deafTo.add(fn)),
      onUnknown: (unknown) => this.#noteUnknown(unknown),
    });
  }

  #strike(fault: Fault): void {
    this.#log.info("printer-fault", { fault });
    // What is broken for good is mended only by the power switch.
    if (stays(fault) && this.#fault !== "unrecoverable-error") this.#fault = fault;
    this.#hosts.cutCable(this.#fault === "cable-out");
    if (fault === "reset" || fault === "port-closed") this.#hosts.closeAll("reset");
    else if (fault === "close" || fault === "closes-at-once") this.#hosts.closeAll("ended");
    else if (fault === "power-cut") this.setPower(false);
    else if (fault === "power-cycle") this.powerCycle();
    else if (fault === "half-raster") this.#intake.leaveHalfRaster();
    else if (fault === "cover-open-job-lost") this.#dropWork();
    else if (fault === "head-hot") void this.#coolDown();
    this.#changed();
    void this.#lendHand(fault);
  }

  async #coolDown(): Promise<void> {
    await this.#clock.sleep(coolingMs, this.#power.signal);
    if (this.#fault === "head-hot" && this.#isOn) this.#strike("none");
  }

  async #lendHand(fault: Fault): Promise<void> {
    await handiwork[fault]?.({
      clock: this.#clock,
      power: this.#power.signal,
      press: (press) => this.pressFeed(press),
      setFault: (next) => this.#strike(next),
      atOnce: (act) => {
        this.#isQuiet = true;
        act();
        this.#isQuiet = false;
        this.#changed();
      },
      fault: () => this.#fault,
      setDrawerPin: (high) => this.setDrawerPin(high),
    });
  }

  #wakeUp(): void {
    this.#program = interpret(this.#press);
    this.#program.next();
    this.#voice.wakeUp(this.#power.signal);
    void this.#work(this.#power.signal);
  }

  #obey(command: RealTimeCommand): void {
    const { kind } = command;
    if (kind === "status") {
      if (this.model.answers.realTimeStatus) this.#voice.say(Uint8Array.of(statusAnswer(command.question, this.#sensors)));
    } else if (kind === "pulse") {
      if (this.#deafTo.has(1)) return;
      this.journal.add("pulses", { pin: command.pin, ms: command.ms, offset: this.#intake.receivedBytes - 5 });
    } else if (kind === "clear") {
      this.#dropWork();
      this.#voice.say(Uint8Array.of(0x37, 0x25, 0x00));
    } else if (kind === "power-off") {
      if (this.#deafTo.has(2)) return;
      this.#voice.say(Uint8Array.of(0x3b, 0x30, 0x00));
      this.#hosts.closeAll("ended");
      this.setPower(false);
    } else if (kind === "recover") {
      this.#recover(command.clearing);
    } else {
      this.#voice.confirmAtReceipt(command.id);
    }
  }

  /** DLE ENQ acts only in a recoverable error (spec/escpos.md 4.5). */
  #recover(clearing: boolean): void {
    const trouble = troubleOf(this.#fault);
    if (trouble !== "recoverable" && trouble !== "cutter") return;
    if (clearing) this.#dropWork();
    this.#strike("none");
  }

  /** Everything received and not yet on paper is gone, and answers nothing. */
  #dropWork(): void {
    const fault = this.#press.moves.find((move) => move.do === "suffer")?.fault;
    this.#intake.clear();
    this.#workedOn = this.#intake.receivedBytes;
    this.#press.moves = [];
    this.#press.clearLine();
    this.#program = interpret(this.#press);
    this.#program.next();
    if (fault) this.#strike(fault);
  }

  async #work(power: AbortSignal): Promise<void> {
    while (!power.aborted) {
      const full = this.#intake.bufferedBytes;
      this.#workAhead();
      // A host may be waiting for room, and bytes that print nothing move no paper that would tell it.
      if (this.#intake.bufferedBytes < full) this.#bell.ring();
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
      const byte = this.#intake.shift();
      if (byte === undefined) return;
      this.#press.offset = this.#workedOn;
      this.#workedOn += 1;
      this.#program.next(byte);
      const fault = this.#intake.duePaperFault(this.#workedOn);
      if (fault) this.#press.moves.push({ do: "suffer", fault });
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
    if (this.#isQuiet) return;
    this.#voice.noticeChange();
    this.#bell.ring();
    for (const watcher of this.#watchers) watcher.onChange?.();
  }
}
