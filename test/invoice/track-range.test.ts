import fc from "fast-check";
import { expect, test } from "vitest";
import { allocate, numbersLeft, type TrackRange } from "../../src/invoice/track-range.ts";

const range: TrackRange = { id: 1, period: "11512", track: "TS", first: 0, last: 49, next: 0, state: "open", lastIssuedAt: null };

test("numbers come one after the other, each once, to the last one, which spends the range", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 99_999_900 }), fc.integer({ min: 0, max: 60 }), (first, more) => {
      let rest: TrackRange = { ...range, first, next: first, last: first + more };
      for (let number = first; number <= first + more; number++) {
        expect(rest.state).toBe("open");
        expect(numbersLeft(rest)).toBe(first + more - number + 1);
        const taken = allocate(rest);
        expect(taken.number).toBe(`TS${String(number).padStart(8, "0")}`);
        rest = taken.remaining;
      }
      expect(rest).toMatchObject({ state: "spent", next: first + more + 1 });
      expect(numbersLeft(rest)).toBe(0);
    }),
  );
});

test("allocating changes nothing by itself: the caller stores the rest, or nothing happened", () => {
  const before = structuredClone(range);
  allocate(range);
  expect(range).toEqual(before);
});

test("a used-up range gives no number", () => {
  expect(() => allocate({ ...range, next: 50 })).toThrow("TS00000000–TS00000049 is used up");
});

test.each(["standby", "spent", "closed", "reported"] as const)("a range that is %s gives no number", (state) => {
  expect(() => allocate({ ...range, state })).toThrow(`is ${state}, not open`);
});
