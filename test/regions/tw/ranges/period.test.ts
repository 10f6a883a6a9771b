import { describe, expect, test } from "vitest";
import { periodOf } from "../../../../src/regions/tw/calendar.ts";
import { nextPeriod, periodEndsAt, periodFromText } from "../../../../src/regions/tw/ranges/period.ts";
import vectors from "../vectors.json" with { type: "json" };

describe("a period's text", () => {
  test.each([
    ...vectors.period.csv_period_text,
    ...vectors.period.cases.map(({ code, label }) => ({ text: label, code })),
    { text: "115/11～115/12", code: "11512" },
    { text: "1150102", code: "11502" },
    { text: " 11510 ", code: "11510" },
  ])("$text is $code", ({ text, code }) => {
    expect(periodFromText(text)).toBe(code);
  });

  test.each([
    "115/02 ~ 115/03",
    "115/09 ~ 115/12",
    "1150112",
    "115年10-12月",
    "115/11 ~ 116/12",
    "115/12",
    "11511",
    "11500",
    "11514",
    "1150203",
    "115年02-03月",
    "1150001",
    "2026-02",
    "",
  ])("%j is no period", (text) => {
    expect(periodFromText(text)).toBeNull();
  });
});

describe("a period's end", () => {
  test.each([
    ["11502", "2026-03-01T00:00:00+08:00", "11504"],
    ["11510", "2026-11-01T00:00:00+08:00", "11512"],
    ["11512", "2027-01-01T00:00:00+08:00", "11602"],
  ])("of %s is %s, midnight in Taipei, and then comes %s", (period, end, next) => {
    expect(periodEndsAt(period)).toBe(Date.parse(end) / 1000);
    expect(periodOf(periodEndsAt(period) - 1)).toBe(period);
    expect(nextPeriod(period)).toBe(next);
  });
});
