import { createRoute, z } from "@hono/zod-openapi";
import { tillStatus } from "../../till-status.ts";
import { clientFor } from "../door/credential.ts";
import { alertAnswer } from "../schema/alerts.ts";
import { remainingAnswer } from "../schema/ranges.ts";
import { presentPrinter, printerAnswer } from "./paper/printers.ts";
import { type Routes, refusals } from "./routes.ts";

const lamp = z.object({ light: z.enum(["green", "yellow", "red"]), message: z.string() }).openapi("Lamp");
const status = createRoute({
  method: "get",
  path: "/v1/status",
  tags: ["Till"],
  summary: "Everything with traffic lights",
  security: [{ token: [] }],
  responses: {
    200: {
      description: "The till now.",
      content: {
        "application/json": {
          schema: z.object({
            light: z.enum(["green", "yellow", "red"]),
            version: z.string(),
            environment: z.string(),
            region: z.string(),
            seller: z.object({ businessId: z.string(), name: z.string() }),
            time: z.string(),
            remaining: remainingAnswer,
            lamps: z.record(z.string(), lamp),
            printers: z.array(printerAnswer),
            alerts: z.array(alertAnswer),
          }),
        },
      },
    },
    ...refusals(401, 403),
  },
});

export const statusRoutes: Routes = (app, behind) => {
  const { shop, version } = behind;
  app.openapi(status, (c) => {
    clientFor(c, "see-own");
    const now = tillStatus(shop, behind.printers.values(), behind.copies.trouble ?? behind.copies.leftover);
    return c.json({ ...now, version, printers: now.printers.map(presentPrinter), alerts: [...now.alerts] }, 200);
  });
};
