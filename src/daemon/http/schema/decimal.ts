import { z } from "@hono/zod-openapi";
import { LosslessNumber } from "lossless-json";
import { type Decimal, decimal, fits } from "../../../invoice/money.ts";

/** Long enough for every lawful figure, short enough that spelling one out cannot eat the memory. */
const plausible = /^-?\d{1,40}(\.\d{1,40})?([eE][+-]?\d{1,2})?$/;

/** An exact decimal, as a JSON number or a string: at most 20 digits, 7 of them behind the point (MIG 4.1, dec(20,7)). */
export const exactDecimal = z
  .union([z.number(), z.string(), z.instanceof(LosslessNumber).openapi({ type: "number" })], {
    error: "must be a number, or a decimal in a string",
  })
  .transform((value, context): Decimal => {
    const text = String(value);
    if (!plausible.test(text)) {
      context.addIssue({ code: "custom", message: "must be a decimal such as 65 or 12.5", params: { code: "not-decimal" } });
      return z.NEVER;
    }
    const exact = decimal(text);
    if (!fits(exact, 20, 7))
      context.addIssue({
        code: "custom",
        message: "may have at most 20 digits, 7 of them behind the point",
        params: { code: "too-many-digits" },
      });
    return exact;
  })
  .openapi({ anyOf: [{ type: "number" }, { type: "string" }], example: 65, description: "An exact decimal in major units." });

/** An amount in the currency's minor unit. */
export const minorAmount = z
  .int({ error: "must be a whole amount in the currency's smallest unit" })
  .openapi({ description: "Whole, in the currency's minor unit." });
