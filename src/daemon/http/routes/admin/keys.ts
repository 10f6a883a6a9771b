import { createRoute, z } from "@hono/zod-openapi";
import { importKey } from "../../../operations/opening/import-key.ts";
import { clientFor } from "../../door/credential.ts";
import { keyAnswer, keyBody } from "../../schema/opening.ts";
import { requestId } from "../../schema/sale.ts";
import { type Routes, refusals } from "../routes.ts";

const importOne = createRoute({
  method: "post",
  path: "/v1/admin/keys",
  tags: ["Admin"],
  summary: "Import the key behind the codes, checked against a known cipher before it is used",
  security: [{ token: [] }],
  request: {
    headers: z.object({ "idempotency-key": requestId.optional() }),
    body: { required: true, content: { "application/json": { schema: keyBody } } },
  },
  responses: {
    201: {
      description: "Imported, and used from the next sale on; journalled by its fingerprint.",
      content: { "application/json": { schema: keyAnswer } },
    },
    ...refusals(401, 403, 409, 422, 503),
  },
});

export const keyRoutes: Routes = (app, { shop, useQrKey }) => {
  app.openapi(importOne, async (c) => {
    const { name: by } = clientFor(c, "manage");
    const { hex, passphrase, check, unchecked } = c.req.valid("json");
    const request = {
      ...(hex !== undefined && { hex }),
      ...(passphrase !== undefined && { passphrase }),
      ...(check !== undefined && { check }),
      unchecked,
      by,
      key: c.req.valid("header")["idempotency-key"],
    };
    return c.json(await importKey(shop, request, useQrKey), 201);
  });
};
