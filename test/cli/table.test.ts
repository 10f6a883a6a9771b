import { expect, test } from "vitest";
import { tableOf } from "../../src/cli/table.ts";

test("a table has words to the left and numbers to the right, and counts Han as two columns", () => {
  expect(
    tableOf([
      ["", "taken", "undone"],
      ["現金", 1234567, 0],
      ["card", 30, -5],
    ]),
  ).toBe(["            taken  undone", "  現金  1,234,567       0", "  card         30      -5"].join("\n"));
});

test("a table without rows is nothing", () => {
  expect(tableOf([])).toBe("");
});
