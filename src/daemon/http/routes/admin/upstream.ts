import { createRoute, z } from "@hono/zod-openapi";
import { enrolTill } from "../../../operations/opening/enrol-till.ts";
import { clientFor } from "../../door/credential.ts";
import { requestId } from "../../schema/sale.ts";
import { type Routes, refusals } from "../routes.ts";

const enrolBody = z.strictObject({
  code: z
    .string()
    .trim()
    .regex(/^[\x21-\x7e]{1,64}$/, "must be the code as head office gave it out: 1 to 64 letters, digits and signs, no blanks"),
});
const enrolAnswer = z
  .object({
    hub: z.string().openapi({ description: "What the hub calls itself." }),
    address: z.string(),
    till: z.string().openapi({ description: "The name of the key this till signs its requests to the hub with." }),
  })
  .openapi("Enrolment");

const enrolOne = createRoute({
  method: "post",
  path: "/v1/admin/upstream/enrol",
  tags: ["Admin"],
  summary: "Make this till known to its hub, with a one-time code from head office",
  security: [{ token: [] }],
  request: {
    headers: z.object({ "idempotency-key": requestId.optional() }),
    body: { required: true, content: { "application/json": { schema: enrolBody } } },
  },
  responses: {
    201: {
      description: "Enrolled: documents go and numbers come from now on. Journalled.",
      content: { "application/json": { schema: enrolAnswer } },
    },
    ...refusals(401, 403, 409, 422, 503),
  },
});

export const upstreamRoutes: Routes = (app, { shop, enrolling, wakeDelivery }) => {
  app.openapi(enrolOne, async (c) => {
    const { name: by } = clientFor(c, "manage");
    const { code } = c.req.valid("json");
    const enrolled = await enrolTill(shop, { code, by, key: c.req.valid("header")["idempotency-key"] }, enrolling);
    wakeDelivery();
    return c.json(enrolled, 201);
  });
};
