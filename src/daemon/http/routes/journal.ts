import { createRoute, z } from "@hono/zod-openapi";
import { clientFor } from "../door/credential.ts";
import { type Routes, refusals } from "./routes.ts";

const head = createRoute({
  method: "get",
  path: "/v1/journal/head",
  tags: ["Journal"],
  summary: "The newest link of the chain",
  description: "Keep it somewhere else: whoever owns the disk could rewrite the chain's end, but not what you wrote down.",
  security: [{ token: [] }],
  responses: {
    200: { description: "The head.", content: { "application/json": { schema: z.object({ seq: z.int(), hash: z.string() }) } } },
    ...refusals(401, 403),
  },
});

const verify = createRoute({
  method: "get",
  path: "/v1/verify",
  tags: ["Journal"],
  summary: "What the running till knows of its journal's health",
  description:
    "The tail, and where each range stands, are checked at start, all entries by and by. `tillseal verify` walks the whole chain at once and holds the books against it.",
  security: [{ token: [] }],
  responses: {
    200: {
      description: "The findings so far.",
      content: {
        "application/json": {
          schema: z.object({
            whole: z.boolean(),
            checkedTo: z.int(),
            head: z.int(),
            pendingSeals: z.int(),
            broken: z.object({ seq: z.int(), kind: z.string(), fault: z.string(), explanation: z.string() }).nullable(),
          }),
        },
      },
    },
    ...refusals(401, 403),
  },
});

export const journal: Routes = (app, { shop, journalWatch }) => {
  app.openapi(head, (c) => {
    clientFor(c, "read");
    const { seq, hash } = shop.ledger.journal.head();
    return c.json({ seq, hash: Buffer.from(hash).toString("hex") }, 200);
  });
  app.openapi(verify, (c) => {
    clientFor(c, "read");
    const { broken, walkedTo } = journalWatch;
    const { journal } = shop.ledger;
    return c.json(
      { whole: broken === null, checkedTo: walkedTo, head: journal.head().seq, pendingSeals: journal.pendingSeals(), broken },
      200,
    );
  });
};
