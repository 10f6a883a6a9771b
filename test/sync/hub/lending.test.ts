import { describe, expect, test } from "vitest";
import { sell } from "../../daemon/operations/undo/acts.ts";
import { aTill } from "../../till/a-till.ts";
import { WoundClock } from "../../wound-clock.ts";
import { aGrant, aLentTill, type LentTill } from "../reference-hub/a-lent-till.ts";
import { aReferenceHub, type ReferenceHub } from "../reference-hub/reference-hub.ts";

/** A hub with numbers to lend, and as many tills as the test wants. */
async function aShop(tills: number) {
  const clock = new WoundClock();
  const hub = await aReferenceHub(clock);
  hub.books.grant(aGrant);
  const all: LentTill[] = [];
  for (let made = 0; made < tills; made++) all.push(await aLentTill(hub, clock));
  return {
    clock,
    hub,
    tills: all as [LentTill, LentTill],
    async [Symbol.asyncDispose]() {
      for (const one of all) await one[Symbol.asyncDispose]();
      await hub[Symbol.asyncDispose]();
    },
  };
}

const numbersOf = (tills: readonly LentTill[]) =>
  tills
    .flatMap(({ till }) => till.home.ledger.ranges.list())
    .flatMap(({ period, track, first, last }) =>
      Array.from({ length: last - first + 1 }, (_, index) => `${period} ${track} ${first + index}`),
    );

function expectNoNumberTwice(tills: readonly LentTill[], { books }: Pick<ReferenceHub, "books">): void {
  const all = numbersOf(tills);
  expect(new Set(all).size).toBe(all.length);
  expect(books.alarms).toEqual([]);
}

describe("two tills of one hub", () => {
  test("never hold or sell the same number, however they take turns", async () => {
    await using shop = await aShop(2);
    const sold: string[] = [];
    for (let round = 0; round < 30; round++) {
      for (const one of shop.tills) {
        await one.fill();
        for (let sale = 0; sale < 3; sale++) sold.push((await sell(one.till)).number);
      }
    }
    expect(new Set(sold).size).toBe(180);
    expectNoNumberTwice(shop.tills, shop.hub);
  });

  test("are lent each its own, though answers are lost, cut and doubled", async () => {
    await using shop = await aShop(2);
    shop.hub.moods.push("lose-after", null, "cut-body", "twice", "lose-before", "garbage", "lose-after", "error-after");
    for (let step = 0; step < 12; step++) {
      for (const one of shop.tills) await one.topUp();
      await shop.clock.wind(60_000);
    }
    expect(shop.tills.flatMap((one) => one.ranges()).toSorted()).toEqual(["TS 10000000–10000099", "TS 10000100–10000199"]);
    expect(shop.hub.books.leases).toHaveLength(2);
  });
});

describe("a hub restored from an old copy", () => {
  test("lends nothing before every till has told what it holds, and then nothing twice", async () => {
    await using shop = await aShop(2);
    const [one, two] = shop.tills;
    await one.fill();
    const copy = shop.hub.books.copy();
    await two.fill();
    for (let sale = 0; sale < 60; sale++) await sell(one.till);
    await one.fill();
    const held = one.ranges();
    shop.hub.books.restore(copy);

    for (let sale = 0; sale < 60; sale++) await sell(one.till);
    await one.fill();
    expect(shop.hub.books.waitsFor).toEqual([two.name]);
    expect(one.ranges()).toEqual(held);
    for (let sale = 0; sale < 60; sale++) await sell(two.till);
    await two.fill();
    await one.fill();
    expect(shop.hub.books.waitsFor).toEqual([]);
    expect(one.ranges().length).toBeGreaterThan(held.length);
    expectNoNumberTwice(shop.tills, shop.hub);
  });

  test("is handed again just what it lacks", async () => {
    await using shop = await aShop(1);
    const [one] = shop.tills;
    await one.fill();
    for (let sale = 0; sale < 3; sale++) await sell(one.till);
    expect(await one.drain()).toEqual({ accepted: 3 });
    const copy = shop.hub.books.copy();
    for (let sale = 0; sale < 4; sale++) await sell(one.till);
    expect(await one.drain()).toEqual({ accepted: 7 });
    shop.hub.books.restore(copy);
    expect(shop.hub.books.stored).toHaveLength(3);

    await sell(one.till);
    await one.drain(); // hears of the new epoch
    shop.hub.moods.push(null, "forgets-some"); // what it says nothing of is asked about again
    expect(await one.topUp()).toBe("faulted");
    await one.fill();
    expect(one.till.home.ledger.parcels.counts()).toEqual({ accepted: 3, waiting: 5 });
    expect(await one.drain()).toEqual({ accepted: 8 });
    const references = shop.hub.books.stored.map(({ reference }) => reference);
    expect(references).toHaveLength(8);
    expect(new Set(references).size).toBe(8);
  });

  test("that does not know of it learns from the first till that asks", async () => {
    await using shop = await aShop(2);
    const [one, two] = shop.tills;
    await one.fill();
    const copy = shop.hub.books.copy();
    await two.fill();
    const held = two.ranges();
    for (let sale = 0; sale < 60; sale++) await sell(two.till);
    shop.hub.books.slipBack(copy);
    await two.fill(); // its mark is above the hub's own
    expect(shop.hub.books.waitsFor).toEqual([one.name]);
    expect(two.ranges()).toEqual(held);
    for (let sale = 0; sale < 60; sale++) await sell(one.till);
    await one.fill();
    await two.fill();
    expect(two.ranges().length).toBeGreaterThan(held.length);
    expectNoNumberTwice(shop.tills, shop.hub);
  });
});

describe("a till that borrows", () => {
  test("keeps as many as its busiest day would need for the days it was told, and the floor in any case", async () => {
    await using shop = await aShop(1);
    const [one] = shop.tills;
    await one.fill();
    expect(one.ranges()).toEqual(["TS 10000000–10000099"]);
    for (let sale = 0; sale < 90; sale++) await sell(one.till);
    await one.fill();
    // Three days of 90; 10 are left, and 260 more come in booklets of 50.
    expect(one.ranges()).toEqual(["TS 10000000–10000099", "TS 10000100–10000399"]);
  });

  test("sells on from what it holds while the hub is away, tells so once, and says clearly when there is no more", async () => {
    await using shop = await aShop(1);
    const [one] = shop.tills;
    await one.fill();
    const alerts: string[] = [];
    one.till.till.shop.feed.listen((happening) => happening.kind === "alert" && void alerts.push(happening.message));
    await shop.hub.cut();
    for (let sale = 0; sale < 100; sale++) await sell(one.till);
    for (let step = 0; step < 3; step++) expect(await one.topUp()).toBe("faulted");
    expect(alerts).toEqual([expect.stringContaining("nothing listens there")]);
    await expect(sell(one.till)).rejects.toThrow();
    await shop.hub.mend();
    await one.fill();
    expect((await sell(one.till)).number).toBe("TS10000100");
  });

  test("has the next period's numbers from the day they should be there", async () => {
    await using shop = await aShop(1);
    shop.hub.books.grant({ ...aGrant, period: "11602", track: "TU" });
    const [one] = shop.tills;
    await one.fill();
    expect(one.ranges()).toEqual(["TS 10000000–10000099"]);
    await shop.clock.wind(29 * 86_400_000);
    await one.fill();
    expect(one.ranges()).toEqual(["TS 10000000–10000099", "TU 10000000–10000099"]);
  });

  test("gives back what the period left over, once, and is done with it", async () => {
    await using shop = await aShop(1);
    const [one] = shop.tills;
    await one.fill();
    for (let sale = 0; sale < 7; sale++) await sell(one.till);
    await shop.clock.wind(45 * 86_400_000);
    const copy = shop.hub.books.copy();
    shop.hub.moods.push("lose-after");
    await one.fill();
    await shop.clock.wind(60_000);
    await one.fill();
    await shop.clock.wind(60_000);
    await one.fill();
    expect(shop.hub.books.leases).toMatchObject([{ next: 10_000_007, returned: true }]);
    const { ledger } = one.till.home;
    expect(ledger.ranges.list()).toMatchObject([{ state: "reported", next: 10_000_007 }]);
    expect(ledger.journal.find(ledger.journal.head().seq)).toMatchObject({ kind: "lease-return" });
    shop.hub.books.restore(copy); // it forgot the return, and hears of it again
    await one.drain();
    await one.topUp();
    await one.topUp();
    expect(shop.hub.books.leases).toMatchObject([{ next: 10_000_007, returned: true }]);
  });

  test("takes a lease as it takes any range file: journalled, and kept byte for byte", async () => {
    await using shop = await aShop(1);
    const [one] = shop.tills;
    await one.fill();
    const { ledger } = one.till.home;
    const [file] = ledger.rangeFiles.list();
    expect(file).toMatchObject({ name: "hub lease lease-1", operator: "hub" });
    expect(JSON.parse(ledger.journal.find(file!.journalSeq)!.doc)).toMatchObject({
      by: "hub",
      ranges: [{ track: "TS", first: 10_000_000, last: 10_000_099 }],
    });
  });

  test("takes no lease a second time, and somebody is told", async () => {
    await using shop = await aShop(1);
    const [one] = shop.tills;
    await one.fill();
    const alerts: string[] = [];
    one.till.till.shop.feed.listen((happening) => happening.kind === "alert" && void alerts.push(happening.message));
    const { books } = shop.hub;
    const written = JSON.parse(books.copy());
    books.slipBack(JSON.stringify({ ...written, marks: {}, leases: [] }));
    one.till.home.ledger.lentMarks.list = () => []; // a till that forgot its marks as well
    for (let sale = 0; sale < 50; sale++) await sell(one.till);
    await one.fill();
    expect(one.ranges()).toEqual(["TS 10000000–10000099"]);
    expect(alerts).toEqual([expect.stringMatching(/second time/)]);
    expect(await one.topUp()).toBe("faulted"); // and asks at a slower pace
  });
});

test("a mark never falls, whoever writes it", async () => {
  await using till = await aTill();
  const { ledger } = till.home;
  const mark = { seller: "12345675", invoiceType: "07", period: "11512", track: "TS" };
  await ledger.write(() => {
    ledger.lentMarks.raise({ ...mark, upTo: 99 });
    ledger.lentMarks.raise({ ...mark, upTo: 50 });
  });
  expect(ledger.lentMarks.list()).toEqual([{ ...mark, upTo: 99 }]);
});
