import Big from "big.js";

/** An exact decimal in plain notation, without exponent, plus sign or needless zeros: `65`, `-0.5`. */
export type Decimal = string;

/** Reads a number or numeric string into its one plain spelling. Throws on anything that is no finite decimal. */
export function decimal(value: number | string): Decimal {
  return new Big(value).toFixed();
}

/** Whether it fits `dec(digits, fraction)` of the ministry's schema: total digits and digits behind the point. */
export function fits(value: Decimal, digits: number, fraction: number): boolean {
  const [whole = "", rest = ""] = value.replace("-", "").split(".");
  return rest.length <= fraction && whole.replace(/^0$/, "").length + rest.length <= digits;
}

/**
 * quantity × unit price in the currency's minor unit, rounded half away from zero. Both are in major units;
 * `minorDigits` is 0 where the minor unit is the major one (NT$1).
 */
export function lineAmount(quantity: Decimal, unitPrice: Decimal, minorDigits: number): Big {
  return new Big(quantity).times(unitPrice).times(new Big(10).pow(minorDigits)).round(0, Big.roundHalfUp);
}

/** The exact sum of amounts in minor units. */
export function sum(amounts: Iterable<Big>): Big {
  let total = new Big(0);
  for (const amount of amounts) total = total.plus(amount);
  return total;
}
