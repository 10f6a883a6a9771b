import { createRoute, z } from "@hono/zod-openapi";
import type { StoredReprint } from "../../../../../db/till/books/paper/reprints.ts";
import { invoiceId } from "../../../../invoice/invoice.ts";
import { isOutside } from "../../../../invoice/paper/reprint.ts";
import { findInvoice } from "../../../operations/find-invoice.ts";
import { reprintInvoice } from "../../../operations/paper/reprint-invoice.ts";
import type { Shop } from "../../../shop.ts";
import { csvOf, sendCsv, wantsCsv } from "../../csv.ts";
import { clientFor } from "../../door/credential.ts";
import { moment, secondsOf } from "../../schema/moment.ts";
import { type ReprintEntry, reprintBody, reprintLog, reprintsAnswer } from "../../schema/reprint.ts";
import { requestId } from "../../schema/sale.ts";
import { address } from "../invoice/invoices.ts";
import { type Routes, refusals } from "../routes.ts";
import { printerNamed } from "./printers.ts";
import { presentAlone } from "./slips.ts";

const tags = ["Reprints"];
const security = [{ token: [] }];

const reprint = createRoute({
  method: "post",
  path: "/v1/invoices/{id}/reprints",
  tags,
  summary: "Print a marked copy (補印) of an invoice's paper",
  description:
    "Of the sealed record, to the dot. The copy's number is reserved and journalled first; an undone invoice is refused.",
  security,
  request: {
    headers: z.object({ "idempotency-key": requestId.optional() }),
    params: address,
    body: { required: true, content: { "application/json": { schema: reprintBody } } },
  },
  responses: {
    200: { description: "Asked before: the same copies.", content: { "application/json": { schema: reprintsAnswer } } },
    202: { description: "The copies on their way.", content: { "application/json": { schema: reprintsAnswer } } },
    ...refusals(401, 403, 404, 409, 422, 503),
  },
});

const log = createRoute({
  method: "get",
  path: "/v1/reprints",
  tags,
  summary: "The log of reprints, newest first: who, why, when, and what became of the paper",
  security,
  request: {
    query: z.strictObject({
      invoice: address.shape.id.optional(),
      from: moment.optional(),
      to: moment.optional(),
      by: z.string().max(64).optional(),
      cursor: z.coerce.number().int().positive().optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
      format: z.enum(["json", "csv"]).optional().openapi({ description: "JSON unless it, or the Accept header, asks for CSV." }),
    }),
  },
  responses: {
    200: {
      description: "One page. A table of CSV names the next page's cursor in the header `Next-Cursor`.",
      content: { "application/json": { schema: reprintLog }, "text/csv": { schema: z.string() } },
    },
    ...refusals(401, 403, 404, 422),
  },
});

export const reprintRoutes: Routes = (app, { shop, presenter, printers }) => {
  app.openapi(reprint, async (c) => {
    const { name: by } = clientFor(c, "operate");
    const { printer, note, ...said } = c.req.valid("json");
    const request = {
      ...said,
      ...(note !== undefined && { note }),
      address: c.req.valid("param").id,
      printer: printer === undefined ? shop.printerFor("proof") : printerNamed(printers, printer).name,
      by,
      key: c.req.valid("header")["idempotency-key"],
    };
    const { slips, replayed } = await reprintInvoice(shop, request);
    const all = shop.ledger.slips.ofEntry(slips[0]!.journalSeq);
    const answer = {
      slips: slips.map((slip) => presentAlone({ shop, presenter }, slip)),
      counted: all.filter((slip) => slip.copy > 0 && isOutside(slip)).length,
    };
    if (!replayed) return c.json(answer, 202);
    c.header("Idempotent-Replayed", "true");
    return c.json(answer, 200);
  });

  app.openapi(log, (c) => {
    clientFor(c, "read");
    const { invoice, from, to, by, cursor, limit, format } = c.req.valid("query");
    const found = shop.ledger.reprints.list(
      {
        ...(invoice !== undefined && { invoiceId: findInvoice(shop, invoice).id }),
        ...secondsOf(shop.region.reports, { from, to }),
        ...(by !== undefined && { by }),
        ...(cursor !== undefined && { before: cursor }),
      },
      limit + 1,
    );
    const page = found.slice(0, limit);
    const next = found.length > limit ? String(page.at(-1)!.row.id) : null;
    const reprints = page.map((one) => present(shop, one));
    if (!wantsCsv(c, format)) return c.json({ reprints, next }, 200);
    if (next !== null) c.header("Next-Cursor", next);
    return sendCsv(c, "reprints", csvOf([columns, ...reprints.map(rowOf)]));
  });
};

const columns = ["at", "invoice", "document", "copy", "reason", "note", "by", "printer", "result", "counts", "seal"];

function rowOf({ at, invoice, document, copy, reason, note, by, printer, result, counts, seal }: ReprintEntry) {
  return [at, invoice, document, copy, reason, note, by, printer, result, counts ? "yes" : "no", seal.hash];
}

function present({ law, ledger }: Shop, { row, slip, period, number }: StoredReprint): ReprintEntry {
  const { hash } = ledger.journal.find(row.journalSeq)!;
  return {
    id: String(row.id),
    invoice: invoiceId({ period, number }),
    document: slip.document,
    copy: slip.copy,
    reason: row.reason,
    note: row.note,
    by: row.by,
    at: law.localTime(row.at),
    printer: slip.printer,
    result: slip.state,
    counts: isOutside(slip),
    endedAt: slip.endedAt === null ? null : law.localTime(slip.endedAt),
    seal: { seq: row.journalSeq, hash: hash.toString("hex") },
  };
}
