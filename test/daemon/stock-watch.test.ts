import { expect, test } from "vitest";
import { Feed } from "../../src/daemon/feed.ts";
import type { NumberStock } from "../../src/daemon/stock/number-stock.ts";
import { StockWatch } from "../../src/daemon/stock/stock-watch.ts";
import { WoundClock } from "../wound-clock.ts";

/** A watch over a stock that says how often it was looked at. */
function aWatch() {
  const clock = new WoundClock();
  const looks = { count: 0 };
  const look = (): NumberStock => {
    looks.count++;
    return { period: "11512", left: 100, granted: 100, lastsUntil: null, level: "enough", scarcest: null };
  };
  return { clock, looks, watch: new StockWatch({ clock, feed: new Feed(), look }) };
}

test("a thousand sales in a minute read the ledger once, and the next minute reads it again", async () => {
  const { clock, looks, watch } = aWatch();
  for (let sale = 0; sale < 1000; sale++) watch.after("11512", 100);
  expect(looks.count).toBe(1);
  await clock.wind(59_999);
  watch.after("11512", 100);
  expect(looks.count).toBe(1);
  await clock.wind(1);
  watch.after("11512", 100);
  expect(looks.count).toBe(2);
});

test("a wall clock that is set does not make it look: only the time that has passed counts", () => {
  const { clock, looks, watch } = aWatch();
  watch.after("11512", 100);
  clock.jump(86_400_000);
  watch.after("11512", 100);
  expect(looks.count).toBe(1);
});

test("a new period and the last number are looked at at once", () => {
  const { looks, watch } = aWatch();
  watch.after("11512", 100);
  watch.after("11602", 100);
  watch.after("11512", 0);
  expect(looks.count).toBe(3);
});
