import { parseArgs } from "node:util";
import { say } from "../../src/cli/terminal.ts";
import { freeBytes } from "../../src/daemon/home/home.ts";
import { issueInvoice } from "../../src/daemon/operations/issue-invoice.ts";
import { ledgerOutbox } from "../../src/daemon/operations/upload/ledger-outbox.ts";
import { deliverNext } from "../../src/sync/deliver.ts";
import type { Upstream } from "../../src/sync/upstream.ts";
import { aTill, type TestTill } from "../../test/till/a-till.ts";
import { WoundClock } from "../../test/wound-clock.ts";
import { aFolder } from "../rig/built-till.ts";
import { median, short } from "../rig/figures.ts";
import { nextRequest } from "../rig/sale.ts";
import { judge, type Target } from "../rig/target.ts";

const client = { name: "bench", scope: "sell" } as const;
const together = 64;
const probes = 41;
const fourMonthsMs = 120 * 86_400_000;

/** What a till feels like after years of selling: the same acts on an empty home and on a full one. */
export async function benchGrowth(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { invoices: { type: "string", default: "1000000" } } });
  const invoices = Number(values.invoices);
  using folder = aFolder();
  const world = { freeBytes: () => freeBytes(folder.path) };
  await using till = await aTill({
    folder: folder.path,
    clock: new WoundClock(),
    world: { ...world, upstreamOf: () => obliging },
    config: { upstream: obliging.address.href },
  });
  for (let warming = 0; warming < 500; warming++) await sell(till);
  const empty = await medianMs(() => sell(till));
  await fill(till, invoices);
  const full = await medianMs(() => sell(till));
  say(`issue, in process, one at a time: ${short(empty)} ms with an empty home, ${short(full)} ms with ${invoices} invoices.`);
  const targets: Target[] = [{ what: "issue p50, full / empty", seen: full / empty, unit: "×", bound: { atMost: 1.2 } }];
  for (const [what, path, most] of await searches(till)) {
    targets.push({ what, seen: await medianMs(() => look(till, path)), unit: "ms", bound: { atMost: most } });
  }
  return judge(targets);
}

/** Sold over four months, so that dates, periods and tracks are as mixed as a shop's. */
async function fill(till: TestTill, invoices: number): Promise<void> {
  const started = performance.now();
  const restMs = fourMonthsMs / (invoices / together);
  for (let sold = 0; sold < invoices; sold += together) {
    await Promise.all(Array.from({ length: together }, () => sell(till)));
    await workAway(till);
    await till.clock.wind(restMs);
    if (sold % (together * 1000) === 0 && sold > 0)
      say(`  ${sold} sold, ${short((sold / (performance.now() - started)) * 1000)}/s`);
  }
}

/** Printers and upstream that keep up, without the time they would take. */
async function workAway(till: TestTill): Promise<void> {
  const { ledger } = till.home;
  const at = Math.floor(till.clock.now().getTime() / 1000);
  await ledger.write(() => {
    for (const slip of ledger.slips.list(["waiting"], together * 2)) {
      const started = ledger.slips.move(slip, "start", { at });
      if (started) ledger.slips.move(started, "confirmed", { at, mark: "bench" });
    }
  });
  while ((await deliverNext(ledgerOutbox(till.till.shop), obliging, never)) === "worked");
}

const never = new AbortController().signal;

const obliging: Upstream = {
  address: new URL("https://obliging.test"),
  batchSize: 500,
  deliver: async (parcels) => ({ result: "answered", fates: new Map(parcels.map(({ id }) => [id, { result: "accepted" }])) }),
  inquire: async () => ({ result: "answered", fates: new Map() }),
};

function sell(till: TestTill): Promise<unknown> {
  return issueInvoice(till.till.shop, client, nextRequest());
}

type Search = readonly [what: string, path: string, most: number];

async function searches(till: TestTill): Promise<Search[]> {
  const { ledger } = till.home;
  const middle = ledger.invoices.find(Math.floor(ledger.journal.head().seq / 2));
  const { number, issuedAt } = middle.record;
  const day = issuedAt.slice(0, 10);
  return [
    ["find by number", `/v1/invoices?number=${number}`, 20],
    ["find by day", `/v1/invoices?from=${day}&to=${day}&limit=50`, 20],
    ["find by amount", `/v1/invoices?total=${middle.row.total}&limit=50`, 20],
    ["find by buyer, none there", "/v1/invoices?buyer=04595257", 20],
    ["newest fifty", "/v1/invoices?limit=50", 20],
    ["status", "/v1/status", 50],
    ["outbox", "/v1/outbox", 50],
    ["what upstream refused, none", "/v1/outbox?state=rejected", 50],
    ["numbers", "/v1/ranges", 50],
  ];
}

async function look(till: TestTill, path: string): Promise<void> {
  const answer = await till.get(path);
  const body = await answer.json();
  if (answer.status !== 200) throw new Error(`${path}: ${JSON.stringify(body)}`);
}

async function medianMs(act: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let probe = 0; probe < probes; probe++) {
    const started = performance.now();
    await act();
    times.push(performance.now() - started);
  }
  return median(times);
}
