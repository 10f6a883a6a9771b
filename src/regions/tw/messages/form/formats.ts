import { fits } from "../../../../invoice/money.ts";

/** What the text of one element must be like. `says` completes "The message takes … here". */
export interface Format {
  readonly says: string;
  accepts(text: string): boolean;
}

/** `str least..most` of the tables. The schema counts characters, not bytes. */
export function text(least: number, most: number): Format {
  return {
    says: least === 0 ? `at most ${most} characters` : `${least} to ${most} characters`,
    accepts: (text) => isLong(text, least, most),
  };
}

/** The same, where the schema takes blanks at the ends away and runs of blanks for one. */
export function collapsedText(least: number, most: number): Format {
  return {
    says: `${least === 0 ? "at most" : `${least} to`} ${most} characters, blanks at the ends not counted`,
    accepts: (text) => isLong(text.replace(/[ \t\r\n]+/g, " ").replace(/^ | $/g, ""), least, most),
  };
}

/** `dec(digits,fraction)` in plain notation. */
export function decimal(digits: number, fraction: number): Format {
  return {
    says: `a plain number of at most ${digits} digits, ${fraction} of them behind the point`,
    accepts: (text) => /^-?\d+(\.\d+)?$/.test(text) && fits(text, digits, fraction),
  };
}

export function notNegative(format: Format): Format {
  return { says: `${format.says}, not negative`, accepts: (text) => format.accepts(text) && !text.startsWith("-") };
}

export function oneOf(...values: readonly string[]): Format {
  return { says: `one of ${values.join(", ")}`, accepts: (text) => values.includes(text) };
}

/** Numbers of 4.1 unless the table says otherwise. */
export const figure = decimal(20, 7);
export const wholeFigure = decimal(20, 0);

export const businessId = text(0, 10);
export const invoiceNumber = pattern(/^[A-Z]{2}\d{8}$/, "two capital letters and eight digits");
export const track = pattern(/^[A-Z]{2}$/, "two capital letters");
export const trackNumber = pattern(/^\d{8}$/, "eight digits");
export const randomNumber = pattern(/^(\d{4})?$/, "four digits");
/** The shape only: whether there is such a day is rule 5. */
export const date = pattern(/^\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/, "a date as YYYYMMDD");
export const time = pattern(/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/, "a time as HH:MM:SS");
/** The schema's own pattern lets a `|` through; it is read as it was meant (spec/taiwan.md 5.5). */
export const yearMonth = pattern(/^\d{3}(0[2468]|1[02])$/, "a ROC year and an even month, five digits");

export const invoiceType = oneOf("07", "08");
export const taxType = oneOf("1", "2", "3", "4", "9");
export const taxRate = oneOf("0", "0.01", "0.02", "0.05", "0.15", "0.25");

function isLong(text: string, least: number, most: number): boolean {
  const length = [...text].length;
  return length >= least && length <= most;
}

function pattern(expression: RegExp, says: string): Format {
  return { says, accepts: (text) => expression.test(text) };
}
