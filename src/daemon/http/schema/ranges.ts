import { z } from "@hono/zod-openapi";
import { printable, requestId } from "./sale.ts";

export const remainingAnswer = z.object({
  numbers: z.int(),
  lastsUntil: z.string().nullable().openapi({ description: "When the last one goes at this pace; null: not in this period." }),
});

const span = { invoiceType: z.string(), period: z.string(), track: z.string() };

export const rangesAnswer = z
  .object({
    remaining: remainingAnswer,
    ranges: z.array(
      z.object({
        ...span,
        branchId: z.string(),
        headOffice: z.string().nullable(),
        first: z.int(),
        last: z.int(),
        next: z.int(),
        left: z.int(),
        state: z.string(),
        source: z.string(),
      }),
    ),
  })
  .openapi("Ranges");

export const importHeaders = z.object({ "idempotency-key": requestId.optional() });

export const importQuery = z.object({
  share: z
    .string()
    .max(5)
    .default("1/1")
    .openapi({ example: "1/3", description: "This till's part where several import the file." }),
  name: printable(120).optional().openapi({ description: "The file's name, for people." }),
});

export const importAnswer = z
  .object({
    file: z.object({ sha256: z.string(), name: z.string() }),
    share: z.string(),
    numbers: z.int(),
    ranges: z.array(z.object({ ...span, first: z.int(), last: z.int() })),
  })
  .openapi("RangeImport");

export const unusedQuery = z.object({ period: z.string().max(20).openapi({ example: "11512" }) });

const holder = { branchId: z.string().max(20), headOfficeId: z.string().max(20) };
const tracked = { invoiceType: z.string().max(4), period: z.string().max(20), track: z.string().max(4) };
const value = z.int().min(0).max(99_999_999);

const heldRange = z.strictObject({ ...holder, ...tracked, first: value, last: value, next: value.or(z.literal(100_000_000)) });

const unusedReport = z.strictObject({
  ...holder,
  ...tracked,
  items: z.array(z.strictObject({ first: value, last: value })).max(10_000),
});

const part = {
  period: z.string().max(20),
  dueAt: z.string().max(40).openapi({ description: "The last second in which it may be reported." }),
  numbers: z.int().openapi({ description: "How many were never issued." }),
  ranges: z.array(heldRange).max(1000).openapi({ description: "What this till held, and the first number it did not issue." }),
  reports: z.array(unusedReport).max(1000),
};

export const unusedAnswer = z.object(part).openapi("UnusedNumbers");

export const reportBody = z
  .strictObject({
    period: z.string().max(20).openapi({ example: "11512" }),
    parts: z
      .array(z.strictObject({ till: printable(60), ...part }))
      .max(99)
      .default([])
      .openapi({ description: "What each other till answered to GET /v1/ranges/unused, with a name for it." }),
    missing: z
      .array(z.string().max(5))
      .max(99)
      .default([])
      .openapi({
        example: ["2/3"],
        description: "Shares whose till is lost: what it issued is not known, so nothing of it is reported.",
      }),
  })
  .openapi("UnusedReportRequest");

export const reportAnswer = z
  .object({
    period: z.string(),
    dueAt: z.string(),
    numbers: z.int(),
    missing: z.array(z.string()),
    reports: z.array(unusedReport.extend({ message: z.string(), xml: z.string() })),
  })
  .openapi("UnusedReport");

export type ImportAnswer = z.infer<typeof importAnswer>;
export type RangesAnswer = z.infer<typeof rangesAnswer>;
export type UnusedAnswer = z.infer<typeof unusedAnswer>;
export type ReportAnswer = z.infer<typeof reportAnswer>;
