import { describe, expect, test } from "vitest";
import type { Problem } from "../../src/base/problem.ts";
import { believeClock, type ClockAnchor, type ClockReading, issueSecond } from "../../src/invoice/issue-time.ts";

const start: ClockAnchor = { bootId: "boot-1", wallMs: Date.parse("2026-11-22T14:00:00+08:00"), uptimeMs: 5_000_000 };
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

function reading(wall: number, uptime: number, more: Partial<ClockReading> = {}): ClockReading {
  return {
    bootId: "boot-1",
    wallMs: start.wallMs + wall,
    uptimeMs: start.uptimeMs + uptime,
    newestEntryMs: start.wallMs,
    longestGapDays: 35,
    ...more,
  };
}

describe("within one boot", () => {
  test("a clock that agrees with the boot clock is believed", () => {
    expect(believeClock(reading(hour, hour), start)).toEqual({
      bootId: "boot-1",
      wallMs: start.wallMs + hour,
      uptimeMs: start.uptimeMs + hour,
    });
  });

  test.each([-60, -2, 2, 60])("a step of %i seconds is believed", (seconds) => {
    expect(() => believeClock(reading(hour + seconds * 1000, hour), start)).not.toThrow();
  });

  test.each([
    { about: "61 s ahead", wall: hour + 61_000, retryAfterSeconds: 60 },
    { about: "61 s back", wall: hour - 61_000, retryAfterSeconds: 1 },
    { about: "3 h back", wall: hour - 3 * hour, retryAfterSeconds: 3 * 3600 - 60 },
    { about: "400 days ahead", wall: hour + 400 * day, retryAfterSeconds: 60 },
  ])("a jump of $about is refused, with how long it lasts at least", ({ about, wall, retryAfterSeconds }) => {
    const problem = refusal(() => believeClock(reading(wall, hour), start));
    expect(problem.code).toBe("clock-jumped");
    expect(problem.message).toContain(about);
    expect(problem.detail).toMatchObject({ retryAfterSeconds, hint: expect.stringContaining("tillseal clock accept") });
  });

  test("small steps do not add up unseen: the second half minute in a row is held against the first anchor", () => {
    const once = believeClock(reading(40_000, 1000), start);
    expect(() => believeClock(reading(80_000, 2000), once)).toThrow("jumped");
  });

  test("an honest clock slewed by 500 parts in a million is believed over months of daily sales", () => {
    let anchor = start;
    for (let days = 1; days <= 200; days++) anchor = believeClock(reading(days * day * 1.0005, days * day), anchor);
    for (let days = 201; days <= 400; days++)
      anchor = believeClock(reading(200 * day * 1.0005 + (days - 200) * day * 0.9995, days * day), anchor);
    expect(anchor.uptimeMs).toBe(start.uptimeMs + 400 * day);
  });

  test("ten times too fast is no slew", () => {
    let anchor = start;
    const run = () => {
      for (let seconds = 1; seconds <= 60; seconds++) anchor = believeClock(reading(seconds * 10_000, seconds * 1000), anchor);
    };
    expect(run).toThrow("jumped");
  });
});

describe("after a boot, or in a till without an anchor", () => {
  test.each([
    ["a first sale ever", reading(0, 0, { newestEntryMs: null }), null],
    ["a boot, an hour later", reading(hour, 0, { bootId: "boot-2" }), start],
    ["35 days of standing still", reading(35 * day, 0, { bootId: "boot-2" }), start],
    ["a minute behind the newest record", reading(-minute, 0, { bootId: "boot-2" }), start],
  ])("%s is believed and makes a new anchor", (_, now, anchor) => {
    const { bootId, wallMs, uptimeMs } = now;
    expect(believeClock(now, anchor)).toEqual({ bootId, wallMs, uptimeMs });
  });

  test("more than 35 days after the newest record the clock is doubted", () => {
    const problem = refusal(() => believeClock(reading(35 * day + 1, 0, { bootId: "boot-2" }), start));
    expect(problem.message).toContain("35 days ahead");
    expect(problem.detail.retryAfterSeconds).toBe(3600);
  });

  test("the shop may allow a longer rest", () => {
    expect(() => believeClock(reading(100 * day, 0, { bootId: "boot-2", longestGapDays: 120 }), start)).not.toThrow();
  });

  test("a clock behind the newest record is refused until it has caught up", () => {
    const problem = refusal(() => believeClock(reading(-hour, 0, { bootId: "boot-2" }), start));
    expect(problem.detail.retryAfterSeconds).toBe(3600);
  });
});

describe("the issue time", () => {
  const last = 1_795_327_385;

  test("is now, in whole seconds", () => {
    expect(issueSecond(last * 1000 + 999, null)).toBe(last);
    expect(issueSecond((last + 5) * 1000, last)).toBe(last + 5);
  });

  test.each([1, 2])("is the last one again while the clock is a nudge of %i s behind", (seconds) => {
    expect(issueSecond((last - seconds) * 1000, last)).toBe(last);
  });

  test("is refused further back, until the clock has caught up", () => {
    expect(refusal(() => issueSecond((last - 3) * 1000, last)).detail.retryAfterSeconds).toBe(3);
  });
});

function refusal(attempt: () => unknown): Problem {
  try {
    attempt();
  } catch (error) {
    return error as Problem;
  }
  throw new Error("nothing was refused");
}
