import { createRoute, z } from "@hono/zod-openapi";
import type { SlipRow } from "../../../../../db/till/books/paper/slips.ts";
import { invoiceId } from "../../../../invoice/invoice.ts";
import { settleOutcomes } from "../../../../invoice/paper/slip.ts";
import { settleSlip } from "../../../operations/paper/settle-slip.ts";
import { clientFor } from "../../door/credential.ts";
import { presentSlip } from "../../present.ts";
import { slipAnswer } from "../../schema/answer.ts";
import { requestId } from "../../schema/sale.ts";
import { type Behind, type Routes, refusals } from "../routes.ts";

const list = createRoute({
  method: "get",
  path: "/v1/slips",
  tags: ["Slips"],
  summary: "Pieces of paper, newest first",
  security: [{ token: [] }],
  request: {
    query: z.strictObject({
      state: slipAnswer.shape.state.optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
  },
  responses: {
    200: { description: "The slips.", content: { "application/json": { schema: z.object({ slips: z.array(slipAnswer) }) } } },
    ...refusals(401, 403, 422),
  },
});

const settle = createRoute({
  method: "post",
  path: "/v1/slips/{id}/settle",
  tags: ["Slips"],
  summary: "Say what became of doubtful paper",
  description:
    "`on-paper`: it came out whole. `nothing`: nothing came out. `torn-kept`: a piece came out, stamped 作廢 and filed. " +
    "`torn-handed`: the customer keeps the piece and gets a marked copy. `nothing` and `torn-kept` open a new original, which " +
    "waits until the printer has cleared its buffer, or you say that it was switched off and on; while the printer is in " +
    "trouble they are refused, since it may still go on with the old slip.",
  security: [{ token: [] }],
  request: {
    headers: z.object({ "idempotency-key": requestId.optional() }),
    params: z.object({ id: z.string().regex(/^\d{1,15}$/, "a slip's id is a number") }),
    body: {
      required: true,
      content: {
        "application/json": {
          schema: z.strictObject({
            outcome: z.enum(["on-paper", "nothing", "torn-kept", "torn-handed"]),
            powerCycled: z.boolean().default(false).openapi({ description: "The printer was switched off and on since." }),
          }),
        },
      },
    },
  },
  responses: {
    200: {
      description: "The closed slip, and the paper that is due now.",
      content: { "application/json": { schema: z.object({ slip: slipAnswer, next: slipAnswer.nullable() }) } },
    },
    ...refusals(401, 403, 404, 409, 422, 503),
  },
});

export const slips: Routes = (app, behind) => {
  const isReady = (name: string) => behind.printers.get(name)?.condition().state === "ready";
  app.openapi(list, (c) => {
    clientFor(c, "read");
    const { state, limit } = c.req.valid("query");
    const found = behind.shop.ledger.slips.list(state === undefined ? [] : [state], limit);
    return c.json({ slips: found.map((slip) => presentAlone(behind, slip)) }, 200);
  });

  app.openapi(settle, async (c) => {
    const { outcome, powerCycled } = c.req.valid("json");
    const client = clientFor(c, settleOutcomes[outcome].manager ? "manage" : "operate");
    const slipId = Number(c.req.valid("param").id);
    const settled = await settleSlip(behind.shop, {
      slipId,
      outcome,
      by: client.name,
      key: c.req.valid("header")["idempotency-key"],
      powerCycled,
      isReady,
    });
    const next = settled.next ? presentAlone(behind, settled.next) : null;
    return c.json({ slip: presentAlone(behind, settled.slip), next }, 200);
  });
};

/** A slip with what it is about. */
export function presentAlone({ shop, presenter }: Pick<Behind, "shop" | "presenter">, slip: SlipRow) {
  const { invoiceId: about } = slip;
  return presentSlip(presenter, slip, about === null ? null : invoiceId(shop.ledger.invoices.find(about).record));
}
