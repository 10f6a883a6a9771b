import { createRoute, z } from "@hono/zod-openapi";
import { addOperator, changePin, checkPin, removeOperator } from "../../../operations/opening/operators.ts";
import { freshPin } from "../../../pins.ts";
import { clientFor } from "../../door/credential.ts";
import {
  checkBody,
  newOperatorAnswer,
  operatorAnswer,
  operatorBody,
  operatorsAnswer,
  personName,
  pinBody,
} from "../../schema/opening.ts";
import { requestId } from "../../schema/sale.ts";
import { type Routes, refusals } from "../routes.ts";

const tags = ["Admin"];
const security = [{ token: [] }];
const headers = z.object({ "idempotency-key": requestId.optional() });
const params = z.object({ name: personName });
const saltBytes = 16;

function body<T extends z.ZodType>(schema: T) {
  return { required: true, content: { "application/json": { schema } } } as const;
}

const list = createRoute({
  method: "get",
  path: "/v1/admin/operators",
  tags,
  summary: "Who signs in with a PIN",
  security,
  responses: {
    200: { description: "The operators.", content: { "application/json": { schema: operatorsAnswer } } },
    ...refusals(401, 403),
  },
});

const add = createRoute({
  method: "post",
  path: "/v1/admin/operators",
  tags,
  summary: "Add somebody who signs in with a PIN",
  security,
  request: { headers, body: body(operatorBody) },
  responses: {
    201: {
      description: "Added; a PIN the till made is shown this once.",
      content: { "application/json": { schema: newOperatorAnswer } },
    },
    ...refusals(401, 403, 409, 422, 503),
  },
});

const pin = createRoute({
  method: "post",
  path: "/v1/admin/operators/{name}/pin",
  tags,
  summary: "Give an operator another PIN, which also ends a lock-out",
  security,
  request: { headers, params, body: body(pinBody) },
  responses: {
    200: { description: "Changed.", content: { "application/json": { schema: newOperatorAnswer } } },
    ...refusals(401, 403, 404, 409, 422, 503),
  },
});

const remove = createRoute({
  method: "post",
  path: "/v1/admin/operators/{name}/remove",
  tags,
  summary: "Let an operator go",
  security,
  request: { headers, params },
  responses: {
    200: { description: "Gone.", content: { "application/json": { schema: z.object({ removed: z.string() }) } } },
    ...refusals(401, 403, 404, 409, 503),
  },
});

const check = createRoute({
  method: "post",
  path: "/v1/operators/{name}/check",
  tags,
  summary: "Check a PIN: who is at the till",
  description: "After three wrong PINs each further one costs a wait, twice as long each time.",
  security,
  request: { params, body: body(checkBody) },
  responses: {
    200: { description: "It is that operator.", content: { "application/json": { schema: operatorAnswer } } },
    ...refusals(401, 403, 422, 503),
  },
});

export const operatorRoutes: Routes = (app, { shop, pins }) => {
  const desk = { pins, salt: () => Buffer.from(shop.world.randomBytes(saltBytes)) };
  app.openapi(list, (c) => {
    clientFor(c, "manage");
    const now = Math.floor(shop.world.clock.now().getTime() / 1000);
    const operators = shop.ledger.operators.list().map(({ name, role, createdAt, lockedUntil }) => ({
      name,
      role,
      createdAt: shop.law.localTime(createdAt),
      lockedUntil: lockedUntil > now ? shop.law.localTime(lockedUntil) : null,
    }));
    return c.json({ operators }, 200);
  });
  app.openapi(add, async (c) => {
    const { name: by } = clientFor(c, "manage");
    const { name, role, pin: given } = c.req.valid("json");
    const pin = given ?? freshPin();
    await addOperator(shop, desk, { name, role, pin, by, key: c.req.valid("header")["idempotency-key"] });
    return c.json({ name, role, pin: given === undefined ? pin : null }, 201);
  });
  app.openapi(pin, async (c) => {
    const { name: by } = clientFor(c, "manage");
    const { name } = c.req.valid("param");
    const { pin: given } = c.req.valid("json");
    const fresh = given ?? freshPin();
    await changePin(shop, desk, { name, pin: fresh, by, key: c.req.valid("header")["idempotency-key"] });
    return c.json({ name, role: shop.ledger.operators.find(name)!.role, pin: given === undefined ? fresh : null }, 200);
  });
  app.openapi(remove, async (c) => {
    const { name: by } = clientFor(c, "manage");
    const { name } = c.req.valid("param");
    await removeOperator(shop, { name, by, key: c.req.valid("header")["idempotency-key"] });
    return c.json({ removed: name }, 200);
  });
  app.openapi(check, async (c) => {
    clientFor(c, "operate");
    const { name, role } = await checkPin(shop, desk, { ...c.req.valid("param"), ...c.req.valid("json") });
    return c.json({ name, role }, 200);
  });
};
