import { z } from "@hono/zod-openapi";
import { severities } from "../../alerts/alert-level.ts";

const words = z.object({ zh: z.string(), en: z.string() });

export const alertAnswer = z
  .object({
    id: z.string(),
    code: z.string().openapi({ example: "upload-deadline" }),
    key: z.string().openapi({ description: "Tells two of one code apart: the printer, the day, the authority's code." }),
    severity: z.enum(severities),
    what: words,
    next: words.nullable().openapi({ description: "What a person should do; null once it is mended." }),
    raisedAt: z.string(),
    changedAt: z.string().openapi({ description: "When it was told of last: raised, worse, mended." }),
    closedAt: z.string().nullable(),
  })
  .openapi("Alert");

export const alertsAnswer = z
  .object({
    alerts: z.array(alertAnswer),
    channels: z
      .array(z.object({ channel: z.enum(["webhook", "mail"]), waiting: z.int(), trouble: z.string().nullable() }))
      .openapi({ description: "The ways out, how much waits in each, and why the last try failed." }),
    next: z.string().nullable().openapi({ description: "Cursor of the next page; null on the last one." }),
  })
  .openapi("Alerts");
