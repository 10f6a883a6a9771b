import { existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "../../base/clock.ts";
import { Problem } from "../../base/problem.ts";
import { pretendFolder } from "../../rehearsal/turnkey/pretend-folder.ts";
import { get, type LocalTill, post } from "../local-till.ts";
import { say } from "../terminal.ts";
import { arrivalsOf } from "./arrivals.ts";
import { demoTurnkeyOf } from "./turnkey.ts";

const sales = 20;
const longestWaitMs = 180_000;

interface Outbox {
  readonly counts: Readonly<Record<string, number>>;
  readonly parcels: readonly { readonly reason: string | null; readonly deadline: string }[];
}

/** What came of it, for programs. */
interface Verdict {
  readonly sold: number;
  readonly waitedWhileAway: number;
  readonly reason: string | null;
  readonly deadline: string | null;
  readonly acceptedOnce: number;
  readonly acceptedTwice: number;
  readonly missing: number;
  readonly secondsAfterReturn: number;
}

/** Takes Turnkey's folder away, sells on, brings it back, and counts on the platform's side what arrived. */
export async function playOffline(till: LocalTill, home: string, json: boolean): Promise<number> {
  const tell = (text: string) => !json && say(text);
  const { folder } = demoTurnkeyOf(home);
  const away = `${folder}-away`;
  if (existsSync(away) && !existsSync(folder)) renameSync(away, folder); // an earlier run was cut short
  if (!existsSync(join(folder, pretendFolder)))
    throw new Problem("no-pretend", "This demo till runs without its pretend Turnkey.", { hint: "Start it with `npm start`." });
  renameSync(folder, away);
  tell("Turnkey's folder is away, as if its share were down. Selling goes on:");
  let numbers: string[];
  let meanwhile: Outbox;
  try {
    numbers = await sellWhileAway(till, tell);
    await systemClock.sleep(3_000);
    meanwhile = await get<Outbox>(till, "/v1/outbox?state=waiting&limit=1");
  } finally {
    renameSync(away, folder);
  }
  const [first] = meanwhile.parcels;
  tell(`\n${meanwhile.counts.waiting ?? 0} documents wait: ${first?.reason ?? "nothing was tried yet"}`);
  tell(`The law gives them until ${first?.deadline}. The folder is back; the till comes by itself:`);
  const returnedAt = systemClock.uptimeMs();
  const times = await arrivals(folder, numbers, tell);
  const count = (wanted: (times: number) => boolean) => [...times.values()].filter(wanted).length;
  const verdict: Verdict = {
    sold: sales,
    waitedWhileAway: meanwhile.counts.waiting ?? 0,
    reason: first?.reason ?? null,
    deadline: first?.deadline ?? null,
    acceptedOnce: count((number) => number === 1),
    acceptedTwice: count((number) => number > 1),
    missing: count((number) => number === 0),
    secondsAfterReturn: Math.round((systemClock.uptimeMs() - returnedAt) / 1000),
  };
  const well = verdict.acceptedOnce === sales && (await allAccepted(till));
  if (json) say(JSON.stringify({ ...verdict, well }));
  else say(`\n${inWords(verdict)}`);
  return well ? 0 : 1;
}

async function sellWhileAway(till: LocalTill, tell: (text: string) => unknown): Promise<string[]> {
  const run = systemClock.now().getTime().toString(36);
  const numbers: string[] = [];
  for (let sale = 1; sale <= sales; sale++) {
    const lines = [{ name: "斷線也賣的紅茶", quantity: 1, unitPrice: 30 + sale }];
    const request = { requestId: `offline-${run}-${sale}`, lines, carrier: { type: "3J0002", id: "/ABC+123" } };
    const { number, total } = await post<{ number: string; total: number }>(till, "/v1/sales", request);
    numbers.push(number);
    if (sale <= 3 || sale === sales) tell(`  ${number}  NT$ ${total}  sealed`);
    else if (sale === 4) tell("  …");
  }
  return numbers;
}

/** How often the platform stored each number; waits until all are there, or long enough. */
async function arrivals(folder: string, numbers: readonly string[], tell: (text: string) => unknown) {
  let times: ReadonlyMap<string, number> = new Map();
  let told = 0;
  for (let waited = 0; waited < longestWaitMs; waited += 500) {
    times = arrivalsOf(folder, numbers);
    const there = [...times.values()].filter((count) => count > 0).length;
    if (there > told) tell(`  ${there} of ${numbers.length} at the platform`);
    told = there;
    if (there === numbers.length) break;
    await systemClock.sleep(500);
  }
  return times;
}

/** The till hears of it by the result files, a little later. */
async function allAccepted(till: LocalTill): Promise<boolean> {
  for (let waited = 0; waited < longestWaitMs; waited += 500) {
    const { counts } = await get<Outbox>(till, "/v1/outbox?limit=1");
    if ((counts.waiting ?? 0) + (counts.sent ?? 0) === 0) return true;
    await systemClock.sleep(500);
  }
  return false;
}

function inWords({ acceptedOnce, acceptedTwice, missing, secondsAfterReturn }: Verdict): string {
  const often = `${acceptedOnce} of ${sales} were accepted once, ${acceptedTwice} twice, ${missing} not at all`;
  return `${often}; the last one ${secondsAfterReturn} s after the folder came back.`;
}
