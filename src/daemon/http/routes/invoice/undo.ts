import { createRoute, z } from "@hono/zod-openapi";
import type { StoredAllowance } from "../../../../../db/till/books/allowances.ts";
import { findInvoice } from "../../../operations/find-invoice.ts";
import { invoiceHistory } from "../../../operations/invoice-history.ts";
import { cancelAllowance, unknownAllowance } from "../../../operations/undo/cancel-allowance.ts";
import { cancelInvoice } from "../../../operations/undo/cancel-invoice.ts";
import { giveAllowance } from "../../../operations/undo/give-allowance.ts";
import { reissueInvoice } from "../../../operations/undo/reissue-invoice.ts";
import { withdrawInvoice } from "../../../operations/undo/withdraw-invoice.ts";
import { viewInvoice } from "../../../operations/view-invoice.ts";
import { clientFor, seesOnly } from "../../door/credential.ts";
import { presentAllowance, presentDetail, presentUndone } from "../../present.ts";
import { allowanceAnswer, invoiceDetailAnswer } from "../../schema/answer.ts";
import { requestId, saleRequest } from "../../schema/sale.ts";
import {
  allowanceAsks,
  allowanceBody,
  allowanceListAnswer,
  cancelBody,
  historyAnswer,
  reasonBody,
  reissueBody,
  withdrawBody,
} from "../../schema/undo.ts";
import { type Routes, refusals } from "../routes.ts";
import { paperFor, requestIdOf } from "../sales.ts";
import { address } from "./invoices.ts";

const headers = z.object({ "idempotency-key": requestId.optional() });
const tags = ["Undoing"];
const security = [{ token: [] }];

const cancel = createRoute({
  method: "post",
  path: "/v1/invoices/{id}/cancel",
  tags,
  summary: "Cancel an invoice (作廢): the sale is undone, the number stays used",
  description: "Once the period is filed, from the 15th of the next odd month, only with the tax office's approval.",
  security,
  request: { headers, params: address, body: bodyOf(cancelBody) },
  responses: { ...answers(200, "Cancelled.", invoiceDetailAnswer), ...refusals(401, 403, 404, 409, 422, 503) },
});

const withdraw = createRoute({
  method: "post",
  path: "/v1/invoices/{id}/withdraw",
  tags,
  summary: "Withdraw an invoice (註銷), cancelled or not, so that its number can be issued again with other content",
  security,
  request: { headers, params: address, body: bodyOf(withdrawBody) },
  responses: { ...answers(200, "Withdrawn.", invoiceDetailAnswer), ...refusals(401, 403, 404, 409, 422, 503) },
});

const reissue = createRoute({
  method: "post",
  path: "/v1/invoices/{id}/reissue",
  tags,
  summary: "Give a withdrawn invoice's number a corrected revision",
  description: "Same number, random code and issue time; new content and a new seal. Once for each withdrawal.",
  security,
  request: { headers, params: address, body: bodyOf(reissueBody) },
  responses: {
    ...answers(201, "Issued again.", invoiceDetailAnswer),
    ...answers(200, "Issued again before under this id: the same revision.", invoiceDetailAnswer),
    ...refusals(401, 403, 404, 409, 413, 415, 422, 503),
  },
});

const allow = createRoute({
  method: "post",
  path: "/v1/invoices/{id}/allowances",
  tags,
  summary: "Give back a part of an invoice's money (折讓)",
  description: "Never more than is left, line by line and in all. Each line by quantity, by amount, or all that is left of it.",
  security,
  request: { headers, params: address, body: bodyOf(allowanceBody) },
  responses: {
    ...answers(201, "Given.", allowanceAnswer),
    ...answers(200, "Given before under this key: the same allowance.", allowanceAnswer),
    ...refusals(401, 403, 404, 409, 422, 503),
  },
});

const listAllowances = createRoute({
  method: "get",
  path: "/v1/allowances",
  tags,
  summary: "An invoice's allowances, oldest first",
  security,
  request: { query: z.strictObject({ invoice: address.shape.id }) },
  responses: { ...answers(200, "The allowances.", allowanceListAnswer), ...refusals(401, 403, 404, 422) },
});

const allowanceNumber = z.object({
  number: z
    .string()
    .regex(/^[0-9A-Z]{1,16}$/, "an allowance's number has at most 16 digits and capital letters")
    .openapi({ example: "1512TS0000000701" }),
});

const showAllowance = createRoute({
  method: "get",
  path: "/v1/allowances/{number}",
  tags,
  summary: "One allowance",
  security,
  request: { params: allowanceNumber },
  responses: { ...answers(200, "The allowance.", allowanceAnswer), ...refusals(401, 403, 404, 422) },
});

const takeBack = createRoute({
  method: "post",
  path: "/v1/allowances/{number}/cancel",
  tags,
  summary: "Take an allowance back (作廢折讓)",
  security,
  request: { headers, params: allowanceNumber, body: bodyOf(reasonBody) },
  responses: { ...answers(200, "Taken back.", allowanceAnswer), ...refusals(401, 403, 404, 409, 422, 503) },
});

const history = createRoute({
  method: "get",
  path: "/v1/invoices/{id}/history",
  tags: ["Invoices"],
  summary: "Everything that happened to an invoice, over all its revisions, oldest first",
  security,
  request: { params: address },
  responses: { ...answers(200, "What happened.", historyAnswer), ...refusals(401, 403, 404, 422) },
});

export const undoing: Routes = (app, behind) => {
  const { shop, presenter, slipPaper } = behind;

  app.openapi(cancel, async (c) => {
    const { name: by } = clientFor(c, "manage");
    const { reason, approvalNumber, print } = c.req.valid("json");
    const key = c.req.valid("header")["idempotency-key"];
    const said = { reason, ...(approvalNumber !== undefined && { approvalNumber }), ...(print !== undefined && { print }) };
    const undone = await cancelInvoice(shop, { address: c.req.valid("param").id, ...said, by, key });
    if (undone.replayed) c.header("Idempotent-Replayed", "true");
    return c.json(presentUndone(presenter, undone), 200);
  });

  app.openapi(withdraw, async (c) => {
    const { name: by } = clientFor(c, "manage");
    const { reason, print } = c.req.valid("json");
    const key = c.req.valid("header")["idempotency-key"];
    const said = { reason, ...(print !== undefined && { print }) };
    const undone = await withdrawInvoice(shop, { address: c.req.valid("param").id, ...said, by, key });
    if (undone.replayed) c.header("Idempotent-Replayed", "true");
    return c.json(presentUndone(presenter, undone), 200);
  });

  app.openapi(reissue, async (c) => {
    const client = clientFor(c, "manage");
    const { sale: body, requestId } = c.req.valid("json");
    const id = requestIdOf(requestId, c.req.valid("header")["idempotency-key"]);
    const { sale } = saleRequest({ ...body, late: true }, id);
    const issued = await reissueInvoice(shop, client, { address: c.req.valid("param").id, requestId: id, sale });
    const answer = presentDetail(presenter, issued);
    c.header("Location", answer.links.self);
    if (!issued.replayed) return c.json({ ...answer, ...paperFor(body.print, issued, slipPaper) }, 201);
    c.header("Idempotent-Replayed", "true");
    return c.json(answer, 200);
  });

  app.openapi(history, (c) => {
    const own = seesOnly(clientFor(c, "see-own"));
    const entries = invoiceHistory(shop, c.req.valid("param").id, own);
    return c.json({ entries: entries.map((entry) => ({ ...entry, at: shop.law.localTime(entry.at) })) }, 200);
  });

  allowanceRoutes(app, behind);
};

const allowanceRoutes: Routes = (app, { shop, presenter }) => {
  const present = (allowance: StoredAllowance) =>
    presentAllowance(presenter, allowance, viewInvoice(shop, allowance.row.invoiceId));

  app.openapi(allow, async (c) => {
    const { name: by } = clientFor(c, "manage");
    const body = c.req.valid("json");
    const { allowance, replayed } = await giveAllowance(shop, {
      address: c.req.valid("param").id,
      asks: allowanceAsks(body),
      reason: body.reason,
      ...(body.print !== undefined && { print: body.print }),
      by,
      key: c.req.valid("header")["idempotency-key"],
    });
    c.header("Location", `/v1/allowances/${allowance.row.number}`);
    if (!replayed) return c.json(present(allowance), 201);
    c.header("Idempotent-Replayed", "true");
    return c.json(present(allowance), 200);
  });

  app.openapi(listAllowances, (c) => {
    const own = seesOnly(clientFor(c, "see-own"));
    const { period, number } = findInvoice(shop, c.req.valid("query").invoice, own);
    const rows = shop.ledger.invoices.byNumber(number, period).toReversed();
    return c.json({ allowances: rows.flatMap(({ id }) => shop.ledger.allowances.ofInvoice(id).map(present)) }, 200);
  });

  app.openapi(showAllowance, (c) => {
    const own = seesOnly(clientFor(c, "see-own"));
    const { number } = c.req.valid("param");
    const allowance = shop.ledger.allowances.find(number);
    const seen = allowance && (own === undefined || shop.ledger.invoices.find(allowance.row.invoiceId).row.client === own);
    if (!seen) throw unknownAllowance(number);
    return c.json(present(allowance), 200);
  });

  app.openapi(takeBack, async (c) => {
    const { name: by } = clientFor(c, "manage");
    const key = c.req.valid("header")["idempotency-key"];
    const { reason } = c.req.valid("json");
    const { allowance, replayed } = await cancelAllowance(shop, { number: c.req.valid("param").number, reason, by, key });
    if (replayed) c.header("Idempotent-Replayed", "true");
    return c.json(present(allowance), 200);
  });
};

function bodyOf<T extends z.ZodType>(schema: T) {
  return { required: true, content: { "application/json": { schema } } } as const;
}

function answers<S extends number, T extends z.ZodType>(status: S, description: string, schema: T) {
  return { [status]: { description, content: { "application/json": { schema } } } } as Record<
    S,
    { description: string; content: { "application/json": { schema: T } } }
  >;
}
