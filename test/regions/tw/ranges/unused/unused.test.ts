import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RangeUse, UnusedNumbers, UnusedOutcome } from "../../../../../src/regions/numbers.ts";
import { joinUnused, unusedDeadline, unusedOf } from "../../../../../src/regions/tw/ranges/unused/unused.ts";

const where = { branchId: "12345675", headOfficeId: "12345675", invoiceType: "07", period: "11512", track: "KD" };

/** Booklets 0 to 99, of which 0 to 39 were issued. */
function aRange(changes: Partial<RangeUse> = {}): RangeUse {
  return { ...where, first: 0, last: 99, next: 40, state: "closed", ...changes };
}

function aPart(changes: Partial<UnusedNumbers> = {}): UnusedNumbers {
  return { ...where, items: [{ first: 40, last: 99 }], ...changes };
}

function span(first: number, last: number) {
  return { period: where.period, track: where.track, first, last };
}

describe("what a till has left over", () => {
  test("the rest of its ranges, joined where they touch; a spent range leaves nothing and an untouched one all", () => {
    const ranges = [
      aRange({ first: 200, last: 249, next: 200 }),
      aRange(),
      aRange({ first: 100, last: 149, next: 100 }),
      aRange({ first: 300, last: 349, next: 350, state: "spent" }),
    ];
    const items = [
      { first: 40, last: 149 },
      { first: 200, last: 249 },
    ];
    expect(unusedOf(ranges, [])).toEqual({ result: "joined", reports: [{ ...where, items }] });
  });

  test("each branch, type, period and track has a report of its own", () => {
    const changes = [
      {},
      { branchId: "10458575", first: 100 },
      { invoiceType: "08", first: 200 },
      { period: "11510" },
      { track: "KE" },
    ];
    const outcome = unusedOf(
      changes.map((change) => aRange({ ...change, last: (change.first ?? 0) + 49, next: (change.first ?? 0) + 40 })),
      [],
    );
    expect(reportsOf(outcome)).toHaveLength(5);
  });

  test("numbers that are not free after all are left out, and only they", () => {
    const outcome = unusedOf([aRange()], [span(30, 44), span(60, 60), { ...span(70, 80), period: "11510" }]);
    const items = [
      { first: 45, last: 59 },
      { first: 61, last: 99 },
    ];
    expect(outcome).toEqual({ result: "joined", reports: [{ ...where, items }] });
  });

  test.each(["open", "standby"] as const)("a range that is %s may still issue, so nothing is reported", (state) => {
    expect(unusedOf([aRange({ track: "KE" }), aRange({ state })], [])).toMatchObject({
      result: "refused",
      faults: [{ path: "ranges[1]", code: "range-alive" }],
    });
  });

  test("a shop that used up everything has nothing to report", () => {
    expect(unusedOf([aRange({ next: 100, state: "spent" })], [])).toEqual({ result: "joined", reports: [] });
  });
});

describe("the parts of several tills", () => {
  test("become one report, in rising order", () => {
    const other = aPart({
      items: [
        { first: 160, last: 199 },
        { first: 100, last: 120 },
      ],
    });
    const items = [
      { first: 40, last: 120 },
      { first: 160, last: 199 },
    ];
    expect(joinUnused([other, aPart()], [span(0, 39), span(121, 159)])).toEqual({
      result: "joined",
      reports: [{ ...where, items }],
    });
  });

  test.each([
    ["overlaps another till's", [aPart(), aPart({ items: [{ first: 99, last: 120 }] })], [], "parts[1].items[0]: overlap"],
    [
      "overlaps another type's",
      [aPart(), aPart({ invoiceType: "08", items: [{ first: 90, last: 95 }] })],
      [],
      "parts[1].items[0]: overlap",
    ],
    ["touches an issued number at its end", [aPart()], [span(99, 120)], "parts[0].items[0]: overlap"],
    ["touches an issued number at its start", [aPart()], [span(0, 40)], "parts[0].items[0]: overlap"],
    ["ends before it begins", [aPart({ items: [{ first: 41, last: 40 }] })], [], "parts[0].items[0]: reversed"],
  ])("a part that %s is refused, and all with it", (_, parts, issued, fault) => {
    const outcome = joinUnused(parts, issued);
    expect(outcome.result === "refused" && outcome.faults.map(({ path, code }) => `${path}: ${code}`)).toEqual([fault]);
  });

  test("more parts than one E0402 holds are refused, since a track has one file only", () => {
    const items = Array.from({ length: 10_001 }, (_, index) => ({ first: index * 2, last: index * 2 }));
    expect(joinUnused([aPart({ items })], [])).toMatchObject({ result: "refused", faults: [{ code: "too-many-items" }] });
    expect(joinUnused([aPart({ items: items.slice(1) })], [])).toMatchObject({ result: "joined" });
  });

  test("every number of the tills' ranges is either issued or in the report, and none is in both", () => {
    const tills = fc.array(fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 3 }), fc.nat(150)), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(tills, (shapes) => {
        let booklet = 0;
        const ranges = shapes.map(([gap, booklets, used]) => {
          const first = (booklet + gap) * 50;
          booklet += gap + booklets;
          const last = booklet * 50 - 1;
          return aRange({ first, last, next: Math.min(first + used, last + 1) });
        });
        const issued = ranges.map(({ first, next }) => span(first, next - 1));
        const parts = ranges.flatMap((range) => reportsOf(unusedOf([range], [])));
        const items = reportsOf(joinUnused(parts.toReversed(), issued)).flatMap((report) => report.items);
        const free = ranges.flatMap(({ next, last }) => numbers(next, last));
        expect(items.flatMap(({ first, last }) => numbers(first, last))).toEqual(free);
        for (const [index, item] of items.entries())
          if (index > 0) expect(item.first).toBeGreaterThan(items[index - 1]!.last + 1);
      }),
    );
  });

  test("an item that shares a number with any other or with an issued one never gets through", () => {
    const spans = fc.array(
      fc.tuple(fc.nat(60), fc.nat(6)).map(([first, more]) => ({ first, last: first + more })),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(spans, spans, (items, used) => {
        const taken = used.map(({ first, last }) => span(first, last));
        const clash = items.some((item, index) =>
          [...items.slice(0, index), ...taken].some((other) => item.first <= other.last && other.first <= item.last),
        );
        expect(joinUnused([aPart({ items })], taken).result).toBe(clash ? "refused" : "joined");
      }),
      { numRuns: 500 },
    );
  });
});

test.each([
  ["11510", "2026-11-10"],
  ["11512", "2027-01-10"],
  ["11502", "2026-03-10"],
])("the report of %s is due by the end of %s in Taipei", (period, day) => {
  expect(unusedDeadline(period)).toBe(Date.parse(`${day}T23:59:59+08:00`) / 1000);
});

function reportsOf(outcome: UnusedOutcome): readonly UnusedNumbers[] {
  if (outcome.result === "refused") throw new Error(outcome.faults[0]!.message);
  return outcome.reports;
}

function numbers(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
