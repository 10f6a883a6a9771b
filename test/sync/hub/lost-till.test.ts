import { join } from "node:path";
import { expect, test } from "vitest";
import { settleByUpstream } from "../../../src/daemon/operations/numbers/settle-by-upstream.ts";
import { sell } from "../../daemon/operations/undo/acts.ts";
import { aFolder, copyOf, restored } from "../../daemon/safekeeping/a-copy.ts";
import { WoundClock } from "../../wound-clock.ts";
import { aGrant, aLentTill, type LentTill } from "../reference-hub/a-lent-till.ts";
import { aReferenceHub } from "../reference-hub/reference-hub.ts";

const never = new AbortController().signal;

const sellMany = async ({ till }: LentTill, sales: number) => {
  const numbers: string[] = [];
  for (let sale = 0; sale < sales; sale++) numbers.push((await sell(till)).number);
  return numbers;
};

test("a till restored from a copy learns from its hub what it was lent since, uses none of it, and sells on from other numbers", async () => {
  using folder = aFolder();
  const clock = new WoundClock();
  await using hub = await aReferenceHub(clock);
  hub.books.grant(aGrant);
  const lost = await aLentTill(hub, clock);
  await lost.fill();
  const sold = await sellMany(lost, 3);
  const file = join(folder.path, "till.backup");
  await copyOf(lost.till, file);
  sold.push(...(await sellMany(lost, 60)));
  await lost.fill(); // a lease the copy does not know of
  sold.push(...(await sellMany(lost, 57)));
  expect(await lost.drain()).toEqual({ accepted: 120 });
  const [known, since] = lost.ranges();
  const { world } = lost.till.till.shop;
  await lost[Symbol.asyncDispose]();

  const home = join(folder.path, "home");
  await clock.wind(600_000);
  await restored(file, home, { world });
  await using till = await aLentTill(hub, clock, { folder: home, key: lost.key });
  await till.fill();
  const { ledger } = till.till.home;
  expect(till.ranges().slice(0, 2)).toEqual([known, since]);
  expect(ledger.ranges.list().map(({ state }) => state)).toEqual(["closed", "closed", "standby"]);
  sold.push(...(await sellMany(till, 50)));
  expect(new Set(sold).size).toBe(170);

  expect(await settleByUpstream(till.till.till.shop, till.upstream, never)).toBe("worked");
  const elsewhere = ledger.unaccounted.list().filter(({ state }) => state === "issued-elsewhere");
  expect(elsewhere.reduce((numbers, { first, last }) => numbers + last - first + 1, 0)).toBe(117);
  await till.drain();
  const references = hub.books.stored.map(({ reference }) => reference);
  expect(references.toSorted()).toEqual(sold.toSorted());
});
