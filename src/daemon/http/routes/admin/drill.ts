import { createRoute, z } from "@hono/zod-openapi";
import { clientFor } from "../../door/credential.ts";
import { requestId } from "../../schema/sale.ts";
import { type Routes, refusals } from "../routes.ts";

const answer = z
  .object({
    ok: z.boolean(),
    seller: z.string(),
    printer: z.string().openapi({ description: "The model it was rehearsed with." }),
    startedAt: z.string(),
    seconds: z.int(),
    lines: z.array(z.object({ id: z.string(), ok: z.boolean(), zh: z.string(), en: z.string() })),
  })
  .openapi("Drill");

const drill = createRoute({
  method: "post",
  path: "/v1/admin/drill",
  tags: ["Admin"],
  summary: "Rehearse an outage with test documents, in a process and a home of its own",
  description:
    "Cuts a pretend upload and a virtual printer, sells on, brings both back and counts what came. Takes the cut and a minute or two; answers when it is over. Nothing of the till is touched, so nothing is journalled.",
  security: [{ token: [] }],
  request: {
    headers: z.object({ "idempotency-key": requestId.optional() }),
    body: {
      required: true,
      content: { "application/json": { schema: z.strictObject({ seconds: z.int().min(1).max(600).default(10) }) } },
    },
  },
  responses: {
    200: { description: "The report, whether it held or not.", content: { "application/json": { schema: answer } } },
    ...refusals(401, 403, 422, 503),
  },
});

export const drillRoutes: Routes = (app, { drills }) => {
  app.openapi(drill, async (c) => {
    clientFor(c, "manage");
    const { lines, ...report } = await drills.run(c.req.valid("json").seconds, c.req.valid("header")["idempotency-key"]);
    return c.json({ ...report, lines: [...lines] }, 200);
  });
};
