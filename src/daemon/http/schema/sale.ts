import { z } from "@hono/zod-openapi";
import type { SaleRequest } from "../../operations/issue-invoice.ts";
import { exactDecimal, minorAmount } from "./decimal.ts";

export const mostLines = 9999;

/** C0 and C1 controls, and the marks that turn the reading direction round and could make a slip show another name. */
const unprintable = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** Text for paper: what no paper can show is stripped, what is left must have 1 to `longest` characters. */
export function printable(longest: number) {
  return z
    .string()
    .transform((text) => text.toWellFormed().replace(unprintable, "").trim())
    .pipe(
      z
        .string()
        .refine((text) => text.length > 0, { message: "must not be empty", params: { code: "empty" } })
        .refine((text) => [...text].length <= longest, {
          message: `may have at most ${longest} characters`,
          params: { code: "too-long" },
        }),
    )
    .openapi({ type: "string", minLength: 1, maxLength: longest });
}

const line = z.strictObject({
  name: printable(500),
  quantity: exactDecimal
    .refine((value) => value !== "0", {
      message: "must not be 0: a line is something sold or taken off",
      params: { code: "zero" },
    })
    .openapi({ example: 2, description: "How many; an exact decimal, not 0." }),
  unitPrice: exactDecimal.openapi({ example: 65, description: "Major units, tax included; negative for a discount." }),
  unit: printable(6).optional().openapi({ example: "杯" }),
  remark: printable(120).optional(),
  taxType: z
    .enum(["taxable", "zero", "exempt", "special"])
    .default("taxable")
    .openapi({ description: "應稅, 零稅率, 免稅, 特種稅額 (an invoice of its own)." }),
  amount: minorAmount.optional().openapi({ description: "quantity × unitPrice, rounded half up; checked when given." }),
});

/** A name for a request: `POS1-000123`. */
export const requestId = z
  .string()
  .min(1)
  .max(64)
  .refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text), "must not hold control characters or half characters")
  .openapi({
    example: "POS1-000123",
    description: "The POS's own name for this sale, kept for ever: repeat it after a lost answer.",
  });

/** What a scanner read. The line end it adds is no part of it; everything else is kept as it is, case included (spec/taiwan.md 3.2). */
const scanned = z
  .string()
  .max(402)
  .transform((text) => text.replace(/[\r\n]+$/, ""))
  .pipe(z.string().max(400))
  .openapi({ type: "string", maxLength: 400 });

export const saleBody = z
  .strictObject({
    requestId: requestId.optional().openapi({ description: "Or the header Idempotency-Key in its place." }),
    lines: z.array(line).min(1, "a sale needs at least one line").max(mostLines, `a sale has at most ${mostLines} lines`),
    total: minorAmount.optional().openapi({ example: 120, description: "The sum of the lines; checked when given." }),
    pricesIncludeTax: z.boolean().default(true),
    buyer: z
      .strictObject({
        businessId: z
          .string()
          .regex(/^\d{8}$/, "a 統一編號 has eight digits")
          .openapi({ example: "12345675" }),
        name: printable(60).optional(),
        address: printable(100).optional(),
      })
      .optional()
      .openapi({ description: "A company that buys (統編)." }),
    buyerRemark: z.enum(["1", "2", "3", "4"]).optional().openapi({ description: "How the buyer deducts, MIG 4.1 BuyerRemark." }),
    carrier: z
      .strictObject({ type: z.string().max(6), id: scanned, hiddenId: scanned.optional() })
      .optional()
      .openapi({
        description:
          "Where a paperless invoice is kept: 3J0002 mobile barcode, CQ0001 citizen certificate, others. Never changed.",
      }),
    donation: z
      .string()
      .max(7)
      .optional()
      .openapi({ example: "168", description: "Donation code (愛心碼); excludes buyer and carrier." }),
    export: z
      .strictObject({ customs: z.boolean(), reason: z.string().max(2) })
      .optional()
      .openapi({ description: "For zero-rated lines: through the customs or not, and the clause of 營業稅法 §7 (71 to 79)." }),
    taxRate: exactDecimal.optional().openapi({ description: "For special tax only." }),
    invoiceType: z.enum(["07", "08"]).optional(),
    print: z
      .union([z.boolean(), z.literal("by-caller")])
      .optional()
      .openapi({
        description:
          "Absent: as the law says. true: also on paper for a company with a mobile barcode. false: the slip is held. " +
          '"by-caller": the answer carries the papers that are due once, as PNG and ESC/POS, and they count as the originals.',
      }),
    details: z.enum(["auto", "always", "never"]).default("auto"),
    payments: z
      .array(z.strictObject({ method: printable(32), amount: minorAmount }))
      .max(50)
      .optional()
      .openapi({
        description:
          "`method` in your own words. cash, card, credit-card, debit-card, mobile, transfer, cheque, voucher, points and other " +
          "are printed as 現金, 信用卡 and so on; anything else as it is. What was paid is not compared with the total.",
      }),
    printer: z
      .string()
      .max(32)
      .optional()
      .openapi({ description: "The printer its paper is wanted on, by name; by the shop's roles otherwise." }),
    openDrawer: z.boolean().optional().openapi({
      description: "Opens the cash drawer, once, or keeps it shut; where it is absent `drawer` in tillseal.yaml decides.",
    }),
    terminal: printable(32).optional().openapi({ example: "POS1" }),
    cashier: printable(32).optional().openapi({ example: "amy" }),
    orderId: printable(64).optional().openapi({ example: "A-77" }),
    soldAt: z.iso.datetime({ offset: true }).optional().openapi({ example: "2026-11-22T14:03:05+08:00" }),
    late: z.boolean().default(false).openapi({ description: "True for a sale entered more than ten minutes after it was made." }),
    expect: z.literal("live").optional().openapi({ description: "Refuse when this till is not live." }),
  })
  .openapi("Sale");

/** What the operation wants, from what the door read. */
export function saleRequest(body: z.infer<typeof saleBody>, id: string): SaleRequest {
  const { requestId: _, late, expect, openDrawer, printer, lines, buyer, carrier, ...rest } = body;
  return {
    requestId: id,
    late,
    ...(expect !== undefined && { expect }),
    ...(openDrawer !== undefined && { openDrawer }),
    ...(printer !== undefined && { printer }),
    sale: {
      lines: lines.map(withoutGaps),
      ...withoutGaps(rest),
      ...(buyer && { buyer: withoutGaps(buyer) }),
      ...(carrier && { carrier: withoutGaps(carrier) }),
    },
  };
}

/** Leaves out what was not said, so that a record never holds an empty field. */
function withoutGaps<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
