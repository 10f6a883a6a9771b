import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lastsUntil, type QuarterCount, type Stock } from "../../../../src/regions/tw/ranges/forecast.ts";

/** A Wednesday. */
const today = "2026-11-25";
const periodEndsAt = seconds("2027-01-01", "00:00");

/** A shop open 10:00 to 20:00 that sells 16 an hour, day after day, today as well. */
function aStock(changes: Partial<Stock> = {}): Stock {
  const nowSeconds = changes.nowSeconds ?? seconds(today, "12:00");
  return {
    nowSeconds,
    left: 40,
    periodEndsAt,
    firstSaleAt: seconds("2026-05-01", "10:00"),
    sold: [...days(14, 4), ...selling(today, ["10:00", "12:00"], 4)],
    ...changes,
  };
}

describe("a shop with two weeks behind it", () => {
  test("numbers for two and a half hours last until half past two", () => {
    expect(localTime(lastsUntil(aStock()))).toBe("2026-11-25 14:30");
  });

  test("the night between is not counted as selling time", () => {
    expect(localTime(lastsUntil(aStock({ left: 128 + 72 })))).toBe("2026-11-26 14:30");
  });

  test("the forecast starts now, also in the middle of a quarter", () => {
    const stock = aStock({ nowSeconds: seconds(today, "12:05"), left: 16 });
    expect(localTime(lastsUntil(stock))).toBe("2026-11-25 13:06");
  });

  test("a busy day runs out sooner today and no sooner tomorrow", () => {
    const busy = [...days(14, 4), ...selling(today, ["10:00", "12:00"], 10)];
    const pace = (80 + 20) / (32 + 20);
    const soon = lastsUntil(aStock({ sold: busy }))!;
    expect(soon).toBeCloseTo(seconds(today, "12:00") + (40 / (16 * pace)) * 3600, -1);
    expect(localTime(lastsUntil(aStock({ sold: busy, left: Math.round(128 * pace) + 16 })))).toBe("2026-11-26 10:59");
  });

  test("a Saturday is foreseen much as Saturdays were, and a Friday not", () => {
    const until = (date: string) => {
      const sold = days(14, 4, date).map((one) => (isSaturday(one) ? { ...one, count: 20 } : one));
      return localTime(lastsUntil(aStock({ nowSeconds: seconds(date, "09:00"), left: 160, sold })));
    };
    expect(until("2026-11-28")).toBe("2026-11-28 12:43"); // (24 × 20 + 12 × 4) ÷ 36 = 14.7 a quarter
    expect(until("2026-11-27")).toBe("2026-11-27 18:10"); // (24 × 4 + 10 × 4 + 2 × 20) ÷ 36 = 4.9 a quarter
  });

  test("a day unlike any before counts by its own rate", () => {
    const market = selling(today, ["21:00", "22:00"], 50);
    const stock = aStock({ nowSeconds: seconds(today, "22:00"), left: 100, sold: [...days(14, 0), ...market] });
    expect(localTime(lastsUntil(stock))).toBe("2026-11-25 22:30");
  });

  test("a burst of a quarter of an hour counts as an hour's", () => {
    const market = selling(today, ["21:45", "22:00"], 50);
    const stock = aStock({ nowSeconds: seconds(today, "22:00"), left: 50, sold: [...days(14, 0), ...market] });
    expect(localTime(lastsUntil(stock))).toBe("2026-11-25 23:00");
  });

  test("what outlasts the period runs out never, as what comes next has numbers of its own", () => {
    const aDay = 160;
    const stock = aStock({
      nowSeconds: seconds(today, "23:00"),
      sold: [...days(14, 4), ...selling(today, ["10:00", "20:00"], 4)],
    });
    expect(lastsUntil({ ...stock, left: 36 * aDay + 1 })).toBeNull();
    expect(localTime(lastsUntil({ ...stock, left: 36 * aDay - 4 }))).toBe("2026-12-31 19:45");
  });

  test("nothing left is out now", () => {
    expect(lastsUntil(aStock({ left: 0 }))).toBe(seconds(today, "12:00"));
  });
});

describe("a new shop", () => {
  test("without a sale has no forecast", () => {
    expect(lastsUntil(aStock({ firstSaleAt: null, sold: [] }))).toBeNull();
  });

  test("has none in its first 24 hours, however quick its first sales were", () => {
    const firstSaleAt = seconds("2026-11-24", "12:00") + 1;
    const sold = [{ quarter: quarter(today, "11:45"), count: 500 }];
    expect(lastsUntil(aStock({ firstSaleAt, sold, left: 5 }))).toBeNull();
    expect(lastsUntil(aStock({ firstSaleAt: firstSaleAt - 1, sold, left: 5 }))).not.toBeNull();
    expect(lastsUntil(aStock({ firstSaleAt, sold, left: 0 }))).toBe(seconds(today, "12:00"));
  });

  test("is taken to go on as it began", () => {
    const firstSaleAt = seconds("2026-11-24", "12:00");
    const sold = [...selling("2026-11-24", ["12:00", "24:00"], 4), ...selling(today, ["00:00", "12:00"], 4)];
    expect(localTime(lastsUntil(aStock({ firstSaleAt, sold, left: 32 })))).toBe("2026-11-25 14:00");
  });

  test("its first day, begun in the afternoon, is not taken for a usual one", () => {
    const first = selling("2026-11-23", ["18:00", "20:00"], 4);
    const sold = [...first, ...selling("2026-11-24", ["10:00", "20:00"], 4), ...selling(today, ["10:00", "12:00"], 4)];
    const stock = aStock({ firstSaleAt: seconds("2026-11-23", "18:00"), sold, left: 40 });
    expect(localTime(lastsUntil(stock))).toBe("2026-11-25 14:30");
  });
});

test("more numbers never run out sooner, and an answer always lies between now and the period's end", () => {
  const sales = fc.array(
    fc.record({
      quarter: fc.integer({ min: quarter(today, "00:00") - 14 * 96, max: quarter(today, "12:00") }),
      count: fc.nat(60),
    }),
    {
      maxLength: 60,
    },
  );
  fc.assert(
    fc.property(fc.record({ sold: sales, left: fc.nat(3000), more: fc.nat(3000), daysOld: fc.option(fc.nat(20)) }), (shop) => {
      const { sold, left, more, daysOld } = shop;
      const firstSaleAt = daysOld === null ? null : seconds(today, "11:00") - daysOld * 86_400;
      const stock = aStock({ sold, left, firstSaleAt });
      const until = lastsUntil(stock) ?? periodEndsAt;
      const longer = lastsUntil({ ...stock, left: left + more }) ?? periodEndsAt;
      expect(until).toBeGreaterThanOrEqual(stock.nowSeconds);
      expect(longer).toBeGreaterThanOrEqual(until);
      expect(longer).toBeLessThanOrEqual(periodEndsAt);
    }),
    { numRuns: 60 },
  );
});

function seconds(date: string, time: string): number {
  return Date.parse(`${date}T${time}:00+08:00`) / 1000;
}

function quarter(date: string, time: string): number {
  return seconds(date, time) / 900;
}

function selling(date: string, hours: readonly [from: string, to: string], count: number): QuarterCount[] {
  const start = quarter(date, hours[0]);
  return Array.from({ length: quarter(date, hours[1]) - start }, (_, index) => ({ quarter: start + index, count }));
}

/** The days before a date, 10:00 to 20:00. */
function days(howMany: number, count: number, before = today): QuarterCount[] {
  return selling(before, ["10:00", "20:00"], count).flatMap((one) =>
    Array.from({ length: howMany }, (_, index) => ({ ...one, quarter: one.quarter - (index + 1) * 96 })),
  );
}

function isSaturday({ quarter }: QuarterCount): boolean {
  return new Date((quarter * 900 + 8 * 3600) * 1000).getUTCDay() === 6;
}

/** `2026-11-25 14:30` in Taipei. */
function localTime(at: number | null): string | null {
  return at === null ? null : new Date((at + 8 * 3600) * 1000).toISOString().slice(0, 16).replace("T", " ");
}
