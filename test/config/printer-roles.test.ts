import { describe, expect, test } from "vitest";
import { fallbackFault, printerFor } from "../../config/printer-roles.ts";

describe("a paper goes to", () => {
  const shop = [
    { name: "front" },
    { name: "back", roles: ["details", "receipt"] },
    { name: "cook", roles: ["kitchen"] },
  ] as const;
  test.each([
    ["proof", "front"],
    ["details", "back"],
    ["receipt", "back"],
    ["kitchen", "cook"],
  ] as const)("the printer named for it: %s", (role, name) => {
    expect(printerFor(shop, role)).toBe(name);
  });
  test("the one that is for anything, and at last the first", () => {
    expect(printerFor([{ name: "cook", roles: ["kitchen"] }, { name: "front" }], "proof")).toBe("front");
    expect(printerFor([{ name: "cook", roles: ["kitchen"] }], "proof")).toBe("cook");
    expect(printerFor([], "proof")).toBeUndefined();
  });
});

test.each([
  [[{ name: "one", fallback: "one" }], "its own fallback"],
  [[{ name: "one", fallback: "two" }], "no such printer"],
  [
    [
      { name: "one", fallback: "two" },
      { name: "two", fallback: "one" },
    ],
    "in circles",
  ],
  [
    [
      { name: "one", fallback: "two" },
      { name: "two", fallback: "three" },
      { name: "three", fallback: "one" },
    ],
    "in circles",
  ],
])("a fallback that leads nowhere is refused: %j", (printers, says) => {
  expect(fallbackFault(printers)).toContain(says);
});

test("a printer may stand in for several", () => {
  expect(fallbackFault([{ name: "one", fallback: "three" }, { name: "two", fallback: "three" }, { name: "three" }])).toBeNull();
});
