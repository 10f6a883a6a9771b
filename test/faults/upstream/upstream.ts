import { parseArgs } from "node:util";
import { aFolder } from "../../../bench/rig/built-till.ts";
import { say } from "../../../src/cli/terminal.ts";
import { misbehaved } from "../../../src/rehearsal/turnkey/moods.ts";
import type { Arrival } from "../../../src/rehearsal/turnkey/platform.ts";
import { aWay, type Way } from "../../sync/turnkey/a-way.ts";
import { brokenArrivals } from "../../sync/turnkey/judge.ts";
import { aSale } from "../../till/a-till.ts";
import { chanceOf } from "../rig/chance.ts";
import { deadlyDisk } from "./deadly-disk.ts";

const moods = { ...misbehaved, slowMs: 20_000 };
const sellersAtOnce = 64;

/** Drains many invoices through a Turnkey that misbehaves, then again while both sides are killed. Exit code 0: nothing was broken. */
export async function faultsUpstream(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      invoices: { type: "string", default: "50000" },
      kills: { type: "string", default: "200" },
      seed: { type: "string", default: "1" },
    },
  });
  const broken = [
    ...(await drainMany(Number(values.invoices))),
    ...(await drainKilled(Number(values.kills), Number(values.seed))),
  ];
  for (const line of broken.slice(0, 20)) say(`BROKEN  ${line}`);
  say(broken.length === 0 ? "\nEvery promise was kept, and every control was noticed." : "\nFAILED");
  return broken.length === 0 ? 0 : 1;
}

async function drainMany(invoices: number): Promise<string[]> {
  if (invoices === 0) return [];
  await using way = await aWay({ moods });
  way.bench.cut();
  const sellingSince = performance.now();
  await sellMany(way, invoices);
  say(`${invoices} invoices sold with Turnkey's folder away, ${perSecond(invoices, sellingSince)}/s.`);
  way.bench.mend();
  const before = process.memoryUsage().rss;
  let peak = 0;
  const drainingSince = performance.now();
  const woundSince = way.bench.clock.now().getTime();
  let counts = way.counts();
  for (let turns = 0; isOpen(counts) && turns < 5_000; turns++) {
    await way.turn(2_000);
    peak = Math.max(peak, process.memoryUsage().rss);
    counts = way.counts();
    if (turns % 100 === 99) say(`  after ${turns + 1} turns: ${JSON.stringify(counts)}`);
  }
  const minutes = Math.round((way.bench.clock.now().getTime() - woundSince) / 60_000);
  say(
    `Drained at ${perSecond(invoices, drainingSince)}/s of real time, in ${minutes} minutes of the wound clock: ${JSON.stringify(counts)}.`,
  );
  say(`Memory, both sides in one process: ${inMb(before)} before the drain, ${inMb(peak)} at its highest.`);
  return verdict(way, counts);
}

async function drainKilled(kills: number, seed: number): Promise<string[]> {
  if (kills === 0) return [];
  using home = aFolder();
  const chance = chanceOf(seed);
  const disk = deadlyDisk(chance);
  await using way = await aWay({ moods: { ...moods, packSize: 40 }, disk: disk.disk }, { folder: home.path });
  let died = 0;
  for (let kill = 0; kill < kills; kill++) {
    await sellMany(way, Math.floor(chance() * 20));
    disk.arm();
    for (let turn = 0; turn < 3; turn++)
      try {
        await way.turn(chance() * 30_000);
      } catch (error) {
        if (!disk.isDeath(error)) throw error;
        died += 1;
        break;
      }
    disk.disarm();
    await way.restartTill();
  }
  const counts = await way.drain(500, 30_000);
  say(`${kills} restarts of both sides during the drain, ${died} of them in the middle of a step: ${JSON.stringify(counts)}.`);
  return verdict(way, counts);
}

async function sellMany(way: Way, invoices: number): Promise<void> {
  for (let sold = 0; sold < invoices; sold += sellersAtOnce) {
    const wave = Math.min(sellersAtOnce, invoices - sold);
    await Promise.all(Array.from({ length: wave }, () => way.till.post("/v1/sales", aSale({ print: false }))));
  }
}

/** What is broken, and which falsified evidence would have gone unnoticed. */
function verdict(way: Way, counts: Readonly<Record<string, number>>): string[] {
  const arrivals = way.bench.pretend.platform.arrivals;
  const open = Object.keys(counts).filter((state) => state !== "accepted");
  const stuck = open.map((state) => `${counts[state]} documents are ${state} in the end`);
  const [first, ...others] = arrivals as [Arrival, ...Arrival[]];
  const falsified: Readonly<Record<string, readonly Arrival[]>> = {
    "one did not arrive": others,
    "one arrived twice": [...arrivals, first],
    "one arrived too late": [{ ...first, atMs: first.atMs + 10 * 86_400_000 }, ...others],
    "one arrived with other content": [{ ...first, digest: "0" }, ...others],
  };
  const asleep = Object.keys(falsified).filter((name) => brokenArrivals(way.till, falsified[name]!).length === 0);
  return [...brokenArrivals(way.till, arrivals), ...stuck, ...asleep.map((name) => `the control was not noticed: ${name}`)];
}

function isOpen({ waiting = 0, sent = 0, held = 0 }: Readonly<Record<string, number>>): boolean {
  return waiting + sent + held > 0;
}

function perSecond(count: number, since: number): number {
  return Math.round(count / ((performance.now() - since) / 1000));
}

function inMb(bytes: number): string {
  return `${Math.round(bytes / 1_048_576)} MB`;
}
