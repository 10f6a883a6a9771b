import { z } from "@hono/zod-openapi";
import { reprintReasons } from "../../../invoice/paper/reprint.ts";
import { slipAnswer } from "./answer.ts";
import { printable } from "./sale.ts";

export const reprintBody = z.strictObject({
  reason: z.enum(reprintReasons),
  note: printable(200).optional().openapi({ description: "Where the copy is kept, who asked, what happened." }),
  document: z.enum(["proof", "details"]).default("proof"),
  copies: z.int().min(1).max(3).default(1),
  printer: z.string().max(32).optional().openapi({ description: "By its name; the proof slips' printer by default." }),
});

export const reprintsAnswer = z
  .object({
    slips: z.array(slipAnswer),
    counted: z.int().openapi({ description: "Copies that are with somebody: printed, sent, or settled as on paper." }),
  })
  .openapi("Reprinted");

export const reprintEntry = z
  .object({
    id: z.string(),
    invoice: z.string(),
    document: z.string(),
    copy: z.int(),
    reason: z.enum(reprintReasons),
    note: z.string().nullable(),
    by: z.string(),
    at: z.string(),
    printer: z.string(),
    result: z.string().openapi({ description: "The slip's state; what was reserved and failed stays in the log." }),
    counts: z.boolean(),
    endedAt: z.string().nullable(),
    seal: z.object({ seq: z.int(), hash: z.string() }).openapi({ description: "Its place in the journal's chain." }),
  })
  .openapi("Reprint");

export const reprintLog = z.object({ reprints: z.array(reprintEntry), next: z.string().nullable() }).openapi("ReprintLog");

export type ReprintEntry = z.infer<typeof reprintEntry>;
