import { isAbsolute } from "node:path";
import { createRoute } from "@hono/zod-openapi";
import { clientFor } from "../../door/credential.ts";
import { refuse } from "../../door/problems.ts";
import { backupAnswer, backupBody, safekeepingHeaders } from "../../schema/safekeeping.ts";
import { type Routes, refusals } from "../routes.ts";

const make = createRoute({
  method: "post",
  path: "/v1/admin/backup",
  tags: ["Admin"],
  summary: "Make one file with all that this till is, while it sells",
  description: "Read back before it gets its name. Nothing is written over. The keys in it are locked; the books are not.",
  security: [{ token: [] }],
  request: { headers: safekeepingHeaders, body: { required: true, content: { "application/json": { schema: backupBody } } } },
  responses: {
    200: { description: "Made before under this key.", content: { "application/json": { schema: backupAnswer } } },
    201: { description: "Made and journalled.", content: { "application/json": { schema: backupAnswer } } },
    ...refusals(401, 403, 409, 422, 503),
  },
});

export const backupRoutes: Routes = (app, { shop, copies }) => {
  app.openapi(make, async (c) => {
    const { name: by } = clientFor(c, "manage");
    const { path, passphrase = null } = c.req.valid("json");
    if (!isAbsolute(path)) throw relative(path);
    const key = c.req.valid("header")["idempotency-key"];
    const { copy, lock } = await copies.make({ path, passphrase, by, key });
    const { at, ...made } = copy;
    const answer = { ...made, madeAt: shop.law.localTime(at), lock };
    if (lock !== null) return c.json(answer, 201);
    c.header("Idempotent-Replayed", "true");
    return c.json(answer, 200);
  });
};

function relative(path: string) {
  const message = `"${path}" does not begin at the root: the till cannot know which folder is meant.`;
  return refuse("request-invalid", message, {
    faults: [{ path: "path", code: "relative", message }],
    hint: "Give the whole path.",
  });
}
