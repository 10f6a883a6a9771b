import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { capitalNumerals } from "../../../../src/regions/tw/document/capital-numerals.ts";

describe("an amount in capital numerals", () => {
  test.each([
    [0, "零元整"],
    [5, "伍元整"],
    [10, "壹拾元整"],
    [105, "壹佰零伍元整"],
    [1200, "壹仟貳佰元整"],
    [1005, "壹仟零伍元整"],
    [1050, "壹仟零伍拾元整"],
    [10_000, "壹萬元整"],
    [10_050, "壹萬零伍拾元整"],
    [107_000, "壹拾萬零柒仟元整"],
    [1_234_567, "壹佰貳拾參萬肆仟伍佰陸拾柒元整"],
    [100_000_000, "壹億元整"],
    [100_010_000, "壹億零壹萬元整"],
    [1_000_000_001, "壹拾億零壹元整"],
    [4_294_967_295, "肆拾貳億玖仟肆佰玖拾陸萬柒仟貳佰玖拾伍元整"],
    [999_999_999_999_999, `${"玖佰玖拾玖兆"}${"玖仟玖佰玖拾玖億"}${"玖仟玖佰玖拾玖萬"}${"玖仟玖佰玖拾玖"}元整`],
  ])("%i is %s", (dollars, words) => {
    expect(capitalNumerals(dollars)).toBe(words);
  });

  test("is the same amount when it is read again", () => {
    fc.assert(
      fc.property(someAmount, (dollars) => {
        expect(readAgain(capitalNumerals(dollars))).toBe(dollars);
      }),
    );
  });

  test("never says 零 twice in a row, nor before 元, 萬, 億, 拾, 佰 or 仟", () => {
    fc.assert(
      fc.property(someAmount.filter(Boolean), (dollars) => {
        expect(capitalNumerals(dollars)).not.toMatch(/零[零元萬億兆拾佰仟]/);
      }),
    );
  });

  test("differs for different amounts", () => {
    fc.assert(
      fc.property(someAmount, someAmount, (one, other) => {
        if (one !== other) expect(capitalNumerals(one)).not.toBe(capitalNumerals(other));
      }),
    );
  });

  test.each([-1, 0.5, Number.NaN, 1e15])("there is none for %d", (dollars) => {
    expect(() => capitalNumerals(dollars)).toThrow("capital numerals");
  });
});

/** Any size up to fifteen digits, and many with noughts in them. */
const someAmount = fc.oneof(
  fc.integer({ min: 0, max: 999_999 }),
  fc.integer({ min: 0, max: 999_999_999_999_999 }),
  fc.array(fc.constantFrom("0", "0", "0", "1", "7"), { minLength: 1, maxLength: 15 }).map((figures) => Number(figures.join(""))),
);

/** Reads by the rules of the language, which know nothing of how the text was made. */
function readAgain(text: string): number {
  const places: Record<string, number> = { 拾: 10, 佰: 100, 仟: 1000 };
  const groups: Record<string, number> = { 萬: 1e4, 億: 1e8, 兆: 1e12 };
  let [sum, group, figure] = [0, 0, 0];
  for (const letter of text.replace("元整", "")) {
    if (letter in places) {
      group += figure * places[letter]!;
      figure = 0;
    } else if (letter in groups) {
      sum += (group + figure) * groups[letter]!;
      [group, figure] = [0, 0];
    } else figure = "零壹貳參肆伍陸柒捌玖".indexOf(letter);
  }
  return sum + group + figure;
}
