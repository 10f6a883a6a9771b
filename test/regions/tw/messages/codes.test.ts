import { describe, expect, test } from "vitest";
import { clientCode, clientCodes } from "../../../../src/regions/tw/messages/codes/client-codes.ts";
import { platformCode, platformCodes } from "../../../../src/regions/tw/messages/codes/platform-codes.ts";

describe("the platform's codes", () => {
  test.each([
    ["00000", "success"],
    ["0000", "success"],
    ["E0201", "compare"],
    ["E1003", "compare"],
    ["E0402", "own-cancel"],
    ["E0504", "per-item"],
    ["E0202", "hold"],
    ["E0229", "hold"],
    ["E0005", "retry"],
    ["E0501", "retry"],
    ["E0307", "retry-once"],
    ["E0103", "person"],
    ["E0610", "person"],
    ["E0401", "person"],
    ["E0301", "set-up"],
    ["E0502", "set-up"],
  ])("%s is for %s", (code, handling) => {
    expect(platformCode(code)?.handling).toBe(handling);
  });

  test("come with the official text and an English one", () => {
    expect(platformCode("E0103")).toEqual({
      code: "E0103",
      text: "發票明細加總與總金額不符",
      english: "Items and total do not agree; nothing was stored: correct the sums, send again under the same number.",
      handling: "person",
    });
  });

  test("that nobody listed are told so, and not taken for success", () => {
    for (const code of ["E9999", "", "1001", "constructor"]) expect(platformCode(code)).toBeUndefined();
  });
});

describe("the client's codes", () => {
  test.each([
    ["Err001", "set-up"],
    ["Err008", "person"],
    ["Err015", "retry"],
    ["Err997", "wait"],
    ["Err998", "look-inside"],
    ["Err999", "person"],
    ["C000", "success"],
    ["C004", "set-up"],
    ["7001", "person"],
    ["7016", "set-up"],
  ])("%s is for %s", (code, handling) => {
    expect(clientCode(code)?.handling).toBe(handling);
  });
});

test("every code of the ministry's lists is there once, and explained", () => {
  expect(platformCodes()).toHaveLength(124);
  expect(clientCodes()).toHaveLength(65);
  for (const { english } of [...platformCodes(), ...clientCodes()]) expect(english).not.toBe("");
});
