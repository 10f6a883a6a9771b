import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Chance } from "../../simulator/chance.ts";
import { aSale, type InvoiceOrRefusal } from "../../till/a-till.ts";
import { WoundClock } from "../../wound-clock.ts";
import { aGrant, aLentTill, type LentTill } from "../reference-hub/a-lent-till.ts";
import { moods } from "../reference-hub/moods.ts";
import { aReferenceHub, type ReferenceHub } from "../reference-hub/reference-hub.ts";

/** Two tills and their hub, on which everything comes down: lost answers, restarts, a hub that forgets. */
interface Storm extends AsyncDisposable {
  readonly hub: ReferenceHub;
  readonly clock: WoundClock;
  readonly tills: LentTill[];
  readonly copies: string[];
  readonly sold: string[];
  restart(which: number): Promise<void>;
}

async function aStorm(): Promise<Storm> {
  const clock = new WoundClock();
  const hub = await aReferenceHub(clock);
  hub.books.grant(aGrant);
  const place = mkdtempSync(join(tmpdir(), "tillseal-storm-"));
  const folders = [join(place, "one"), join(place, "two")];
  const tills: LentTill[] = [];
  for (const folder of folders) tills.push(await aLentTill(hub, clock, { folder }));
  return {
    hub,
    clock,
    tills,
    copies: [hub.books.copy()],
    sold: [],
    async restart(which) {
      const { key } = tills[which]!;
      await tills[which]![Symbol.asyncDispose]();
      tills[which] = await aLentTill(hub, clock, { folder: folders[which]!, key });
    },
    async [Symbol.asyncDispose]() {
      for (const till of tills) await till[Symbol.asyncDispose]();
      await hub[Symbol.asyncDispose]();
      rmSync(place, { recursive: true });
    },
  };
}

type Event = (storm: Storm, till: LentTill, chance: Chance) => Promise<void> | void;

const events: readonly (readonly [weight: number, event: Event])[] = [
  [8, (storm, till, chance) => sellSome(storm, till, chance.between(1, 25))],
  [8, async (_, till) => void (await till.topUp())],
  [5, async (_, till) => void (await till.deliver())],
  [3, ({ hub }, _, chance) => void hub.moods.push(chance.pick(moods))],
  [2, ({ hub, copies }) => void copies.push(hub.books.copy())],
  [1, ({ hub, copies }, _, chance) => hub.books.restore(chance.pick(copies))],
  [1, (storm, till) => storm.restart(storm.tills.indexOf(till))],
  [3, async ({ clock }) => void (await clock.wind(20_000))],
];

async function sellSome({ sold }: Storm, { till }: LentTill, sales: number): Promise<void> {
  for (let sale = 0; sale < sales; sale++) {
    const { number } = await (await till.post<InvoiceOrRefusal>("/v1/sales", aSale())).json();
    if (number === undefined) return; // no number left: told clearly, and nothing else
    sold.push(number);
  }
}

function expectNothingTwice({ tills, sold, hub }: Storm): void {
  const spans = tills.flatMap(({ till }) => till.home.ledger.ranges.list()).toSorted((one, other) => one.first - other.first);
  for (const [index, span] of spans.entries()) if (index > 0) expect(span.first).toBeGreaterThan(spans[index - 1]!.last);
  expect(new Set(sold).size).toBe(sold.length);
  expect(hub.books.alarms).toEqual([]);
}

/** More of them with STORMS=100. */
const seeds = Array.from({ length: Number(process.env.STORMS ?? 6) }, (_, index) => index + 1);

test.each(
  seeds,
)("in a storm (seed %i) no number is lent or sold twice, and in the calm after it every document is there once", async (seed) => {
  await using storm = await aStorm();
  const chance = new Chance(seed);
  for (const till of storm.tills) await till.fill();
  for (let step = 0; step < 90; step++) {
    await chance.weighted(events)(storm, chance.pick(storm.tills), chance);
    expectNothingTwice(storm);
  }
  storm.hub.moods.length = 0;
  await storm.clock.wind(7 * 3600_000); // a till that has nothing to say hears of a new epoch when it shakes hands by itself
  for (let round = 0; round < 4; round++)
    for (const till of storm.tills) {
      await till.fill();
      await till.drain();
      await storm.clock.wind(900_000);
    }
  expectNothingTwice(storm);
  expect(storm.sold.length).toBeGreaterThan(20);
  const references = storm.hub.books.stored.map(({ reference }) => reference);
  expect(references.toSorted()).toEqual(storm.sold.toSorted());
}, 60_000);
