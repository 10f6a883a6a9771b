import { expect, test } from "vitest";
import { stockLevel } from "../../../../src/regions/tw/ranges/stock-level.ts";

const figures = { left: 100, granted: 1000, lastsUntil: null, closesAt: 5000, warnPercent: 20 };

test.each([
  ["nothing is left", { left: 0, lastsUntil: 0 }, "empty"],
  ["the last number goes before the shop closes", { left: 900, lastsUntil: 4999 }, "today"],
  ["it goes after closing, but before the period ends", { left: 900, lastsUntil: 5000 }, "period"],
  ["a fifth is left, although it may do", { left: 200 }, "few"],
  ["more than a fifth is left, and it will do", { left: 201 }, "enough"],
  ["the shop wants to hear of 30 %", { left: 300, warnPercent: 30 }, "few"],
])("when %s, %j is %s", (_, changes, level) => {
  expect(stockLevel({ ...figures, ...changes })).toBe(level);
});
