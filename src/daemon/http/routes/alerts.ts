import { createRoute, z } from "@hono/zod-openapi";
import { viewAlert } from "../../alerts/view-alert.ts";
import { clientFor } from "../door/credential.ts";
import { alertsAnswer } from "../schema/alerts.ts";
import { type Routes, refusals } from "./routes.ts";

const list = createRoute({
  method: "get",
  path: "/v1/alerts",
  tags: ["Till"],
  summary: "What somebody should look at, with the next action in words",
  description: "Open ones, oldest first; with `state=all` every one that is remembered, newest first.",
  security: [{ token: [] }],
  request: {
    query: z.strictObject({
      state: z.enum(["open", "all"]).default("open"),
      cursor: z.coerce.number().int().positive().optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
  },
  responses: {
    200: { description: "One page.", content: { "application/json": { schema: alertsAnswer } } },
    ...refusals(401, 403, 422),
  },
});

export const alertRoutes: Routes = (app, { shop, alerts }) => {
  app.openapi(list, (c) => {
    clientFor(c, "read");
    const { state, cursor, limit } = c.req.valid("query");
    const found = state === "open" ? shop.ledger.alerts.open() : shop.ledger.alerts.list(cursor, limit + 1);
    const page = state === "open" ? found : found.slice(0, limit);
    const next = found.length > page.length ? String(page.at(-1)!.id) : null;
    return c.json({ alerts: page.map((row) => viewAlert(shop, row)), channels: alerts.channels(), next }, 200);
  });
};
