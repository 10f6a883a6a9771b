/** What a person must mend. `unconfirmed`: it answers, but does not say that the slip under way came out. */
export type PrinterFault =
  | "unreachable"
  | "silent"
  | "cover-open"
  | "paper-end"
  | "cutter"
  | "unrecoverable"
  | "mechanical"
  | "head-hot"
  | "offline"
  | "unconfirmed"
  | "buffer-uncleared";

/** What a person should know although printing goes on. `unprobed`: nobody found out yet whether this printer answers. */
export type PrinterWarning = "paper-near-end" | "unprobed";

/** What a printer tells of its socket and its button; nothing that hinders printing. Null: it has not said, or cannot. */
export interface PrinterPanel {
  /** Pin 3 of the drawer's socket (spec/escpos.md 4.2). Which of the two means an open drawer depends on the drawer. */
  readonly drawerPin: "high" | "low" | null;
  /** Somebody presses FEED right now. */
  readonly feedPressed: boolean | null;
}

/** How a printer is, for status pages and events. `unknown`: not connected yet, or it cannot say. */
export interface PrinterCondition extends PrinterPanel {
  readonly state: "ready" | "fault" | "unknown";
  /** The one to show first stands first. */
  readonly faults: readonly PrinterFault[];
  readonly warnings: readonly PrinterWarning[];
  /** When state, faults or warnings last changed; a drawer or a finger on FEED changes nothing of them. */
  readonly since: Date;
}

export const unheardPanel: PrinterPanel = { drawerPin: null, feedPressed: null };

/** What the printer's own bits say. */
export interface PrinterStatus {
  readonly offline: boolean;
  readonly drawerPinHigh: boolean;
  readonly coverOpen: boolean;
  /** Paper is moving because somebody holds FEED. */
  readonly feeding: boolean;
  readonly feedPushed: boolean;
  readonly mechanicalError: boolean;
  readonly cutterError: boolean;
  readonly unrecoverableError: boolean;
  readonly headHot: boolean;
  readonly paperNearEnd: boolean;
  readonly paperEnd: boolean;
}

type StatusBit = keyof PrinterStatus;

/** Nothing is wrong as far as anybody said. */
export const calmStatus: PrinterStatus = {
  offline: false,
  drawerPinHigh: false,
  coverOpen: false,
  feeding: false,
  feedPushed: false,
  mechanicalError: false,
  cutterError: false,
  unrecoverableError: false,
  headHot: false,
  paperNearEnd: false,
  paperEnd: false,
};

/** Where an automatic status frame keeps each bit: index of the byte, mask (spec 4.2). */
const frameBits: Readonly<Record<StatusBit, readonly [byte: number, mask: number]>> = {
  drawerPinHigh: [0, 0x04],
  offline: [0, 0x08],
  coverOpen: [0, 0x20],
  feeding: [0, 0x40],
  feedPushed: [1, 0x02],
  mechanicalError: [1, 0x04],
  cutterError: [1, 0x08],
  unrecoverableError: [1, 0x20],
  headHot: [1, 0x40],
  paperNearEnd: [2, 0x03],
  paperEnd: [2, 0x0c],
};

/** Reads a four-byte automatic status frame; it tells everything. */
export function statusOfFrame(frame: readonly number[]): PrinterStatus {
  const status = { ...calmStatus } as Record<StatusBit, boolean>;
  for (const [bit, [byte, mask]] of Object.entries(frameBits) as [StatusBit, readonly [number, number]][]) {
    status[bit] = has(frame[byte] ?? 0, mask);
  }
  return status;
}

export type StatusQuestion = 1 | 2 | 3 | 4;

/** What each DLE EOT answer tells (spec 4.1). Each bit is read in one answer only, so that no answer contradicts another. */
const answerBits: Readonly<Record<StatusQuestion, Partial<Record<StatusBit, number>>>> = {
  1: { drawerPinHigh: 0x04, offline: 0x08 },
  2: { coverOpen: 0x04, feeding: 0x08 },
  3: { mechanicalError: 0x04, cutterError: 0x08, unrecoverableError: 0x20, headHot: 0x40 },
  4: { paperNearEnd: 0x0c, paperEnd: 0x60 },
};

/** Adds one DLE EOT answer to what is known. */
export function withAnswer(status: PrinterStatus, question: StatusQuestion, answer: number): PrinterStatus {
  const next = { ...status } as Record<StatusBit, boolean>;
  for (const [bit, mask] of Object.entries(answerBits[question]) as [StatusBit, number][]) next[bit] = has(answer, mask);
  return next;
}

/** The faults in a status, the one a person must mend first standing first. */
export function faultsOf(status: PrinterStatus): PrinterFault[] {
  const faults: PrinterFault[] = [];
  if (status.coverOpen) faults.push("cover-open");
  if (status.paperEnd) faults.push("paper-end");
  if (status.cutterError) faults.push("cutter");
  if (status.unrecoverableError) faults.push("unrecoverable");
  if (status.mechanicalError) faults.push("mechanical");
  if (status.headHot) faults.push("head-hot");
  // A printer is also offline while somebody holds FEED: that passes by itself.
  if (status.offline && faults.length === 0 && !status.feeding) faults.push("offline");
  return faults;
}

export function warningsOf(status: PrinterStatus): PrinterWarning[] {
  return status.paperNearEnd && !status.paperEnd ? ["paper-near-end"] : [];
}

export function panelOf(status: PrinterStatus): PrinterPanel {
  return { drawerPin: status.drawerPinHigh ? "high" : "low", feedPressed: pressesFeed(status) };
}

/** Some printers report the button, some only that paper moves because of it. */
export function pressesFeed({ feeding, feedPushed }: PrinterStatus): boolean {
  return feeding || feedPushed;
}

function has(byte: number, mask: number): boolean {
  return (byte & mask) === mask;
}
