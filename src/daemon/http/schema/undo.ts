import { z } from "@hono/zod-openapi";
import type { AllowanceAsk } from "../../../invoice/record.ts";
import { allowanceAnswer } from "./answer.ts";
import { exactDecimal, minorAmount } from "./decimal.ts";
import { mostLines, printable, requestId, saleBody } from "./sale.ts";

/** A reason as the messages take it: 1 to 20 characters with white space collapsed (spec/taiwan.md 5.3). */
const reason = z
  .string()
  .transform((text) => text.replace(/\s+/g, " "))
  .pipe(printable(20))
  .openapi({ type: "string", minLength: 1, maxLength: 20, example: "退貨" });

export const reasonBody = z.strictObject({ reason });

const print = z
  .boolean()
  .optional()
  .openapi({ description: "Print a note of it; absent: where a proof slip is on paper and has to be taken back." });

export const withdrawBody = reasonBody.extend({ print });

export const cancelBody = withdrawBody.extend({
  approvalNumber: printable(60).optional().openapi({ description: "專案作廢核准文號, needed once the period is filed." }),
});

export const reissueBody = z.strictObject({
  requestId: requestId.optional().openapi({ description: "Or the header Idempotency-Key in its place." }),
  sale: saleBody.omit({ requestId: true, late: true, expect: true }),
});

export const allowanceBody = reasonBody.extend({
  print: z
    .boolean()
    .optional()
    .openapi({ description: "Print the form the buyer signs; absent: yes, where there is a printer." }),
  lines: z
    .array(
      z
        .strictObject({
          line: z.int().min(1).openapi({ description: "Which line of the invoice, from 1." }),
          quantity: exactDecimal.optional(),
          amount: minorAmount.optional().openapi({ description: "Off the line's own amount. With neither, all that is left." }),
        })
        .refine(({ quantity, amount }) => quantity === undefined || amount === undefined, {
          message: "give quantity or amount, not both",
          params: { code: "both" },
        }),
    )
    .min(1, "an allowance needs at least one line")
    .max(mostLines),
});

/** What the operation wants, from what the door read. */
export function allowanceAsks({ lines }: z.infer<typeof allowanceBody>): AllowanceAsk[] {
  return lines.map(({ line, quantity, amount }) => ({
    line,
    ...(quantity !== undefined && { quantity }),
    ...(amount !== undefined && { amount }),
  }));
}

export const allowanceListAnswer = z.object({ allowances: z.array(allowanceAnswer) }).openapi("AllowanceList");

export const historyAnswer = z
  .object({
    entries: z.array(
      z.object({
        at: z.string(),
        about: z.enum(["journal", "slip", "upload"]),
        event: z.string().openapi({ description: "The journal entry's kind, the slip's state, or the message." }),
        seq: z.int().nullable(),
        subject: z.string().nullable().openapi({ description: "The slip's id, the allowance's number." }),
        revision: z.int(),
        reason: z.string().nullable(),
      }),
    ),
  })
  .openapi("History");
