import { WayShop } from "../../simulator/way/way-shop.ts";

export interface Share {
  readonly from: number;
  readonly seeds: number;
  readonly step: number;
  readonly sales: number;
}

export interface Told {
  readonly seed: number;
  readonly sales: number;
  readonly broken: readonly string[];
  /** What happened; only of a seed that broke something. */
  readonly story: readonly string[];
}

/** Runs the seeds of its share, one after the other, and tells of each. */
process.on("message", async ({ from, seeds, step, sales }: Share) => {
  for (let seed = from; seed < from + seeds; seed += step) {
    const shop = await WayShop.open(seed);
    await shop.storm(sales);
    await shop.calm();
    const broken = shop.violations();
    const told: Told = { seed, sales: shop.sales, broken, story: broken.length > 0 ? shop.story : [] };
    await shop.close();
    process.send!(told);
  }
  process.exit(0);
});
