import { createHash } from "node:crypto";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { aFolder, type BuiltTill, startBuiltTill } from "../../../bench/rig/built-till.ts";
import { call, keptAlive, postSale } from "../../../bench/rig/post.ts";
import { demoTurnkeyOf } from "../../../src/cli/demo/turnkey.ts";
import { say } from "../../../src/cli/terminal.ts";
import { readArrivals } from "../../../src/rehearsal/turnkey/memory.ts";
import type { Arrival } from "../../../src/rehearsal/turnkey/platform.ts";
import { pretendFolder } from "../../../src/rehearsal/turnkey/pretend-folder.ts";
import { chanceOf } from "../rig/chance.ts";
import { type FreeTurnkey, freeTurnkey } from "./turnkey-beside.ts";
import { type Counts, isOpen } from "./verdict.ts";

const longestLifeMs = 1_500;
const longestDrainMs = 15 * 60_000;
const agent = keptAlive(4);

/** Both processes, and what was sold. */
interface Street {
  readonly home: string;
  readonly chance: () => number;
  till: BuiltTill;
  turnkey: FreeTurnkey;
  /** Sales to ask for until they are answered. */
  readonly open: Set<string>;
  /** Ids of acknowledged invoices. */
  readonly sold: Set<string>;
}

/** Ends the built daemon and the pretend Turnkey with SIGKILL at random moments while documents are on their way. Returns what is broken. */
export async function drainKilled(kills: number, seed: number): Promise<string[]> {
  if (kills === 0) return [];
  using place = aFolder();
  const street = await openStreet(join(place.path, "home"), chanceOf(seed));
  const killed = { till: 0, turnkey: 0 };
  for (let kill = 1; kill <= kills; kill++) {
    const selling = sell(street, Math.floor(street.chance() * 12));
    await pause(street.chance() * longestLifeMs);
    const whom = street.chance();
    const dies = { till: whom < 0.7, turnkey: whom > 0.4 };
    await Promise.all([dies.till && street.till.kill(), dies.turnkey && street.turnkey.kill()]);
    await selling;
    for (const who of ["till", "turnkey"] as const) if (dies[who]) killed[who] += 1;
    if (dies.turnkey) street.turnkey = await freeTurnkey(demoTurnkeyOf(street.home).folder, kill);
    if (dies.till) street.till = await tillOf(street.home);
    if (kill % 50 === 0) say(`  ${kill} kills, ${street.sold.size} sold`);
  }
  while (street.open.size > 0) await sell(street, 0);
  const counts = await drained(street.till);
  const arrivals = readArrivals(join(demoTurnkeyOf(street.home).folder, pretendFolder));
  const digests = await sealedDigests(street);
  await Promise.all([street.till.stop(), street.turnkey.kill()]);
  say(`${killed.till} times the daemon and ${killed.turnkey} times Turnkey was killed: ${JSON.stringify(counts)}.`);
  return verdict(digests, arrivals, counts);
}

/** A demo till whose Turnkey lives in a process of its own. */
async function openStreet(home: string, chance: () => number): Promise<Street> {
  const first = await startBuiltTill({ home });
  await first.stop();
  const turnkey = await freeTurnkey(demoTurnkeyOf(home).folder, 0);
  return { home, chance, till: await tillOf(home), turnkey, open: new Set(), sold: new Set() };
}

function tillOf(home: string): Promise<BuiltTill> {
  return startBuiltTill({ home, withoutTurnkey: true, env: { TILLSEAL_UPSTREAM: demoTurnkeyOf(home).address } });
}

/** So many new sales, and every one that was not answered; some are cancelled. What a death leaves unanswered is asked for again. */
async function sell({ till, open, sold, chance }: Street, count: number): Promise<void> {
  for (let sale = 0; sale < count; sale++) open.add(`killed-${sold.size}-${open.size}-${chance()}`);
  await Promise.all(
    [...open].map(async (requestId) => {
      try {
        const lines = [{ name: "茶", quantity: 1, unitPrice: 35 }];
        const { status, id } = await postSale(till, agent, { requestId, lines, print: false });
        if (status !== 201 && status !== 200) return;
        sold.add(id);
        open.delete(requestId);
        if (chance() < 0.1) await call(till, agent, { path: `/v1/invoices/${id}/cancel`, body: { reason: "測試" } });
      } catch {
        // killed under its hands
      }
    }),
  );
}

/** Waits until nothing is open, or a quarter of an hour. */
async function drained(till: BuiltTill): Promise<Counts> {
  const since = performance.now();
  for (;;) {
    const { body } = await call(till, agent, { path: "/v1/outbox?limit=1" });
    const { counts } = body as { counts: Counts };
    if (!isOpen(counts) || performance.now() - since > longestDrainMs) return counts;
    await pause(500);
  }
}

/** What each acknowledged invoice, and its cancellation, was sealed as: the digests that must have arrived. */
async function sealedDigests({ till, sold }: Street): Promise<readonly string[]> {
  const digests: string[] = [];
  for (const id of sold) {
    const { body } = await call(till, agent, { path: `/v1/invoices/${id}` });
    const messages = (body as { status: string }).status === "cancelled" ? ["F0401", "F0501"] : ["F0401"];
    for (const message of messages)
      digests.push(
        createHash("sha256")
          .update(await messageOf(till, id, message))
          .digest("hex"),
      );
  }
  return digests;
}

async function messageOf({ url, token }: BuiltTill, id: string, message: string): Promise<string> {
  const answer = await fetch(`${url}/v1/invoices/${id}/message.xml?kind=${message}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  if (!answer.ok) throw new Error(`${id} ${message}: ${answer.status}`);
  return answer.text();
}

function verdict(digests: readonly string[], arrivals: readonly Arrival[], counts: Counts): string[] {
  const open = Object.keys(counts).filter((state) => state !== "accepted");
  const asleep = {
    "one did not arrive": arrivals.slice(1),
    "one arrived twice": [...arrivals, arrivals[0]!],
    "one arrived with other content": [{ ...arrivals[0]!, digest: "0" }, ...arrivals.slice(1)],
  };
  return [
    ...brokenDelivery(digests, arrivals),
    ...open.map((state) => `${counts[state]} documents are ${state} in the end`),
    ...Object.entries(asleep)
      .filter(([, falsified]) => brokenDelivery(digests, falsified).length === 0)
      .map(([name]) => `the control was not noticed: ${name}`),
  ];
}

function brokenDelivery(digests: readonly string[], arrivals: readonly Arrival[]): string[] {
  const times = new Map<string, number>();
  for (const { digest } of arrivals) times.set(digest, (times.get(digest) ?? 0) + 1);
  const broken = digests
    .filter((digest) => times.get(digest) !== 1)
    .map((digest) => `${digest} arrived ${times.get(digest) ?? 0} times`);
  if (arrivals.length !== digests.length) broken.push(`${arrivals.length} arrived of ${digests.length}`);
  return broken;
}
