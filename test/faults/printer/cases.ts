import { type Fault, faults, stays } from "../../../src/rehearsal/printer/faults.ts";

/** How the printer hangs on the till. `file` is a terminal device opened as a file, which talks back; `fifo` goes one way. */
export const wires = ["tcp", "serial", "file", "fifo"] as const;

export type Wire = (typeof wires)[number];

/** When the fault strikes: at rest before the slip, at one of the slip's bytes, or at rest after it. */
export const moments = ["before", "first byte", "middle", "last byte", "after"] as const;

export type Moment = (typeof moments)[number];

/** One printer, one till, one fault at one moment. */
export interface Case {
  readonly fault: Fault;
  readonly wire: Wire;
  readonly moment: Moment;
}

/** On a wire that brings no replies nothing can be heard, so what the fault does to the paper is all that differs. */
const oneWayFaults: readonly Fault[] = ["none", "paper-out", "cover-open", "never-reads", "power-cut", "mute"];

/** A cable knows no ports, no goodbye and no second host. */
const networkOnly: readonly Fault[] = [
  "port-closed",
  "closes-at-once",
  "reset",
  "close",
  "idle-reset",
  "second-refused",
  "second-waits",
];

/** Every fault the virtual printer can play, on every wire that can have it, at every moment. */
export function allCases(): Case[] {
  return faults.flatMap((fault) =>
    wires.filter((wire) => canHave(wire, fault)).flatMap((wire) => moments.map((moment) => ({ fault, wire, moment }))),
  );
}

export function canHave(wire: Wire, fault: Fault): boolean {
  return wire === "tcp" || (wire === "fifo" ? oneWayFaults : faults.filter((one) => !networkOnly.includes(one))).includes(fault);
}

/** After how many of a slip's bytes it strikes; nothing: at rest. What is asked before each slip is not counted. */
export function strikesAt(moment: Moment, slipBytes: number): number | undefined {
  if (moment === "first byte") return questionBytes + 1;
  if (moment === "middle") return Math.ceil(slipBytes / 2);
  return moment === "last byte" ? slipBytes - 1 : undefined;
}

/** How the printer is, and whether it takes commands. */
const questionBytes = 3 + 11;

/** The printer is unwell or gone, and says so or is missed, whether it has a slip to print or not. */
const seenAtRest: readonly Fault[] = [
  "paper-out",
  "near-end",
  "cover-open",
  "cover-open-job-lost",
  "head-hot",
  "cutter-jam",
  "recoverable-error",
  "unrecoverable-error",
  "port-closed",
  "closes-at-once",
  "cable-out",
  "never-reads",
  "mute",
  "power-cut",
];

/** Only a slip under way can meet these. */
const seenOnTheWay: readonly Fault[] = ["reset", "close", "power-cycle"];

/** They spoil the confirmation of the slip that is printed under them. */
const seenAtTheMark: readonly Fault[] = [
  "garbage",
  "id-silent",
  "id-wrong",
  "id-fixed",
  "id-previous",
  "id-late",
  "replies-lost",
];

/** Must the till say that something is wrong, and soon? The others are no trouble of the printer's. */
export function mustBeNamed({ fault, wire, moment }: Case): boolean {
  if (wire === "fifo") return false;
  if (seenAtRest.includes(fault)) return true;
  if (moment === "after") return false;
  if (seenAtTheMark.includes(fault)) return true;
  // At the end of a cable it is back before anybody could miss it.
  if (fault === "power-cycle" && wire !== "tcp" && moment === "first byte") return false;
  return moment !== "before" && seenOnTheWay.includes(fault);
}

/** It can only be seen when a slip is out and its confirmation is missing, so its time counts from then. */
export function showsAtTheMark({ fault }: Case): boolean {
  return seenAtTheMark.includes(fault);
}

/**
 * What nobody who is not at the paper can see: a printer that confirms at receipt (spec/escpos.md 9.4), and another program's bytes in
 * the middle of a slip, on a wire that we hold.
 */
export function liesBeyondProof({ fault, moment }: Case): boolean {
  return fault === "id-early" || (fault === "half-raster" && moment !== "before" && moment !== "after");
}

/** Does it last until somebody mends it? */
export function lasts(fault: Fault): boolean {
  return fault !== "none" && (stays(fault) || fault === "power-cut");
}
