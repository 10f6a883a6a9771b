import fc from "fast-check";
import { expect, test } from "vitest";
import { localTime, periodOf } from "../../../src/regions/tw/calendar.ts";
import { periodEndsAt, periodStartsAt } from "../../../src/regions/tw/ranges/period.ts";
import { tw } from "../../../src/regions/tw/tw.ts";

const someSecond = fc.integer({ min: Date.parse("2012-01-01T00:00:00Z") / 1000, max: Date.parse("2099-12-31T00:00:00Z") / 1000 });

test("every second is in the day and in the period it is said to be in, from its first second to the one before the next", () => {
  fc.assert(
    fc.property(someSecond, (at) => {
      const day = tw.reports.dayOf(at);
      expect(day.from <= at && at < day.to).toBe(true);
      expect(localTime(day.from)).toBe(`${day.date}T00:00:00+08:00`);
      expect(localTime(day.to - 1)).toBe(`${day.date}T23:59:59+08:00`);
      expect(tw.reports.dayFromText(day.date)).toEqual(day);
      const period = periodOf(at);
      expect(periodStartsAt(period) <= at && at < periodEndsAt(period)).toBe(true);
      expect([periodOf(periodStartsAt(period)), periodOf(periodStartsAt(period) - 1) === period]).toEqual([period, false]);
    }),
  );
});

test.each([
  "2026-02-29",
  "2026-11-31",
  "2026-00-10",
  "0000-00-00",
  "2026-1-1",
  "2026-11-26T00:00",
  " 2026-11-26",
])("%j is no day", (text) => {
  expect(tw.reports.dayFromText(text)).toBeNull();
});

test.each([
  ["11512", "2027-01-10T23:59:59+08:00", "2027-01-15T23:59:59+08:00"],
  ["11602", "2027-03-10T23:59:59+08:00", "2027-03-15T23:59:59+08:00"],
])("after %s unused numbers are due %s and the return %s", (period, unused, filing) => {
  expect(tw.reports.dues(period).map(({ at }) => localTime(at))).toEqual([unused, filing]);
});
