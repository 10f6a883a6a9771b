import { createRoute, z } from "@hono/zod-openapi";
import { refuse } from "../../../../invoice/problems.ts";
import { findInvoice } from "../../../operations/find-invoice.ts";
import { viewInvoice } from "../../../operations/view-invoice.ts";
import { clientFor } from "../../door/credential.ts";
import { type Routes, refusals } from "../routes.ts";

const message = createRoute({
  method: "get",
  path: "/v1/invoices/{id}/message.xml",
  tags: ["Invoices"],
  summary: "An upload message, made of the sealed record",
  security: [{ token: [] }],
  request: {
    params: z.object({ id: z.string().openapi({ example: "11512-TS00000007" }) }),
    query: z.strictObject({
      kind: z.string().max(8).optional().openapi({ description: "F0401 and the like; the newest message when absent." }),
    }),
  },
  responses: { 200: { description: "XML in UTF-8.", content: { "application/xml": {} } }, ...refusals(401, 403, 404) },
});

export const messageRoutes: Routes = (app, { shop }) => {
  app.openapi(message, (c) => {
    clientFor(c, "read");
    const { id } = c.req.valid("param");
    const { kind } = c.req.valid("query");
    const { parcels } = viewInvoice(shop, findInvoice(shop, id).id);
    const parcel = parcels.findLast((one) => kind === undefined || one.message === kind);
    if (!parcel)
      throw refuse("not-found", `Invoice ${id} has no message ${kind ?? ""}.`, {
        hint: `It has ${[...new Set(parcels.map((one) => one.message))].join(", ")}.`,
      });
    const entry = shop.ledger.journal.find(parcel.journalSeq);
    if (!entry) throw new Error(`entry ${parcel.journalSeq} is gone`);
    const xml = shop.region.messages.xml(parcel.message, JSON.parse(entry.doc));
    return c.body(xml, 200, { "Content-Type": "application/xml; charset=utf-8" });
  });
};
