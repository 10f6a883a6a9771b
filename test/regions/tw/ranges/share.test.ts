import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { shareFromText, shareOf } from "../../../../src/regions/tw/ranges/share.ts";
import { aGrant } from "./granted.ts";

/** A file of up to twelve rows: several periods, types and tracks, each row after the one before it, some touching. */
const file = fc
  .array(
    fc.record({
      period: fc.constantFrom("11512", "11602"),
      invoiceType: fc.constantFrom("07", "08"),
      track: fc.constantFrom("KD", "KE"),
      gap: fc.nat(2),
      booklets: fc.integer({ min: 1, max: 9 }),
    }),
    { maxLength: 12 },
  )
  .map((rows) => {
    let booklet = 0;
    return rows.map(({ gap, booklets, ...row }, index) => {
      const first = (booklet + gap) * 50;
      booklet += gap + booklets;
      return aGrant({ ...row, row: index + 2, first, last: first + booklets * 50 - 1 });
    });
  });

function numbersOf(grants: readonly ReturnType<typeof aGrant>[]): string[] {
  return grants.flatMap(({ period, invoiceType, track, first, last }) =>
    Array.from({ length: last - first + 1 }, (_, index) => `${period} ${invoiceType} ${track}${first + index}`),
  );
}

describe("a share of a file", () => {
  test("the shares of n tills are disjoint, complete, and of whole booklets, differing by one booklet a kind at most", () => {
    fc.assert(
      fc.property(file, fc.integer({ min: 1, max: 7 }), (grants, n) => {
        const shares = Array.from({ length: n }, (_, index) => shareOf(grants, { k: index + 1, n }));
        expect(shares.flatMap(numbersOf).toSorted()).toEqual(numbersOf(grants).toSorted());
        for (const { first, last } of shares.flat()) expect([first % 50, last % 50]).toEqual([0, 49]);
        for (const kind of new Set(grants.map(kindOf))) {
          const sizes = shares.map((share) => numbersOf(share.filter((grant) => kindOf(grant) === kind)).length / 50);
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test("adjacent booklets come back as one range, also over rows", () => {
    const grants = [
      aGrant({ first: 0, last: 49 }),
      aGrant({ row: 3, first: 50, last: 199 }),
      aGrant({ row: 4, first: 300, last: 399 }),
    ];
    expect(shareOf(grants, { k: 1, n: 2 })).toEqual([aGrant({ first: 0, last: 149 })]);
    expect(shareOf(grants, { k: 2, n: 2 })).toEqual([
      aGrant({ row: 3, first: 150, last: 199 }),
      aGrant({ row: 4, first: 300, last: 399 }),
    ]);
  });

  test("no till is left without a type or without the next period", () => {
    const kinds = [aGrant(), aGrant({ invoiceType: "08", track: "KE" }), aGrant({ period: "11602" })];
    for (const k of [1, 2]) expect(shareOf(kinds, { k, n: 2 }).map(kindOf)).toEqual(kinds.map(kindOf));
  });

  test("where there are fewer booklets than tills some get nothing", () => {
    const shares = [1, 2, 3].map((k) => shareOf([aGrant()], { k, n: 3 }).length);
    expect(shares).toEqual([0, 1, 1]);
  });

  test("a whole track is dealt without being counted through", () => {
    const track = aGrant({ first: 0, last: 99_999_999 });
    expect(shareOf([track], { k: 3, n: 3 })).toEqual([{ ...track, first: 66_666_650 }]);
  });
});

describe("the text of a share", () => {
  test("1/3 is the first of three", () => {
    expect(shareFromText("1/3")).toEqual({ k: 1, n: 3 });
    expect(shareFromText("12/12")).toEqual({ k: 12, n: 12 });
  });

  test.each(["0/3", "4/3", "1/0", "1", "1/3/5", "01/3", " 1/3", "1/100", "-1/3", "1.5/3", ""])("%j is no share", (text) => {
    expect(shareFromText(text)).toBeNull();
  });
});

function kindOf({ period, invoiceType }: { period: string; invoiceType: string }): string {
  return `${period} ${invoiceType}`;
}
