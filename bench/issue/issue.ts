import { parseArgs } from "node:util";
import { say } from "../../src/cli/terminal.ts";
import { aFolder, type BuiltTill, startBuiltTill } from "../rig/built-till.ts";
import { type Callers, startCallers } from "../rig/callers.ts";
import { median, quantile, short } from "../rig/figures.ts";
import type { Door } from "../rig/post.ts";
import { judge, type Target } from "../rig/target.ts";
import { type BareCommits, openBareCommits } from "./bare-commits.ts";
import { type InProcessTill, openInProcessTill } from "./in-process.ts";
import { serveTill } from "./served-till.ts";
import { slowDisk } from "./slow-disk.ts";

const manyCallers = 32;
const addedMs = 2;

/** How fast a sale becomes a committed, sealed answer, beside bare commits on the same disk in the same run. */
export async function benchIssue(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { rounds: { type: "string", default: "7" }, sales: { type: "string", default: "3200" } },
  });
  const size = { rounds: Number(values.rounds), sales: Number(values.sales) };
  using callers = await startCallers();
  return judge([...(await onThisDisk(callers, size)), ...(await onASlowDisk(callers, size))]);
}

interface Size {
  readonly rounds: number;
  /** A round's sales of all callers together. */
  readonly sales: number;
}

interface Contestants {
  readonly bare: BareCommits;
  readonly inProcess: InProcessTill;
  readonly till: BuiltTill;
  readonly callers: Callers;
}

async function onThisDisk(callers: Callers, { rounds, sales }: Size): Promise<Target[]> {
  using folder = aFolder();
  using bare = openBareCommits();
  await using inProcess = await openInProcessTill();
  await using till = await startBuiltTill({ home: folder.path });
  const contestants = { bare, inProcess, till, callers };
  await playRound(contestants, sales); // the compilers warm up
  say("round   bare commits/s   in process sales/s   one caller p50 / p99 ms   32 callers sales/s");
  const seen: Round[] = [];
  for (let round = 1; round <= rounds; round++) {
    const one = await playRound(contestants, sales);
    seen.push(one);
    say(
      `${String(round).padStart(5)}   ${short(one.bare).padStart(14)}   ${short(one.inProcess).padStart(18)}   ${`${short(one.p50)} / ${short(one.p99)}`.padStart(23)}   ${short(one.many).padStart(19)}`,
    );
  }
  const middle = (figure: (round: Round) => number) => median(seen.map(figure));
  return [
    { what: "one caller over HTTP, p50", seen: middle(({ p50 }) => p50), unit: "ms", bound: { atMost: 3 } },
    { what: "one caller over HTTP, p99", seen: middle(({ p99 }) => p99), unit: "ms", bound: { atMost: 15 } },
    {
      what: "in process",
      seen: middle((round) => round.inProcess / round.bare),
      unit: "× bare commits",
      bound: { atLeast: 0.45 },
    },
    {
      what: "32 callers over HTTP",
      seen: middle((round) => round.many / round.bare),
      unit: "× bare commits",
      bound: { atLeast: 0.7 },
    },
  ];
}

interface Round {
  readonly bare: number;
  readonly inProcess: number;
  readonly p50: number;
  readonly p99: number;
  readonly many: number;
}

/** Everybody once, in turn, so that a slow moment of the disk hits all alike. */
async function playRound({ bare, inProcess, till, callers }: Contestants, sales: number): Promise<Round> {
  const few = Math.ceil(sales / 8);
  const commits = bare.run(few);
  const issued = await inProcess.run(few);
  const { answerMs } = await callers.post({ door: till, callers: 1, sales: few });
  const { salesPerSecond } = await callers.post({ door: till, callers: manyCallers, sales });
  return {
    bare: (commits + bare.run(few)) / 2,
    inProcess: issued,
    p50: quantile(answerMs, 0.5),
    p99: quantile(answerMs, 0.99),
    many: salesPerSecond,
  };
}

/** The same till twice on a disk that takes 2 ms longer for each fsync: with group commit and with a commit a sale. */
async function onASlowDisk(callers: Callers, { rounds, sales }: Size): Promise<Target[]> {
  using folder = aFolder();
  const env = slowDisk(folder.path, addedMs);
  if (!env) {
    say("No C compiler here: the slow disk was not measured.");
    return [];
  }
  using together = await serveTill("together", env);
  using alone = await serveTill("alone", env);
  const few = Math.ceil(sales / 8);
  const rate = async (door: Door, count: number) =>
    (await callers.post({ door, callers: manyCallers, sales: count })).salesPerSecond;
  say(`\n${addedMs} ms added to each fsync, 32 callers: sales/s with and without group commit`);
  const ratios: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const [grouped, single] = [await rate(together, sales), await rate(alone, few)];
    say(
      `${String(round || "warm").padStart(5)}   ${short(grouped).padStart(6)}   ${short(single).padStart(6)}   × ${short(grouped / single)}`,
    );
    if (round > 0) ratios.push(grouped / single);
  }
  return [{ what: "32 callers, slow disk", seen: median(ratios), unit: "× without group commit", bound: { atLeast: 6 } }];
}
