import { createRoute, z } from "@hono/zod-openapi";
import { numbersLeft } from "../../../invoice/track-range.ts";
import { tillStatus } from "../../till-status.ts";
import { clientFor } from "../door/credential.ts";
import { presentPrinter, printerAnswer } from "./printers.ts";
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
            lamps: z.record(z.string(), lamp),
            printers: z.array(printerAnswer),
          }),
        },
      },
    },
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
    return c.json({ ...now, version, printers: now.printers.map(presentPrinter) }, 200);
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
