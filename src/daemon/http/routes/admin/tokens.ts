import { createRoute, z } from "@hono/zod-openapi";
import { addToken, removeToken } from "../../../operations/opening/tokens.ts";
import { clientFor } from "../../door/credential.ts";
import { tokenAnswer, tokenBody, tokenName, tokensAnswer } from "../../schema/opening.ts";
import { requestId } from "../../schema/sale.ts";
import { type Routes, refusals } from "../routes.ts";

const tags = ["Admin"];
const security = [{ token: [] }];
const headers = z.object({ "idempotency-key": requestId.optional() });
const secretBytes = 32;

const list = createRoute({
  method: "get",
  path: "/v1/admin/tokens",
  tags,
  summary: "Who may knock",
  security,
  responses: {
    200: { description: "The tokens, without their secrets.", content: { "application/json": { schema: tokensAnswer } } },
    ...refusals(401, 403),
  },
});

const add = createRoute({
  method: "post",
  path: "/v1/admin/tokens",
  tags,
  summary: "Add a token, or give a name a new secret",
  security,
  request: { headers, body: { required: true, content: { "application/json": { schema: tokenBody } } } },
  responses: {
    201: { description: "The token; its secret is shown this once.", content: { "application/json": { schema: tokenAnswer } } },
    ...refusals(401, 403, 409, 422, 503),
  },
});

const remove = createRoute({
  method: "post",
  path: "/v1/admin/tokens/{name}/remove",
  tags,
  summary: "Take a token's right to knock",
  security,
  request: { headers, params: z.object({ name: tokenName }) },
  responses: {
    200: { description: "Gone.", content: { "application/json": { schema: z.object({ removed: z.string() }) } } },
    ...refusals(401, 403, 404, 409, 503),
  },
});

export const tokenRoutes: Routes = (app, { shop }) => {
  app.openapi(list, (c) => {
    clientFor(c, "manage");
    const tokens = shop.ledger.tokens
      .list()
      .map(({ createdAt, ...token }) => ({ ...token, createdAt: shop.law.localTime(createdAt) }));
    return c.json({ tokens }, 200);
  });
  app.openapi(add, async (c) => {
    const { name: by } = clientFor(c, "manage");
    const { name, scope } = c.req.valid("json");
    const token = Buffer.from(shop.world.randomBytes(secretBytes)).toString("base64url");
    await addToken(shop, { name, scope, secret: token, by, key: c.req.valid("header")["idempotency-key"] });
    return c.json({ name, scope, token }, 201);
  });
  app.openapi(remove, async (c) => {
    const { name: by } = clientFor(c, "manage");
    const { name } = c.req.valid("param");
    await removeToken(shop, { name, by, key: c.req.valid("header")["idempotency-key"] });
    return c.json({ removed: name }, 200);
  });
};
