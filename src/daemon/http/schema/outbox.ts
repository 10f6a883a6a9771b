import { z } from "@hono/zod-openapi";
import { printable } from "./sale.ts";

export const parcelAnswer = z
  .object({
    id: z.string(),
    invoice: z.string().nullable().openapi({ description: "What it is about; null for a report." }),
    message: z.string().openapi({ example: "F0401" }),
    state: z.enum(["held", "waiting", "sent", "accepted", "rejected", "conflict", "resolved"]),
    reason: z.string().nullable(),
    code: z
      .object({ code: z.string(), text: z.string().nullable(), english: z.string().nullable() })
      .nullable()
      .openapi({ description: "The authority's code with its official text and what it means." }),
    next: z.string().openapi({ description: "What happens by itself, or what a person should do." }),
    deadline: z.string(),
    urgency: z
      .enum(["none", "day", "six-hours", "hour", "late"])
      .openapi({ description: "How near the deadline of a document is that is not there yet." }),
    createdAt: z.string(),
    dueAt: z.string().nullable().openapi({ description: "When it is sent or asked about next." }),
    tries: z.int(),
    sentAt: z.string().nullable(),
    endedAt: z.string().nullable(),
  })
  .openapi("Parcel");

export const outboxAnswer = z
  .object({
    upstream: z.string().nullable(),
    counts: z.record(z.string(), z.int()),
    parcels: z.array(parcelAnswer),
    next: z.string().nullable().openapi({ description: "Cursor of the next page; null on the last one." }),
  })
  .openapi("Outbox");

export const parcelBody = z.strictObject({ reason: printable(200) });

export type ParcelAnswer = z.infer<typeof parcelAnswer>;
