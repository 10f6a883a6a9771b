import { createRoute, z } from "@hono/zod-openapi";
import { markRoad } from "../../../operations/opening/mark-road.ts";
import { readRoad } from "../../../operations/opening/read-road.ts";
import type { Shop } from "../../../shop.ts";
import { clientFor } from "../../door/credential.ts";
import { type RoadAnswer, roadAnswer, roadBody } from "../../schema/opening.ts";
import { requestId } from "../../schema/sale.ts";
import { type Routes, refusals } from "../routes.ts";

const tags = ["Admin"];
const security = [{ token: [] }];

const show = createRoute({
  method: "get",
  path: "/v1/road",
  tags,
  summary: "The road to going live: every step with its state, evidence and date",
  security,
  responses: {
    200: { description: "The road.", content: { "application/json": { schema: roadAnswer } } },
    ...refusals(401, 403),
  },
});

const mark = createRoute({
  method: "post",
  path: "/v1/road/{step}",
  tags,
  summary: "Say that a step is done, with what shows it",
  description: "For the step `way` the evidence is the way itself. What the till can see by itself needs no word.",
  security,
  request: {
    headers: z.object({ "idempotency-key": requestId.optional() }),
    params: z.object({ step: z.string().max(32) }),
    body: { required: true, content: { "application/json": { schema: roadBody } } },
  },
  responses: {
    200: { description: "The road.", content: { "application/json": { schema: roadAnswer } } },
    ...refusals(401, 403, 404, 409, 422, 503),
  },
});

export const roadRoutes: Routes = (app, { shop }) => {
  app.openapi(show, (c) => {
    clientFor(c, "read");
    return c.json(present(shop), 200);
  });
  app.openapi(mark, async (c) => {
    const { name: by } = clientFor(c, "manage");
    const { date, ...said } = c.req.valid("json");
    const key = c.req.valid("header")["idempotency-key"];
    await markRoad(shop, { step: c.req.valid("param").step, ...said, ...(date !== undefined && { date }), by, key });
    return c.json(present(shop), 200);
  });
};

function present(shop: Shop): RoadAnswer {
  const { way, steps } = readRoad(shop);
  return {
    way,
    steps: steps.map(({ step, state, evidence, date }) => ({
      id: step.id,
      title: step.title,
      how: step.how,
      papers: [...(step.papers ?? [])],
      seenByTill: step.proof !== "person" && step.proof !== "way" && step.proof !== "clock",
      state,
      evidence,
      date,
    })),
  };
}
