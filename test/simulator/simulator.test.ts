import { expect, test } from "vitest";
import { SimulatedShop } from "./simulated-shop.ts";

const seeds = process.env.SEED ? [Number(process.env.SEED)] : Array.from({ length: Number(process.env.SEEDS ?? 20) }, (_, i) => i + 1);
const events = 40;

test.each(seeds)("a shop keeps its promises through outages and power cuts (SEED=%i)", async (seed) => {
  const shop = await SimulatedShop.open(seed);
  await shop.storm(events);
  await shop.calm();
  const seen = shop.violations();
  if (seen.length > 0) console.log(shop.story.join("\n"));
  await shop.close();
  expect(seen).toEqual([]);
});
