import type { Fault } from "./faults.ts";

/** What the printer's sensors and buttons say. */
export interface Sensors {
  readonly paperEnd: boolean;
  readonly nearEnd: boolean;
  readonly coverOpen: boolean;
  /** The FEED button is down. */
  readonly feedPushed: boolean;
  /** Paper is moving because of it. */
  readonly feeding: boolean;
  readonly drawerPinHigh: boolean;
  readonly trouble: Trouble | undefined;
}

/** What has gone wrong inside: waits for the host, goes by itself (`hot`), or needs the power switch. */
export type Trouble = "recoverable" | "cutter" | "hot" | "unrecoverable";

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
  /** How often standing paper was set in motion. */
  readonly starts: number;
}

/** Whether the printer has stopped working through its data. */
export function isOffline({ paperEnd, coverOpen, feeding, trouble }: Sensors): boolean {
  return paperEnd || coverOpen || feeding || trouble !== undefined;
}

/** The bit of the second byte of automatic status, and of the answer to DLE EOT 3. */
const troubleBits: Readonly<Record<Trouble, number>> = { recoverable: 0x04, cutter: 0x08, unrecoverable: 0x20, hot: 0x40 };

/** The four bytes of automatic status (spec/escpos.md 4.2); 10 00 00 0F when idle and well. */
export function statusFrame(sensors: Sensors): Uint8Array {
  const { paperEnd, nearEnd, coverOpen, feedPushed, feeding, drawerPinHigh } = sensors;
  const first = when(drawerPinHigh, 0x04) | when(isOffline(sensors), 0x08) | when(coverOpen, 0x20) | when(feeding, 0x40);
  const third = when(nearEnd || paperEnd, 0x03) | when(paperEnd, 0x0c);
  return Uint8Array.of(0x10 | first, when(feedPushed, 0x02) | bitsOf(sensors), third, 0x0f);
}

/** Which frame bits each bit of GS a's parameter watches (spec/escpos.md 4.2): drawer, offline, errors, paper, panel. */
const watched: readonly (readonly [bit: number, mask: readonly [number, number, number, number]])[] = [
  [0x01, [0x04, 0, 0, 0]],
  [0x02, [0x68, 0, 0, 0]],
  [0x04, [0, 0x6c, 0, 0]],
  [0x08, [0, 0, 0x0f, 0]],
  [0x40, [0, 0x02, 0, 0]],
];

/** Whether the host asked to be told of this change. */
export function isWatchedChange(wish: number, before: Uint8Array, after: Uint8Array): boolean {
  return watched.some(([bit, mask]) => (wish & bit) !== 0 && mask.some((bits, at) => ((before[at]! ^ after[at]!) & bits) !== 0));
}

/** The answer to DLE EOT 1 to 4 (spec/escpos.md 4.1). */
export function statusAnswer(question: number, sensors: Sensors): number {
  const { paperEnd, nearEnd, coverOpen, feeding, drawerPinHigh, trouble } = sensors;
  if (question === 1) return 0x12 | when(drawerPinHigh, 0x04) | when(isOffline(sensors), 0x08);
  if (question === 2) {
    const cause = when(coverOpen, 0x04) | when(feeding, 0x08) | when(paperEnd, 0x20);
    return 0x12 | cause | when(trouble !== undefined, 0x40);
  }
  if (question === 3) return 0x12 | bitsOf(sensors);
  return 0x12 | when(nearEnd || paperEnd, 0x0c) | when(paperEnd, 0x60);
}

/** The answer to GS r 1 (paper). It is never sent at paper end, because the printer is offline then. */
export function paperByte({ nearEnd }: Sensors): number {
  return when(nearEnd, 0x03);
}

/** The answer to GS r 2 (drawer). */
export function drawerByte({ drawerPinHigh }: Sensors): number {
  return when(drawerPinHigh, 0x01);
}

function bitsOf({ trouble }: Sensors): number {
  return trouble === undefined ? 0 : troubleBits[trouble];
}

function when(condition: boolean, bits: number): number {
  return condition ? bits : 0;
}
