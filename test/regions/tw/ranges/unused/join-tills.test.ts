import { describe, expect, test } from "vitest";
import type { HeldRange, ShopParts, TillPart } from "../../../../../src/regions/numbers.ts";
import { joinTills } from "../../../../../src/regions/tw/ranges/unused/join-tills.ts";
import { aGrant } from "../granted.ts";

const holder = { branchId: "12345675", headOfficeId: "04595257" };
const where = { ...holder, invoiceType: "07", period: "11512", track: "KD" };

/** A till that held some numbers of KD and issued those before `next`. */
function aTill(
  till: string,
  range: Pick<HeldRange, "first" | "last" | "next">,
  items?: { first: number; last: number }[],
): TillPart {
  const rest = range.next > range.last ? [] : [{ first: range.next, last: range.last }];
  return { till, path: till, ranges: [{ ...where, ...range }], reports: [{ ...where, items: items ?? rest }] };
}

/** The first of two tills, with two booklets between them: 0 to 49 and 50 to 99. */
function aShop(changes: Partial<ShopParts> = {}): ShopParts {
  const files = [{ name: "invnoapply.csv", grants: [aGrant({ first: 0, last: 99 })], share: { k: 1, n: 2 } }];
  const parts = [aTill("back", { first: 50, last: 99, next: 70 }), aTill("front", { first: 0, last: 49, next: 50 })];
  return { period: "11512", holder, parts, files, missing: [], ...changes };
}

function faultsOf(shop: ShopParts): string[] {
  const outcome = joinTills(shop);
  return outcome.result === "refused" ? outcome.faults.map(({ path, code }) => `${path}: ${code}`) : [];
}

const front = aTill("front", { first: 0, last: 49, next: 50 });

describe("all tills of a shop", () => {
  test("make one report, in which nothing stands for a till that used up everything", () => {
    expect(joinTills(aShop())).toEqual({
      result: "joined",
      reports: [{ ...where, items: [{ first: 70, last: 99 }] }],
    });
  });

  test("that used up everything have nothing to report", () => {
    const parts = [aTill("back", { first: 50, last: 99, next: 100 }), front];
    expect(joinTills(aShop({ parts }))).toEqual({ result: "joined", reports: [] });
  });

  test("may hold numbers of files this till never saw, such as one asked for later", () => {
    const extra = aTill("back", { first: 500, last: 549, next: 510 });
    const back = aTill("back", { first: 50, last: 99, next: 70 });
    expect(joinTills(aShop({ parts: [back, extra, front] }))).toMatchObject({
      reports: [
        {
          items: [
            { first: 70, last: 99 },
            { first: 510, last: 549 },
          ],
        },
      ],
    });
  });

  test.each<[string, Partial<ShopParts>, string[]]>([
    ["a till nobody told of", { parts: [front] }, ["invnoapply.csv: hole"]],
    [
      "part of a share that nobody holds",
      { parts: [aTill("back", { first: 60, last: 99, next: 70 }), front] },
      ["invnoapply.csv: hole"],
    ],
    ["numbers two tills hold", { parts: [aTill("back", { first: 49, last: 99, next: 70 }), front] }, ["back.ranges[0]: overlap"]],
    [
      "an unused number its till did issue",
      { parts: [aTill("back", { first: 50, last: 99, next: 70 }, [{ first: 69, last: 99 }]), front] },
      ["back: not-held"],
    ],
    [
      "a number that is neither issued nor unused",
      { parts: [aTill("back", { first: 50, last: 99, next: 70 }, [{ first: 70, last: 98 }]), front] },
      ["back: unaccounted"],
    ],
    [
      "a range used past its end",
      { parts: [aTill("back", { first: 50, last: 99, next: 101 }), front] },
      ["back.ranges[0]: reversed"],
    ],
    [
      "an item that ends before it begins",
      { parts: [aTill("back", { first: 50, last: 99, next: 70 }, [{ first: 99, last: 70 }]), front] },
      ["back.reports[0].items[0]: reversed"],
    ],
  ])("are refused with %s", (_, changes, faults) => {
    expect(faultsOf(aShop(changes))).toEqual(faults);
  });

  test.each<[string, Partial<HeldRange>, string]>([
    ["another seller's", { branchId: "10458575" }, "seller-differs"],
    ["another head office's", { headOfficeId: "12345675" }, "head-office-differs"],
    ["of another period", { period: "11510" }, "period-differs"],
  ])("are refused with numbers that are %s, each where it stands", (_, change, code) => {
    const back = aTill("back", { first: 50, last: 99, next: 70 });
    const ranges = back.ranges.map((range) => ({ ...range, ...change }));
    const reports = back.reports.map((report) => ({ ...report, ...change }));
    const faults = faultsOf(aShop({ parts: [{ ...back, ranges, reports }, front] }));
    expect(faults).toEqual([`back.ranges[0]: ${code}`, `back.reports[0]: ${code}`]);
  });
});

describe("a share named as missing", () => {
  test("is left out: what its till issued is not known, so nothing of it is called unused", () => {
    const half = aTill("front", { first: 0, last: 49, next: 20 });
    expect(joinTills(aShop({ parts: [half], missing: [{ k: 2, n: 2 }] }))).toMatchObject({
      result: "joined",
      reports: [{ items: [{ first: 20, last: 49 }] }],
    });
  });

  test.each([
    ["is told of after all", { k: 2, n: 2 }, "not-missing"],
    ["is even this till's own", { k: 1, n: 2 }, "not-missing"],
    ["no file was dealt in", { k: 2, n: 3 }, "share-unknown"],
  ])("that %s is refused", (_, share, code) => {
    expect(faultsOf(aShop({ missing: [share] }))).toEqual([`missing[0]: ${code}`]);
  });
});
