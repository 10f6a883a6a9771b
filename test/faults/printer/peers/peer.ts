import { setTimeout as pause } from "node:timers/promises";
import type { Fault } from "../../../../src/rehearsal/printer/faults.ts";
import { lasts, type Moment, strikesAt } from "../cases.ts";
import { codesOn, type Expected, inkRows, type Look, lookOf } from "../looks.ts";
import { type WiredPrinter, wiredPrinter } from "../shop.ts";

/** The slip everybody prints, and how it ought to look. */
export interface Sample {
  readonly bytes: Uint8Array;
  readonly expected: Expected;
}

/** What another print stack told its caller, and what came of it on paper, on the same printer with the same fault. */
export interface PeerOutcome {
  readonly peer: "node-thermal-printer" | "CUPS raw queue";
  readonly fault: Fault;
  readonly moment: Moment;
  /** What its caller heard while the fault lasted. */
  readonly said: "success" | "error" | "nothing";
  readonly words: string;
  readonly look: Look;
  /** Whether all of it was on paper before the fault was mended. */
  readonly inTime: boolean;
  /** How often the slip's bar code is on paper in the end. */
  readonly originals: number;
}

/** Hands the sample to a peer. `says` resolves with what the caller hears; `end` waits for what goes on by itself after that. */
export interface PeerJob {
  readonly says: Promise<Pick<PeerOutcome, "said" | "words">>;
  end?(): Promise<void>;
}

export interface Peer {
  readonly name: PeerOutcome["peer"];
  /** How long its caller waits for a word. */
  readonly patienceMs: number;
  print(sample: Sample, printer: WiredPrinter): PeerJob | Promise<PeerJob>;
}

const bootMs = 1500;

export async function tryPeer(
  peer: Peer,
  { fault, moment }: { fault: Fault; moment: Moment },
  sample: Sample,
): Promise<PeerOutcome> {
  const printer = await wiredPrinter("tcp");
  const { machine } = printer;
  const strike = () => {
    machine.setFault(fault === "power-cycle" ? "power-cut" : fault, strikesAt(moment, sample.bytes.length));
    if (fault === "power-cycle") setTimeout(() => machine.setPower(true), bootMs + (moment === "before" ? 0 : 700));
  };
  if (moment !== "after") strike();
  const job = await peer.print(sample, printer);
  const nothing = pause(peer.patienceMs).then(() => ({ said: "nothing", words: "no answer" }) as const);
  const answer = await Promise.race([job.says, nothing]);
  if (moment === "after") {
    await pause(1500);
    strike();
  }
  await pause(lasts(fault) ? 2500 : 1500);
  const inTime = inkRows(printer.paper()).length >= sample.expected.rows.length;
  if (fault === "unrecoverable-error") machine.powerCycle();
  machine.setFault("none");
  machine.setPower(true);
  await job.end?.();
  await pause(500);
  await Promise.race([machine.atRest(), pause(4000)]);
  const paper = printer.paper();
  const read = (await Promise.all(paper.map(codesOn))).flat();
  const look = lookOf(sample.expected, read, inkRows(paper));
  const originals = read.filter((code) => code === sample.expected.codes[0]).length;
  await printer.close();
  return { peer: peer.name, fault, moment, ...answer, look, inTime, originals };
}
