import { createRoute, z } from "@hono/zod-openapi";
import { acceptClock } from "../../../operations/accept-clock.ts";
import { clientFor } from "../../door/credential.ts";
import { printable, requestId } from "../../schema/sale.ts";
import { type Routes, refusals } from "../routes.ts";

const accept = createRoute({
  method: "post",
  path: "/v1/admin/clock/accept",
  tags: ["Admin"],
  summary: "Go on after clock-jumped: the clock is right now",
  security: [{ token: [] }],
  request: {
    headers: z.object({ "idempotency-key": requestId.optional() }),
    body: {
      required: true,
      content: { "application/json": { schema: z.strictObject({ reason: printable(200) }) } },
    },
  },
  responses: {
    200: {
      description: "Accepted; journalled.",
      content: {
        "application/json": {
          schema: z.object({ standby: z.int().openapi({ description: "Ranges that wait until the clock has passed them." }) }),
        },
      },
    },
    ...refusals(401, 403, 422, 503),
  },
});

export const clockRoutes: Routes = (app, { shop }) => {
  app.openapi(accept, async (c) => {
    const { name } = clientFor(c, "manage");
    const { reason } = c.req.valid("json");
    return c.json(await acceptClock(shop, { reason, by: name, key: c.req.valid("header")["idempotency-key"] }), 200);
  });
};
