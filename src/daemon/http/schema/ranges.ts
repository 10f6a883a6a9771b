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

export const unusedAnswer = z
  .object({
    period: z.string(),
    dueAt: z.string().openapi({ description: "The last second in which it may be reported." }),
    numbers: z.int(),
    reports: z.array(z.object({ branchId: z.string(), ...span, items: z.array(z.object({ first: z.int(), last: z.int() })) })),
  })
  .openapi("UnusedNumbers");

export type ImportAnswer = z.infer<typeof importAnswer>;
export type RangesAnswer = z.infer<typeof rangesAnswer>;
export type UnusedAnswer = z.infer<typeof unusedAnswer>;
