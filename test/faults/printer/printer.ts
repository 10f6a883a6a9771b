import { parseArgs } from "node:util";
import { say } from "../../../src/cli/terminal.ts";
import { faultBook } from "../../../src/rehearsal/printer/faults.ts";
import { allCases, type Case, type Wire } from "./cases.ts";
import type { Outcome } from "./cell.ts";
import { type Report, runAll, type Task } from "./crew.ts";
import { cupsQueue, lacksCups, stopCups } from "./peers/cups.ts";
import { type Peer, type PeerOutcome, type Sample, tryPeer } from "./peers/peer.ts";
import { thermal } from "./peers/thermal.ts";
import type { Bug } from "./planted.ts";
import { noLines, openShop } from "./shop.ts";
import { writeTables } from "./table.ts";

const options = {
  only: { type: "string" },
  wire: { type: "string" },
  each: { type: "string", default: "14" },
  hands: { type: "string", default: "2" },
  "no-peers": { type: "boolean", default: false },
  write: { type: "boolean", default: false },
} as const;

/** Every fault on every wire at every moment. Exit code 0: no false word, no second original, all named in time, each planted bug noticed. */
export async function faultsPrinter(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options });
  const started = performance.now();
  const { slipBytes, ...sample } = await aSample();
  const lacking = noLines();
  const notRun = [...(lacking ? [`serial and file: ${lacking}`] : []), ...(lacksCups ? [`CUPS: ${lacksCups}`] : [])];
  for (const what of notRun) say(`NOT RUN  ${what}.`);
  const runs = ({ fault, wire }: Case) =>
    (values.only === undefined || values.only.split(",").includes(fault)) &&
    (values.wire === undefined || values.wire === wire) &&
    !(lacking && needsLine(wire));
  const cases = allCases().filter(runs);
  say(`A slip takes ${slipBytes} bytes on the wire. ${cases.length} cases, each in a shop of its own.`);
  const verdict = new Verdict(cases.length, started);
  const tasks = [...controls.map((task) => ({ ...task, slipBytes })), ...spread(cases).map((one) => ({ one, slipBytes }))];
  const crew = { hands: Number(values.hands), each: Number(values.each) };
  const [, peers] = await Promise.all([
    runAll(tasks, { ...crew, onReport: (task, report) => verdict.take(task, report) }),
    values["no-peers"] ? [] : runPeers(cases, sample),
  ]);
  if (values.write) writeTables({ outcomes: verdict.outcomes, peers, notRun });
  return verdict.tell();
}

/** What was seen, and what is wrong with it. */
class Verdict {
  readonly outcomes: Outcome[] = [];
  readonly #failures: string[] = [];
  readonly #awake = new Set<Bug>();
  readonly #of: number;
  readonly #started: number;

  constructor(of: number, started: number) {
    this.#of = of;
    this.#started = started;
  }

  take(task: Task, report: Report): void {
    if (task.bug) {
      if (report.outcome && noticed[task.bug].test(report.outcome.broken.join("; "))) this.#awake.add(task.bug);
      say(`control ${task.bug}: ${report.error ?? (report.outcome?.broken.join("; ") || "nothing broken")}`);
      return;
    }
    if (report.outcome) this.outcomes.push(report.outcome);
    for (const failure of failuresOf(report)) {
      this.#failures.push(failure);
      say(`BROKEN  ${nameOf(task)}: ${failure}`);
    }
    if (this.outcomes.length % 50 === 0) say(`${this.outcomes.length} of ${this.#of}, ${minutes(this.#started)}`);
  }

  /** The exit code. */
  tell(): number {
    const asleep = controls.filter(({ bug }) => !this.#awake.has(bug)).map(({ bug }) => bug);
    for (const bug of asleep) say(`ASLEEP  the planted bug ${bug} was not noticed`);
    say(`\n${this.outcomes.length} cases in ${minutes(this.#started)}.`);
    const isWell = this.#failures.length === 0 && asleep.length === 0;
    const trouble = `FAILED: ${this.#failures.length} broken, ${asleep.length} asleep`;
    say(isWell ? "Every demand was met, and every planted bug was noticed." : trouble);
    return isWell ? 0 : 1;
  }
}

/** The same slip to other print stacks, on the same printer with the same faults. */
async function runPeers(cases: readonly Case[], sample: Sample): Promise<PeerOutcome[]> {
  const peers: readonly Peer[] = lacksCups ? [thermal] : [thermal, cupsQueue];
  const left = peers.flatMap((peer) => cases.filter(concernsPeers).map((one) => ({ peer, one })));
  const outcomes: PeerOutcome[] = [];
  const lane = async () => {
    for (let next = left.shift(); next; next = left.shift())
      outcomes.push(await tryPeer(next.peer, next.one, sample).catch((error: Error) => failed(next!, error)));
  };
  await Promise.all(Array.from({ length: peerLanes }, lane));
  await stopCups();
  return outcomes;
}

const peerLanes = 14;

/** They listen to no replies, and nobody presses their FEED. */
function concernsPeers({ wire, fault }: Case): boolean {
  const { group } = faultBook[fault];
  return wire === "tcp" && (group === "paper" || group === "wire" || fault === "mute");
}

function failed({ peer, one }: { peer: Peer; one: Case }, error: Error): PeerOutcome {
  return { peer: peer.name, ...one, said: "error", words: error.message, look: "nothing", inTime: false, originals: 0 };
}

/** Where each planted bug must show itself, and as what. */
const controls: readonly { readonly bug: Bug; readonly one: Case }[] = [
  { bug: "believes-the-wire", one: { fault: "power-cut", wire: "tcp", moment: "middle" } },
  { bug: "prints-again", one: { fault: "none", wire: "tcp", moment: "before" } },
  { bug: "sees-no-trouble", one: { fault: "paper-out", wire: "tcp", moment: "after" } },
];

const noticed: Readonly<Record<Bug, RegExp>> = {
  "believes-the-wire": /called printed/,
  "prints-again": /2 originals/,
  "sees-no-trouble": /never named/,
};

function failuresOf({ outcome, error }: Report): readonly string[] {
  if (!outcome) return [`the harness failed: ${error}`];
  const { struck, fault, moment, next, wire } = outcome;
  const best = wire === "fifo" ? "sent" : "printed";
  return [
    ...outcome.broken,
    ...(struck || fault === "none" || moment === "last byte" ? [] : ["the fault never struck"]),
    ...(next.state === best && next.look === "whole" ? [] : [`the next slip is ${next.state}, and ${next.look}`]),
  ];
}

async function aSample(): Promise<Sample & { slipBytes: number }> {
  await using shop = await openShop("tcp");
  const { machine } = shop.printer;
  const before = machine.state.receivedBytes;
  const answer = await shop.sell("first", 10);
  const slipBytes = machine.state.receivedBytes - before;
  return { slipBytes, bytes: shop.bytes(answer), expected: await shop.expected(answer) };
}

/** The long ones are not all to stand in line at the end. */
function spread(cases: readonly Case[]): Case[] {
  const step = 37;
  return Array.from({ length: step }, (_, first) => cases.filter((_, at) => at % step === first)).flat();
}

function needsLine(wire: Wire): boolean {
  return wire === "serial" || wire === "file";
}

function nameOf({ one: { fault, wire, moment } }: Task): string {
  return `${fault}, ${wire}, ${moment}`;
}

function minutes(since: number): string {
  const seconds = Math.round((performance.now() - since) / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
