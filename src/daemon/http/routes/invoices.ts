import { createRoute, z } from "@hono/zod-openapi";
import type { InvoiceFilter } from "../../../../db/till/books/invoices.ts";
import type { Client } from "../../../../db/till/books/tokens.ts";
import { refuse as refuseInvoice } from "../../../invoice/problems.ts";
import { encodePng } from "../../../receipt/png.ts";
import { type InvoiceView, viewInvoice, viewStored } from "../../operations/view-invoice.ts";
import type { Shop } from "../../shop.ts";
import { clientFor, seesOnly } from "../door/credential.ts";
import { presentDetail, presentListed } from "../present.ts";
import { invoiceDetailAnswer, invoiceListAnswer } from "../schema/answer.ts";
import { type Routes, refusals } from "./routes.ts";

const address = z.object({
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
      from: z.iso.datetime({ offset: true }).optional(),
      to: z.iso.datetime({ offset: true }).optional(),
      total: z.coerce.number().int().optional(),
      terminal: z.string().max(32).optional(),
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

export const invoices: Routes = (app, { shop, presenter, slipPaper }) => {
  app.openapi(list, (c) => {
    const own = seesOnly(clientFor(c, "see-own"));
    const { limit, ...query } = c.req.valid("query");
    const found = shop.ledger.invoices.search({ ...filterOf(query), ...(own !== undefined && { client: own }) }, limit + 1);
    const page = found.slice(0, limit);
    const next = found.length > limit ? String(page.at(-1)!.row.id) : null;
    return c.json({ invoices: page.map((stored) => presentListed(presenter, viewStored(shop, stored))), next }, 200);
  });

  app.openapi(show, (c) => {
    const view = findFor(shop, clientFor(c, "see-own"), c.req.valid("param").id);
    return c.json(presentDetail(presenter, view), 200);
  });

  app.openapi(picture, (c) => {
    const view = findFor(shop, clientFor(c, "see-own"), c.req.valid("param").id);
    const png = encodePng(slipPaper.preview(view.stored.record));
    return c.body(new Uint8Array(png), 200, { "Content-Type": "image/png", "Cache-Control": "private, no-store" });
  });
};

/** The newest invoice of that address a client may see. */
function findFor(shop: Shop, client: Client, id: string): InvoiceView {
  const [period, number] = id.includes("-") ? (id.split("-") as [string, string]) : [undefined, id];
  const own = seesOnly(client);
  const row = shop.ledger.invoices.byNumber(number, period).find((row) => own === undefined || row.client === own);
  if (!row)
    throw refuseInvoice("not-found", `There is no invoice ${id} here.`, {
      hint:
        own === undefined
          ? "GET /v1/invoices finds by time, total or part of a number."
          : "This token sees its own invoices only.",
    });
  return viewInvoice(shop, row.id);
}

interface Query {
  readonly number?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly total?: number | undefined;
  readonly terminal?: string | undefined;
  readonly q?: string | undefined;
  readonly cursor?: number | undefined;
}

function filterOf({ number, from, to, total, terminal, q, cursor }: Query): InvoiceFilter {
  return {
    ...(number !== undefined && { number: number.replace("-", "") }),
    ...(from !== undefined && { from: Math.floor(Date.parse(from) / 1000) }),
    ...(to !== undefined && { to: Math.floor(Date.parse(to) / 1000) }),
    ...(total !== undefined && { total }),
    ...(terminal !== undefined && { terminal }),
    ...(q !== undefined && { text: q }),
    ...(cursor !== undefined && { before: cursor }),
  };
}
