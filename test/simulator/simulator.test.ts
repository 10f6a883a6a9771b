import { afterAll, expect, test } from "vitest";
import { SimulatedShop } from "./simulated-shop.ts";

/** `SEED=42` replays one run, `SEEDS=1500` makes many. */
const { SEED, SEEDS = "20" } = process.env;
const seeds = SEED ? [Number(SEED)] : Array.from({ length: Number(SEEDS) }, (_, index) => index + 1);
const events = 40;

let happened = 0;
const startedMs = performance.now();

afterAll(() => {
  const seconds = (performance.now() - startedMs) / 1000;
  process.stdout.write(`${seeds.length} seeds, ${happened} events, ${(seeds.length / seconds).toFixed(1)} seeds a second\n`);
});

test.each(
  seeds,
)("a shop keeps its promises through outages and power cuts, and in calm everything arrives (SEED=%i)", async (seed) => {
  const shop = await SimulatedShop.open(seed);
  await shop.storm(events);
  await shop.calm();
  happened += shop.story.length;
  await shop.close();
  expect(shop.violations(), shop.story.join("\n")).toEqual([]);
});

test("the same seed tells the same story, so that a red run can be replayed", async () => {
  const tell = async () => {
    const shop = await SimulatedShop.open(seeds[0]!);
    await shop.storm(events);
    const digest = shop.digest();
    await shop.close();
    return { story: shop.story, digest };
  };
  expect(await tell()).toEqual(await tell());
});
