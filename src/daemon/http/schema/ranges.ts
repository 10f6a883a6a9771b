import { z } from "@hono/zod-openapi";
import { printable, requestId } from "./sale.ts";

export const remainingAnswer = z.object({
  numbers: z.int(),
  lastsUntil: z.string().nullable().openapi({
    description: "When the last one goes at this pace; null: not in this period, or the till has sold for less than a day.",
  }),
});

const span = { invoiceType: z.string(), period: z.string(), track: z.string() };

/** What became of a range's numbers so far. */
const use = {
  state: z.string().openapi({ description: "Only `open` and `standby` may still issue." }),
  left: z.int().openapi({ description: "Not issued by anybody, as far as is known; of a closed range they are unused." }),
  unaccounted: z.int().openapi({ description: "Since a restore nobody knows whether they were issued." }),
  issuedElsewhere: z.int().openapi({ description: "Issued by a till that was lost, as was settled." }),
};

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
        ...use,
        source: z.string(),
      }),
    ),
  })
  .openapi("Ranges");

export const importHeaders = z.object({ "idempotency-key": requestId.optional() });

export const importQuery = z.strictObject({
  share: z
    .string()
    .max(5)
    .default("1/1")
    .openapi({ example: "1/3", description: "This till's part where several import the file." }),
  name: printable(120).optional().openapi({ description: "The file's name, for people." }),
  afterRestore: z.enum(["never-held", "may-be-used"]).optional().openapi({
    description:
      "After a restore: whether the till that was lost can have held this file's numbers (may-be-used: they come in as unaccounted) or not.",
  }),
});

export const importAnswer = z
  .object({
    file: z.object({ sha256: z.string(), name: z.string() }),
    share: z.string(),
    numbers: z.int(),
    ranges: z
      .array(z.object({ ...span, first: z.int(), last: z.int(), ...use }))
      .openapi({ description: "As they are now, which after a repeated import is not as they came." }),
  })
  .openapi("RangeImport");

export const unusedQuery = z.strictObject({ period: z.string().max(20).openapi({ example: "11512" }) });

const holder = { branchId: z.string().max(20), headOfficeId: z.string().max(20) };
const tracked = { invoiceType: z.string().max(4), period: z.string().max(20), track: z.string().max(4) };
const value = z.int().min(0).max(99_999_999);

const heldRange = z.strictObject({ ...holder, ...tracked, first: value, last: value, next: value.or(z.literal(100_000_000)) });

const unusedReport = z.strictObject({
  ...holder,
  ...tracked,
  items: z.array(z.strictObject({ first: value, last: value })).max(10_000),
});

const takenSpan = z.strictObject({ period: z.string().max(20), track: z.string().max(4), first: value, last: value });

const part = {
  period: z.string().max(20),
  dueAt: z.string().max(40).openapi({ description: "The last second in which it may be reported." }),
  numbers: z.int().openapi({ description: "How many were never issued." }),
  ranges: z.array(heldRange).max(1000).openapi({ description: "What this till held, and the first number it did not issue." }),
  reports: z.array(unusedReport).max(1000),
  taken: z
    .array(takenSpan)
    .max(10_000)
    .default([])
    .openapi({ description: "Issued by a till that was lost, as was settled after a restore." }),
  unaccounted: z
    .array(takenSpan)
    .max(10_000)
    .default([])
    .openapi({ description: "Of these nothing is known since a restore; they are reported once they are settled." }),
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

const doubtful = z.object({
  ...span,
  first: z.int(),
  last: z.int(),
  state: z.enum(["unaccounted", "issued-elsewhere", "unused"]),
  evidence: z.string().nullable(),
});

export const unaccountedAnswer = z
  .object({
    numbers: z.int().openapi({ description: "How many are not settled yet." }),
    spans: z.array(doubtful),
  })
  .openapi("Unaccounted");

export const settleBody = z
  .strictObject({
    period: z.string().max(20).openapi({ example: "11512" }),
    track: z.string().min(1).max(4),
    first: value,
    last: value,
    as: z.enum(["issued-elsewhere", "unused"]).openapi({
      description: "issued-elsewhere: the till that was lost gave them to sales. unused: nobody did.",
    }),
    evidence: printable(500).openapi({ description: "What shows it: the platform's list, what the upstream holds, a slip." }),
  })
  .openapi("UnaccountedSettlement");

export type UnaccountedAnswer = z.infer<typeof unaccountedAnswer>;
export type ImportAnswer = z.infer<typeof importAnswer>;
export type RangesAnswer = z.infer<typeof rangesAnswer>;
export type UnusedAnswer = z.infer<typeof unusedAnswer>;
export type ReportAnswer = z.infer<typeof reportAnswer>;
