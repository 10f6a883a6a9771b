import type { Clock } from "../../base/clock.ts";
import type { Bell } from "./bell.ts";
import type { Connection } from "./connection.ts";
import { type Fault, strikesOnPaper } from "./faults.ts";
import { type RealTimeCommand, RealTimeWatch } from "./real-time.ts";
import { ReceiveBuffer } from "./receive-buffer.ts";

export interface IntakeOptions {
  readonly clock: Clock;
  readonly bell: Bell;
  readonly bufferBytes: number;
  fault(): Fault;
  isOn(): boolean;
  onCommand(command: RealTimeCommand): void;
  /** As many bytes have come as a pending fault waited for. */
  onFault(fault: Fault): void;
  onChange(): void;
}

interface Pending {
  readonly fault: Fault;
  readonly dueAt: number;
}

const slowRead = { bytes: 1024, pauseMs: 60 };
/** Half of a picture 384 dots wide and 170 rows high, as a program that died leaves it. */
const halfRaster = Uint8Array.of(0x1d, 0x76, 0x30, 0x00, 48, 0, 170, 0);

/** The printer's ear: reads what hosts write, as far and as fast as there is room, and obeys real-time commands at once. */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #buffer: ReceiveBuffer;
  readonly #realTime = new RealTimeWatch();
  #pending: Pending | undefined;
  #received = 0;

  constructor(options: IntakeOptions) {
    this.#options = options;
    this.#buffer = new ReceiveBuffer(options.bufferBytes);
  }

  get receivedBytes(): number {
    return this.#received;
  }

  get bufferedBytes(): number {
    return this.#buffer.length;
  }

  /** How many bytes it would read now. */
  get room(): number {
    const fault = this.#options.fault();
    if (fault === "never-reads" || fault === "cable-out") return 0;
    return Math.min(this.#buffer.room, this.#bytesUntilFault, fault === "slow" ? slowRead.bytes : Infinity);
  }

  /** The fault that waits for a byte. */
  get pending(): Pending | undefined {
    return this.#pending;
  }

  arm(fault: Fault, inBytes: number): void {
    this.#pending = inBytes > 0 ? { fault, dueAt: this.#received + inBytes } : undefined;
  }

  /** The pending fault of the paper, when everything before its byte has been worked out. */
  duePaperFault(workedOn: number): Fault | undefined {
    const pending = this.#pending;
    if (!pending || !strikesOnPaper(pending.fault) || workedOn < pending.dueAt) return undefined;
    this.#pending = undefined;
    return pending.fault;
  }

  /** What does not fit waits on the wire. */
  async take(bytes: Uint8Array, connection: Connection): Promise<void> {
    const { bell, clock } = this.#options;
    let taken = 0;
    while (taken < bytes.length && !connection.closed.aborted) {
      const { room } = this;
      if (room === 0) {
        await bell.next();
        continue;
      }
      const part = bytes.subarray(taken, taken + room);
      for (const byte of part) this.#receive(byte);
      taken += part.length;
      if (this.#bytesUntilFault === 0) this.#strike();
      this.#options.onChange();
      if (this.#options.fault() === "slow") await clock.sleep(slowRead.pauseMs, connection.closed);
    }
  }

  /** Another program's last words. */
  leaveHalfRaster(): void {
    for (const byte of halfRaster) this.#receive(byte);
  }

  shift(): number | undefined {
    return this.#buffer.shift();
  }

  clear(): void {
    this.#buffer.clear();
    this.#realTime.forget();
  }

  /** Until a pending fault of the wire. */
  get #bytesUntilFault(): number {
    const pending = this.#pending;
    return pending && !strikesOnPaper(pending.fault) ? Math.max(0, pending.dueAt - this.#received) : Infinity;
  }

  #strike(): void {
    const pending = this.#pending;
    this.#pending = undefined;
    if (pending) this.#options.onFault(pending.fault);
  }

  #receive(byte: number): void {
    if (!this.#options.isOn()) return; // a power-off command went by: the bytes after it reach nobody
    this.#buffer.push(byte);
    this.#received += 1;
    const command = this.#realTime.see(byte);
    if (command) this.#options.onCommand(command);
  }
}
