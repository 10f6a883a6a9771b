import { createRoute, z } from "@hono/zod-openapi";
import { clientFor } from "../door/credential.ts";
import { type Routes, refusals } from "./routes.ts";

const metrics = createRoute({
  method: "get",
  path: "/metrics",
  tags: ["Till"],
  summary: "Counts and gauges as Prometheus text; nothing about buyers",
  security: [{ token: [] }],
  responses: {
    200: { description: "Version 0.0.4 of the text format.", content: { "text/plain": { schema: z.string() } } },
    ...refusals(401, 403),
  },
});

export const metricRoutes: Routes = (app, { metrics: till }) => {
  app.openapi(metrics, (c) => {
    clientFor(c, "read");
    return c.text(till.read(), 200, { "Content-Type": "text/plain; version=0.0.4; charset=utf-8" });
  });
};
