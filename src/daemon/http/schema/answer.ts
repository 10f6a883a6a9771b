import { z } from "@hono/zod-openapi";
import { slipDocuments } from "../../../invoice/paper/slip.ts";

const invoiceAddress = z
  .string()
  .openapi({ example: "11512-TS00000007", description: "period-number: numbers recur across periods." });

/** A piece of paper as callers see it. */
export const slipAnswer = z
  .object({
    id: z.string(),
    invoice: invoiceAddress.nullable().openapi({ description: "What it is about; null for a test page." }),
    document: z.enum(slipDocuments),
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

/** Where a document stands on its way upstream. */
const uploadAnswer = z.object({ state: z.string(), reason: z.string().nullable(), deadline: z.string() }).nullable();

const callersPaper = z.object({ png: z.string(), escpos: z.string() }).optional();

/** An issued invoice. What was sealed never changes; `status`, `slip`, `slips`, `upload` and `remaining` are live. */
export const invoiceAnswer = z
  .object({
    id: invoiceAddress,
    number: z.string(),
    display: z.string(),
    period: z.string(),
    revision: z.int(),
    status: z.enum(["issued", "cancelled", "withdrawn"]).openapi({
      description: "Live. A withdrawn number may have come again as a later revision.",
    }),
    randomCode: z.string(),
    issuedAt: z.string(),
    region: z.string(),
    environment: z.enum(["demo", "rehearsal", "live"]),
    seller: z.object({ businessId: z.string(), name: z.string(), address: z.string() }),
    buyer: z.object({ businessId: z.string(), name: z.string().optional(), address: z.string().optional() }).nullable(),
    carrier: z.object({ type: z.string(), id: z.string(), hiddenId: z.string().optional() }).nullable(),
    donation: z.string().nullable(),
    taxType: z.enum(["taxable", "zero", "exempt", "special", "mixed"]),
    taxRate: z.string(),
    total: z.int(),
    sales: z.int().openapi({ description: "The taxable part: with tax for consumers, without for companies." }),
    zeroRated: z.int(),
    exempt: z.int(),
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
    slips: z.array(slipAnswer).openapi({ description: "All papers of it, those of its undoing included." }),
    upload: uploadAnswer,
    remaining: z.object({ numbers: z.int(), lastsUntil: z.string().nullable() }),
    warnings: z.array(warningAnswer),
    paper: callersPaper.openapi({
      description: "Only in the first answer to print: by-caller: the proof slip's original, base64. It is never given again.",
    }),
    detailsPaper: callersPaper.openapi({ description: "The same for the details slip, where one is due." }),
    links: z.object({ self: z.string() }),
  })
  .openapi("Invoice");

/** A cancellation or withdrawal. */
export const undoingAnswer = z
  .object({
    act: z.enum(["cancel", "withdraw"]),
    undoneAt: z.string(),
    reason: z.string(),
    approvalNumber: z.string().nullable(),
    upload: uploadAnswer,
  })
  .openapi("Undoing");

/** Money given back on an invoice. */
export const allowanceAnswer = z
  .object({
    number: z.string().openapi({ example: "1512TS0000000701" }),
    invoice: invoiceAddress,
    status: z.enum(["open", "cancelled"]),
    allowedAt: z.string(),
    reason: z.string(),
    lines: z.array(
      z.object({
        line: z.int(),
        name: z.string(),
        quantity: z.string(),
        unit: z.string(),
        unitPrice: z.string(),
        amount: z.string().openapi({ description: "Without tax, major units, exact." }),
        tax: z.int(),
        taxType: z.string(),
        given: z.int().openapi({ description: "Off the invoice line's own amount." }),
      }),
    ),
    amount: z.string().openapi({ description: "Without tax, major units, exact." }),
    tax: z.int(),
    total: z.int().openapi({ description: "What the buyer gets back, with tax." }),
    cancelledAt: z.string().nullable(),
    cancelReason: z.string().nullable(),
    slip: slipAnswer.nullable().openapi({ description: "The form for the buyer's signature." }),
    upload: uploadAnswer,
  })
  .openapi("Allowance");

const prize = z.object({
  type: z.string().openapi({ description: "The platform's letter for it, as it came." }),
  amount: z.int(),
  claimFrom: z.string().openapi({ example: "1160206", description: "ROC date, as it came." }),
  claimUntil: z.string(),
});

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
        untaxed: z.object({ unitPrice: z.string(), amount: z.string() }).optional(),
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
    revisedAt: z.string().nullable().openapi({ description: "When this revision was made; null for a first one." }),
    undoings: z.array(undoingAnswer),
    allowances: z.array(allowanceAnswer),
    prize: prize
      .nullable()
      .openapi({ description: "What it won in the draw, once the platform's list (E0504) has come; the largest, of several." }),
    prizes: z.array(prize).openapi({ description: "All it won, the largest first: one invoice can win in two draws." }),
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
export type AllowanceAnswer = z.infer<typeof allowanceAnswer>;
export type UndoingAnswer = z.infer<typeof undoingAnswer>;
export type InvoiceDetailAnswer = z.infer<typeof invoiceDetailAnswer>;
