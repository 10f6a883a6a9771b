import { createRoute } from "@hono/zod-openapi";
import type { DoubtfulSpan } from "../../../../../db/till/books/numbers/unaccounted.ts";
import { settleUnaccounted } from "../../../operations/numbers/settle-unaccounted.ts";
import { clientFor } from "../../door/credential.ts";
import { importHeaders, settleBody, type UnaccountedAnswer, unaccountedAnswer } from "../../schema/ranges.ts";
import { type Routes, refusals } from "../routes.ts";
import { periodOf } from "./words.ts";

const tags = ["Numbers"];
const security = [{ token: [] }];

const list = createRoute({
  method: "get",
  path: "/v1/ranges/unaccounted",
  tags,
  summary: "Numbers that may have been issued after the copy this till was restored from, and what became known of them",
  security,
  responses: {
    200: { description: "Settled ones included.", content: { "application/json": { schema: unaccountedAnswer } } },
    ...refusals(401, 403),
  },
});

const settle = createRoute({
  method: "post",
  path: "/v1/ranges/unaccounted/settle",
  tags,
  summary: "Say what became of unaccounted numbers, once and for all",
  description: "By what the platform or the upstream holds. Every number named must be unaccounted, or nothing is settled.",
  security,
  request: { headers: importHeaders, body: { required: true, content: { "application/json": { schema: settleBody } } } },
  responses: {
    200: {
      description: "Settled; journalled. All as it is now.",
      content: { "application/json": { schema: unaccountedAnswer } },
    },
    ...refusals(401, 403, 409, 422, 503),
  },
});

export const unaccountedRoutes: Routes = (app, { shop }) => {
  app.openapi(list, (c) => {
    clientFor(c, "read");
    return c.json(present(shop.ledger.unaccounted.list()), 200);
  });

  app.openapi(settle, async (c) => {
    const { name: by } = clientFor(c, "manage");
    const { period: text, track, first, last, as, evidence } = c.req.valid("json");
    const period = periodOf(shop, text);
    const key = c.req.valid("header")["idempotency-key"];
    await settleUnaccounted(shop, [{ period, track, first, last }], { as, evidence, by, key });
    return c.json(present(shop.ledger.unaccounted.list()), 200);
  });
};

function present(spans: readonly DoubtfulSpan[]): UnaccountedAnswer {
  const open = spans.filter(({ state }) => state === "unaccounted");
  return {
    numbers: open.reduce((sum, { first, last }) => sum + last - first + 1, 0),
    spans: spans.map(({ invoiceType, period, track, first, last, state, evidence }) => ({
      invoiceType,
      period,
      track,
      first,
      last,
      state,
      evidence,
    })),
  };
}
