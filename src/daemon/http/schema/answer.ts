import { z } from "@hono/zod-openapi";

const invoiceAddress = z
  .string()
  .openapi({ example: "11512-TS00000007", description: "period-number: numbers recur across periods." });

/** A piece of paper as callers see it. */
export const slipAnswer = z
  .object({
    id: z.string(),
    invoice: invoiceAddress,
    document: z.enum(["proof"]),
    copy: z.int().openapi({ description: "0 is the original." }),
    state: z.enum(["held", "waiting", "sending", "printed", "sent", "uncertain", "failed", "settled", "dropped"]),
    printer: z.string(),
    confirms: z.enum(["paper", "unknown", "nothing"]).openapi({
      description: "What this printer can confirm: that paper came out, nothing, or not known yet.",
    }),
    mark: z.string().nullable().openapi({ description: "By which of the printer's answers it was confirmed." }),
    reason: z.string().nullable(),
    outcome: z.enum(["on-paper", "nothing", "torn-kept", "torn-handed"]).nullable(),
    createdAt: z.string(),
    endedAt: z.string().nullable(),
  })
  .openapi("Slip");

export const warningAnswer = z.object({ code: z.string(), message: z.string() }).openapi("Warning");

/** An issued invoice. What was sealed never changes; `slip`, `slips`, `upload` and `remaining` are live. */
export const invoiceAnswer = z
  .object({
    id: invoiceAddress,
    number: z.string(),
    display: z.string(),
    period: z.string(),
    revision: z.int(),
    randomCode: z.string(),
    issuedAt: z.string(),
    region: z.string(),
    environment: z.enum(["demo", "rehearsal", "live"]),
    seller: z.object({ businessId: z.string(), name: z.string(), address: z.string() }),
    buyer: z.null(),
    total: z.int(),
    sales: z.int(),
    tax: z.int(),
    currency: z.string(),
    codes: z.object({ barcode: z.string(), qrLeft: z.string(), qrRight: z.string() }),
    seal: z.object({
      seq: z.int(),
      hash: z.string(),
      keyId: z.string().nullable(),
      status: z.enum(["sealed", "pending_seal"]),
    }),
    slip: slipAnswer.nullable().openapi({ description: "The proof slip." }),
    slips: z.array(slipAnswer),
    upload: z.object({ state: z.string(), reason: z.string().nullable(), deadline: z.string() }).nullable(),
    remaining: z.object({ numbers: z.int(), lastsUntil: z.string().nullable() }),
    warnings: z.array(warningAnswer),
    links: z.object({ self: z.string() }),
  })
  .openapi("Invoice");

/** One invoice with its lines, as the sealed record has them. */
export const invoiceDetailAnswer = invoiceAnswer
  .extend({
    lines: z.array(
      z.object({
        name: z.string(),
        quantity: z.string(),
        unit: z.string().optional(),
        unitPrice: z.string(),
        amount: z.int(),
        taxType: z.string(),
        remark: z.string().optional(),
      }),
    ),
    payments: z.array(z.object({ method: z.string(), amount: z.int() })),
    requestId: z.string(),
    client: z.string(),
    terminal: z.string().nullable(),
    cashier: z.string().nullable(),
    orderId: z.string().nullable(),
    soldAt: z.string().nullable(),
  })
  .openapi("InvoiceDetail");

export const invoiceListAnswer = z
  .object({
    invoices: z.array(invoiceAnswer.openapi({ description: "Random codes are masked in lists." })),
    next: z.string().nullable().openapi({ description: "Cursor of the next page; null on the last one." }),
  })
  .openapi("InvoiceList");

export const problemAnswer = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    hint: z.string().optional(),
    faults: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })).optional(),
  })
  .openapi("Problem");

export type SlipAnswer = z.infer<typeof slipAnswer>;
export type InvoiceAnswer = z.infer<typeof invoiceAnswer>;
export type InvoiceDetailAnswer = z.infer<typeof invoiceDetailAnswer>;
