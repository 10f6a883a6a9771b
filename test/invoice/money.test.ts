import Big from "big.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decimal, fits, lineAmount, sum } from "../../src/invoice/money.ts";

const places = 7;
const scale = 10n ** BigInt(places);

/** A decimal with up to seven places, together with ten million times its value. */
const exact = fc.bigInt({ min: -(10n ** 19n), max: 10n ** 19n }).map((scaled) => ({ scaled, text: spell(scaled) }));

test("a line's amount is exactly quantity × price, rounded half away from zero, for every pair of decimals", () => {
  fc.assert(
    fc.property(exact, exact, fc.constantFrom(0, 2), (quantity, price, minorDigits) => {
      const product = quantity.scaled * price.scaled * 10n ** BigInt(minorDigits);
      expect(lineAmount(quantity.text, price.text, minorDigits).toFixed()).toBe(String(roundedQuotient(product, scale * scale)));
    }),
    { numRuns: 1000 },
  );
});

test("a sum loses nothing, however large its parts are", () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n })), (parts) => {
      const total = parts.reduce((so_far, part) => so_far + part, 0n);
      expect(sum(parts.map((part) => new Big(String(part)))).toFixed()).toBe(String(total));
    }),
  );
});

describe("half a dollar is rounded away from zero", () => {
  test.each([
    ["1", "0.5", "1"],
    ["1", "-0.5", "-1"],
    ["1", "1.5", "2"],
    ["1", "2.5", "3"],
    ["-1", "2.5", "-3"],
    ["1", "0.4999999", "0"],
    ["0.385", "260", "100"],
    ["32.47", "30.9", "1003"],
    ["1", "1.005", "1"],
  ])("%s × %s is %s", (quantity, price, amount) => {
    expect(lineAmount(quantity, price, 0).toFixed()).toBe(amount);
  });
});

describe("a decimal has one plain spelling", () => {
  test.each([
    ["65", "65"],
    ["65.0", "65"],
    ["-0.50", "-0.5"],
    ["1e3", "1000"],
    ["1E-7", "0.0000001"],
    ["-0", "0"],
    ["007", "7"],
  ])("%s is %s", (text, plain) => expect(decimal(text)).toBe(plain));

  test.each(["", "NaN", "Infinity", "1,000", "0x10", "１"])("%j is none", (text) => {
    expect(() => decimal(text)).toThrow();
  });
});

test("twenty digits, seven of them behind the point, fit the ministry's schema, and not one more", () => {
  expect(fits("12345678901234567890", 20, 7)).toBe(true);
  expect(fits("-1234567890123.1234567", 20, 7)).toBe(true);
  expect(fits("0.1234567", 20, 7)).toBe(true);
  expect(fits("123456789012345678901", 20, 7)).toBe(false);
  expect(fits("0.12345678", 20, 7)).toBe(false);
  expect(fits("12345678901234.1234567", 20, 7)).toBe(false);
});

function spell(scaled: bigint): string {
  const digits = String(scaled < 0n ? -scaled : scaled).padStart(places + 1, "0");
  return `${scaled < 0n ? "-" : ""}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

function roundedQuotient(dividend: bigint, divisor: bigint): bigint {
  const magnitude = ((dividend < 0n ? -dividend : dividend) * 2n + divisor) / (divisor * 2n);
  return dividend < 0n ? -magnitude : magnitude;
}
