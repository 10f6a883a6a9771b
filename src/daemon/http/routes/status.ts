import { createRoute, z } from "@hono/zod-openapi";
import { numbersLeft } from "../../../invoice/track-range.ts";
import { tillStatus, viewPrinter } from "../../till-status.ts";
import { clientFor } from "../door/credential.ts";
import { type Routes, refusals } from "./routes.ts";

const lamp = z.object({ light: z.enum(["green", "yellow", "red"]), message: z.string() }).openapi("Lamp");
const printer = z
  .object({
    name: z.string(),
    url: z.string(),
    model: z.string(),
    state: z.enum(["ready", "fault", "unknown"]),
    faults: z.array(z.string()),
    warnings: z.array(z.string()),
    since: z.string(),
    waiting: z.int().openapi({ description: "Slips in its queue." }),
  })
  .openapi("Printer");

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
            lamps: z.record(z.string(), lamp),
            printers: z.array(printer),
          }),
        },
      },
    },
    ...refusals(401, 403),
  },
});

const printers = createRoute({
  method: "get",
  path: "/v1/printers",
  tags: ["Till"],
  summary: "The printers, live",
  security: [{ token: [] }],
  responses: {
    200: { description: "The printers.", content: { "application/json": { schema: z.object({ printers: z.array(printer) }) } } },
    ...refusals(401, 403),
  },
});

const ranges = createRoute({
  method: "get",
  path: "/v1/ranges",
  tags: ["Till"],
  summary: "The numbers this till holds",
  security: [{ token: [] }],
  responses: {
    200: {
      description: "The ranges.",
      content: {
        "application/json": {
          schema: z.object({
            ranges: z.array(
              z.object({
                period: z.string(),
                track: z.string(),
                first: z.int(),
                last: z.int(),
                next: z.int(),
                left: z.int(),
                state: z.string(),
                source: z.string(),
              }),
            ),
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
    const now = tillStatus(shop, behind.printers.values());
    return c.json(
      {
        ...now,
        version,
        printers: now.printers.map((view) => ({ ...view, faults: [...view.faults], warnings: [...view.warnings] })),
      },
      200,
    );
  });
  app.openapi(printers, (c) => {
    clientFor(c, "see-own");
    const views = [...behind.printers.values()].map((one) => viewPrinter(shop, one));
    return c.json({ printers: views.map((view) => ({ ...view, faults: [...view.faults], warnings: [...view.warnings] })) }, 200);
  });
  app.openapi(ranges, (c) => {
    clientFor(c, "read");
    const held = shop.ledger.ranges.list();
    return c.json(
      {
        ranges: held.map((range) => {
          const { period, track, first, last, next, state, source } = range;
          return { period, track, first, last, next, left: numbersLeft(range), state, source };
        }),
      },
      200,
    );
  });
};
