import { renameSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { aFolder } from "../../../bench/rig/built-till.ts";
import { silentLog } from "../../../src/base/log.ts";
import { say } from "../../../src/cli/terminal.ts";
import { ledgerOutbox } from "../../../src/daemon/operations/upload/ledger-outbox.ts";
import { readArrivals } from "../../../src/rehearsal/turnkey/memory.ts";
import { pretendFolder } from "../../../src/rehearsal/turnkey/pretend-folder.ts";
import { deliverNext, inquireNext } from "../../../src/sync/deliver.ts";
import { nodeDisk } from "../../../src/sync/turnkey/disk/node-disk.ts";
import { turnkey } from "../../../src/sync/turnkey/turnkey.ts";
import type { Upstream } from "../../../src/sync/upstream.ts";
import { aSale, aTill, type TestTill } from "../../till/a-till.ts";
import { WoundClock } from "../../wound-clock.ts";
import { type TurnkeyBeside, turnkeyBeside } from "./turnkey-beside.ts";
import { type Counts, isOpen, verdict } from "./verdict.ts";

const sellersAtOnce = 64;
const hour = 3_600_000;
const openHours = 12;
const days = 3;
const opening = Date.parse("2026-11-18T09:00:00+08:00");
const never = new AbortController().signal;

/** A till that was three days offline, and its way to a Turnkey in another process. Memory is the till's own, with a daemon's small heap. */
interface Shop {
  readonly till: TestTill;
  readonly upstream: Upstream;
  readonly turnkey: TurnkeyBeside;
}

/** Sells over three days with Turnkey's folder away, and drains them through one that misbehaves. Returns what is broken. */
export async function drainMany(invoices: number): Promise<string[]> {
  if (invoices === 0) return [];
  setFlagsFromString("--semi-space-growth-factor=1"); // as src/cli/tillseal.ts
  setFlagsFromString("--heap-growing-percent=30");
  using place = aFolder();
  const folder = join(place.path, "turnkey");
  await using beside = await turnkeyBeside(folder);
  const clock = new WoundClock(opening);
  const downloads = { ranges: async () => {}, awards: async () => {} };
  const upstream = turnkey(new URL(`turnkey://${folder}`), { clock, log: silentLog, disk: nodeDisk, downloads });
  await using till = await aTill({ clock, config: { upstream: upstream.address.href }, world: { upstreamOf: () => upstream } });
  const shop = { till, upstream, turnkey: beside };
  renameSync(folder, `${folder}-away`);
  await sellFor(shop, invoices);
  renameSync(`${folder}-away`, folder);
  await drain(shop);
  return verdict(till, readArrivals(join(folder, pretendFolder)));
}

/**
 * Three days from nine to nine; the till tries its way in vain every hour. The first day's buyers are companies, whose documents have
 * seven days: a consumer's have two, and would be late.
 */
async function sellFor({ till, upstream }: Shop, invoices: number): Promise<void> {
  const since = performance.now();
  const anHour = Math.ceil(invoices / (days * openHours));
  let sold = 0;
  for (let open = 0; open < days * openHours; open++) {
    const isFirstDay = open < openHours;
    const buyer = isFirstDay ? { buyer: { businessId: "04595257" } } : {};
    const until = Math.min(invoices, sold + anHour);
    while (sold < until) {
      const wave = Math.min(sellersAtOnce, until - sold);
      const answers = await Promise.all(
        Array.from({ length: wave }, () => till.post("/v1/sales", aSale({ print: false, ...buyer }))),
      );
      const refused = answers.find(({ status }) => status !== 201);
      if (refused) throw new Error(await refused.text());
      sold += wave;
      await till.clock.wind((hour * wave) / anHour);
    }
    await deliverNext(ledgerOutbox(till.till.shop), upstream, never);
    if ((open + 1) % openHours === 0 && sold < invoices) await till.clock.wind(24 * hour - openHours * hour);
  }
  say(`${sold} invoices sold in three days with Turnkey's folder away, ${perSecond(sold, since)}/s.`);
}

async function drain({ till, upstream, turnkey: beside }: Shop): Promise<void> {
  const outbox = ledgerOutbox(till.till.shop);
  const before = process.memoryUsage().rss;
  const since = performance.now();
  const woundSince = till.clock.now().getTime();
  const counts = (): Counts => till.home.ledger.parcels.counts();
  let highest = before;
  for (let turns = 1; isOpen(counts()) && turns <= 5_000; turns++) {
    await deliverNext(outbox, upstream, never);
    await beside.step(till.clock.now());
    await inquireNext(outbox, upstream, never);
    await till.clock.wind(2_000);
    const memory = process.memoryUsage().rss;
    highest = Math.max(highest, memory);
    if (turns % 100 === 0) say(`  after ${turns} turns: ${JSON.stringify(counts())}, ${inMb(memory)}`);
  }
  const minutes = Math.round((till.clock.now().getTime() - woundSince) / 60_000);
  const accepted = counts().accepted ?? 0;
  say(
    `Drained at ${perSecond(accepted, since)}/s of real time, in ${minutes} minutes of the wound clock: ${JSON.stringify(counts())}.`,
  );
  say(`The till's memory: ${inMb(before)} before the drain, ${inMb(highest)} at its highest.`);
}

function perSecond(count: number, since: number): number {
  return Math.round(count / ((performance.now() - since) / 1000));
}

function inMb(bytes: number): string {
  return `${Math.round(bytes / 1_048_576)} MB`;
}
