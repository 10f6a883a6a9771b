import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { InvoiceFilter } from "../../../../../db/till/books/invoices.ts";
import type { Client } from "../../../../../db/till/books/people/tokens.ts";
import { invoiceId } from "../../../../invoice/invoice.ts";
import type { InvoiceStatus } from "../../../../invoice/undoing.ts";
import { encodePng } from "../../../../receipt/png.ts";
import { findInvoice } from "../../../operations/find-invoice.ts";
import { releaseSlips } from "../../../operations/paper/release-slips.ts";
import { type InvoiceView, viewInvoice, viewStored } from "../../../operations/view-invoice.ts";
import type { SlipPaper } from "../../../printing/slip-paper.ts";
import type { Shop } from "../../../shop.ts";
import { clientFor, seesOnly } from "../../door/credential.ts";
import { presentDetail, presentListed, presentSlip } from "../../present.ts";
import { invoiceAnswer, invoiceDetailAnswer, invoiceListAnswer, slipAnswer } from "../../schema/answer.ts";
import { moment, secondsOf } from "../../schema/moment.ts";
import { requestId } from "../../schema/sale.ts";
import { type Routes, refusals } from "../routes.ts";

/** How a route addresses an invoice. */
export const address = z.object({
  id: z
    .string()
    .regex(/^(\d{5}-)?[A-Z]{2}\d{8}$/, "an invoice is addressed as period-number (11512-TS00000007) or by its number")
    .openapi({ example: "11512-TS00000007", description: "period-number; a bare number means the newest of that number." }),
});

const list = createRoute({
  method: "get",
  path: "/v1/invoices",
  tags: ["Invoices"],
  summary: "Find invoices, newest first",
  security: [{ token: [] }],
  request: {
    query: z.strictObject({
      number: z
        .string()
        .regex(/^[A-Z]{2}-?\d{8}$/)
        .optional(),
      from: moment.optional(),
      to: moment.optional(),
      total: z.coerce.number().int().optional(),
      terminal: z.string().max(32).optional(),
      buyer: z.string().max(8).optional().openapi({ description: "A company's 統編." }),
      carrier: z.string().max(400).optional().openapi({ description: "A carrier's id." }),
      status: invoiceAnswer.shape.status.optional(),
      q: z.string().trim().min(1).max(64).optional().openapi({ description: "Part of a number or order id." }),
      cursor: z.coerce.number().int().positive().optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
  },
  responses: {
    200: { description: "One page.", content: { "application/json": { schema: invoiceListAnswer } } },
    ...refusals(401, 403, 422),
  },
});

const show = createRoute({
  method: "get",
  path: "/v1/invoices/{id}",
  tags: ["Invoices"],
  summary: "One invoice",
  security: [{ token: [] }],
  request: { params: address },
  responses: {
    200: { description: "The invoice with its lines.", content: { "application/json": { schema: invoiceDetailAnswer } } },
    ...refusals(401, 403, 404, 422),
  },
});

const picture = createRoute({
  method: "get",
  path: "/v1/invoices/{id}/preview.png",
  tags: ["Invoices"],
  summary: "The slip for a screen, watermarked and with unreadable codes",
  security: [{ token: [] }],
  request: { params: address },
  responses: { 200: { description: "A PNG.", content: { "image/png": {} } }, ...refusals(401, 403, 404, 422) },
});

const detailsPicture = createRoute({
  ...picture,
  path: "/v1/invoices/{id}/details.png",
  summary: "The details slip for a screen, watermarked",
});

const print = createRoute({
  method: "post",
  path: "/v1/invoices/{id}/print",
  tags: ["Invoices"],
  summary: "Print a held original",
  description: "For a sale sent with `print: false`. Once: what was printed before is a reprint.",
  security: [{ token: [] }],
  request: { params: address, headers: z.object({ "idempotency-key": requestId.optional() }) },
  responses: {
    200: {
      description: "The slips that wait for their printer.",
      content: { "application/json": { schema: z.object({ slips: z.array(slipAnswer) }) } },
    },
    ...refusals(401, 403, 404, 409, 422, 503),
  },
});

export const invoices: Routes = (app, { shop, presenter, slipPaper }) => {
  app.openapi(list, (c) => {
    const own = seesOnly(clientFor(c, "see-own"));
    const { limit, ...query } = c.req.valid("query");
    const found = shop.ledger.invoices.search({ ...filterOf(shop, query), ...(own !== undefined && { client: own }) }, limit + 1);
    const page = found.slice(0, limit);
    const next = found.length > limit ? String(page.at(-1)!.row.id) : null;
    return c.json({ invoices: page.map((stored) => presentListed(presenter, viewStored(shop, stored))), next }, 200);
  });

  app.openapi(show, (c) => {
    const view = findFor(shop, clientFor(c, "see-own"), c.req.valid("param").id);
    return c.json(presentDetail(presenter, view), 200);
  });

  app.openapi(print, async (c) => {
    const client = clientFor(c, "sell-or-operate");
    const { stored } = findFor(shop, client, c.req.valid("param").id);
    const key = c.req.valid("header")["idempotency-key"];
    const released = await releaseSlips(shop, { id: stored.row.id, by: client.name, key });
    return c.json({ slips: released.map((slip) => presentSlip(presenter, slip, invoiceId(stored.record))) }, 200);
  });

  app.openapi(picture, (c) => {
    const view = findFor(shop, clientFor(c, "see-own"), c.req.valid("param").id);
    return pngOf(c, slipPaper, { document: "proof", id: view.stored.row.id });
  });

  app.openapi(detailsPicture, (c) => {
    const view = findFor(shop, clientFor(c, "see-own"), c.req.valid("param").id);
    return pngOf(c, slipPaper, { document: "details", id: view.stored.row.id });
  });
};

function pngOf(c: Context, slipPaper: SlipPaper, { document, id }: { document: "proof" | "details"; id: number }) {
  const png = encodePng(slipPaper.preview({ document, journalSeq: id, invoiceId: id }));
  return c.body(new Uint8Array(png), 200, { "Content-Type": "image/png", "Cache-Control": "private, no-store" });
}

/** The newest invoice of that address a client may see. */
function findFor(shop: Shop, client: Client, id: string): InvoiceView {
  return viewInvoice(shop, findInvoice(shop, id, seesOnly(client)).id);
}

interface Query {
  readonly number?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly total?: number | undefined;
  readonly terminal?: string | undefined;
  readonly buyer?: string | undefined;
  readonly carrier?: string | undefined;
  readonly status?: InvoiceStatus | undefined;
  readonly q?: string | undefined;
  readonly cursor?: number | undefined;
}

function filterOf({ region }: Shop, query: Query): InvoiceFilter {
  const { number, total, terminal, buyer, carrier, status, q, cursor } = query;
  return {
    ...(number !== undefined && { number: number.replace("-", "") }),
    ...secondsOf(region.reports, query),
    ...(total !== undefined && { total }),
    ...(terminal !== undefined && { terminal }),
    ...(buyer !== undefined && { buyer }),
    ...(carrier !== undefined && { carrier }),
    ...(status !== undefined && { status }),
    ...(q !== undefined && { text: q }),
    ...(cursor !== undefined && { before: cursor }),
  };
}
