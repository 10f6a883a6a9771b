import { createRoute, z } from "@hono/zod-openapi";
import { invoiceId } from "../../../../invoice/invoice.ts";
import { refuse } from "../../../../invoice/problems.ts";
import type { JobView } from "../../../documents/document-desk.ts";
import { findInvoice } from "../../../operations/find-invoice.ts";
import { viewInvoice } from "../../../operations/view-invoice.ts";
import type { Shop } from "../../../shop.ts";
import { clientFor, seesOnly } from "../../door/credential.ts";
import { requestId } from "../../schema/sale.ts";
import { type Routes, refusals } from "../routes.ts";
import { address } from "./invoices.ts";

const documentJob = z
  .object({
    id: z.string(),
    invoice: z.string().openapi({ example: "11512-TS00000007" }),
    printer: z.string(),
    copy: z.int().openapi({ description: "How many printings went out before; above 0 the paper is marked 補印." }),
    copies: z.int(),
    paper: z.enum(["A4"]),
    duplex: z.enum(["off", "long", "short"]),
    state: z.enum(["handing-over", "sent", "completed", "failed", "unknown"]).openapi({
      description:
        "`sent`: the spooler has it, and more is not known (yet). `completed`: the printer says so, or a spooler that has passed it on. `failed`: refused or given " +
        "up, `reasons` says why. `unknown`: the line broke or the till stopped in the middle.",
    }),
    reasons: z.array(z.string()).openapi({ description: "In the printer's own words: media-empty, printer-stopped …" }),
    requestedAt: z.string(),
    endedAt: z.string().nullable(),
  })
  .openapi("DocumentJob");

const pdf = createRoute({
  method: "get",
  path: "/v1/invoices/{id}/document.pdf",
  tags: ["Documents"],
  summary: "The invoice's content with its details, on A4",
  description: "For the buyer's books. It is no proof slip and carries no codes.",
  security: [{ token: [] }],
  request: { params: address },
  responses: {
    200: { description: "A PDF.", content: { "application/pdf": {} } },
    ...refusals(401, 403, 404, 422, 503),
  },
});

const print = createRoute({
  method: "post",
  path: "/v1/invoices/{id}/document/print",
  tags: ["Documents"],
  summary: "Print that document on a system printer",
  description:
    "Answers when the printer or its spooler has taken it, or has not: the job's state says what is known. Journalled; a later " +
    "printing is marked as a copy.",
  security: [{ token: [] }],
  request: {
    params: address,
    headers: z.object({ "idempotency-key": requestId.optional() }),
    body: {
      required: true,
      content: {
        "application/json": {
          schema: z.strictObject({
            printer: z.string().max(32).optional().openapi({ description: "One of `documentPrinters`; the first when absent." }),
            copies: z.int().min(1).max(9).default(1),
            paper: z.enum(["A4"]).default("A4"),
            duplex: z.enum(["off", "long", "short"]).default("off"),
          }),
        },
      },
    },
  },
  responses: {
    202: { description: "The job.", content: { "application/json": { schema: documentJob } } },
    ...refusals(400, 401, 403, 404, 409, 422, 503),
  },
});

const job = createRoute({
  method: "get",
  path: "/v1/document-jobs/{id}",
  tags: ["Documents"],
  summary: "What became of a document that was handed to a system printer",
  security: [{ token: [] }],
  request: { params: z.object({ id: z.string().regex(/^\d{1,15}$/, "a job's id is a number") }) },
  responses: {
    200: { description: "The job.", content: { "application/json": { schema: documentJob } } },
    ...refusals(401, 403, 404, 422),
  },
});

export const documentRoutes: Routes = (app, { shop, documentDesk }) => {
  app.openapi(pdf, async (c) => {
    const view = viewInvoice(shop, findInvoice(shop, c.req.valid("param").id, seesOnly(clientFor(c, "see-own"))).id);
    const bytes = await documentDesk.pdfOf(view, 0);
    return c.body(new Uint8Array(bytes), 200, {
      "Content-Type": "application/pdf",
      "Content-Disposition": `inline; filename="${invoiceId(view.stored.record)}.pdf"`,
      "Cache-Control": "private, no-store",
    });
  });

  app.openapi(print, async (c) => {
    const { name: by } = clientFor(c, "operate");
    const { printer, ...how } = c.req.valid("json");
    const view = viewInvoice(shop, findInvoice(shop, c.req.valid("param").id).id);
    const key = c.req.valid("header")["idempotency-key"];
    return c.json(presentJob(shop, await documentDesk.print(view, { ...how, printer, by, key })), 202);
  });

  app.openapi(job, (c) => {
    clientFor(c, "read");
    const { id } = c.req.valid("param");
    const found = documentDesk.job(Number(id));
    if (found) return c.json(presentJob(shop, found), 200);
    throw refuse("not-found", `There is no document job ${id}.`, { hint: "The answer to …/document/print names its id." });
  });
};

function presentJob({ law }: Pick<Shop, "law">, { job: { id, at, print: asked, end }, state, reasons }: JobView) {
  const { invoice, printer, copy, copies, paper, duplex } = asked;
  return {
    id: String(id),
    invoice,
    printer,
    copy,
    copies,
    paper,
    duplex,
    state,
    reasons: [...reasons],
    requestedAt: law.localTime(at),
    endedAt: end ? law.localTime(end.at) : null,
  };
}
