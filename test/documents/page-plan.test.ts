import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { planPages } from "../../src/documents/drawing/page-plan.ts";

const room = { first: 300, other: 600, closing: 150 };

describe("rows on pages", () => {
  test("a short list shares its page with the sums", () => {
    expect(planPages([20, 20], room)).toEqual([{ first: 0, end: 2, closing: true }]);
  });

  test("sums that no longer fit take the last row along", () => {
    expect(planPages([100, 100], room)).toEqual([
      { first: 0, end: 1, closing: false },
      { first: 1, end: 2, closing: true },
    ]);
  });

  test("a list without a row is one page", () => {
    expect(planPages([], room)).toEqual([{ first: 0, end: 0, closing: true }]);
  });

  test("every row stands once, in order, on a page that has room for it, and the sums stand below a row", () => {
    const heights = fc.array(fc.integer({ min: 15, max: 290 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(heights, (rows) => {
        const pages = planPages(rows, room);
        expect(pages.flatMap(({ first, end }) => rows.slice(first, end))).toEqual(rows);
        for (const [index, { first, end, closing }] of pages.entries()) {
          const used = rows.slice(first, end).reduce((sum, height) => sum + height, closing ? room.closing : 0);
          expect(used).toBeLessThanOrEqual(index === 0 ? room.first : room.other);
        }
        expect(pages.filter(({ closing }) => closing)).toEqual([pages.at(-1)]);
        // A single row that fills the first page stays there, and the sums go alone: there is no row to take along.
        const last = pages.at(-1)!;
        if (rows.length > 1 && pages.length > 1)
          expect(last.end - last.first + (pages.at(-2)!.end - pages.at(-2)!.first)).toBeGreaterThan(0);
      }),
    );
  });
});
