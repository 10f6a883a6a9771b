import { createRoute, z } from "@hono/zod-openapi";
import { refuse as refuseInvoice } from "../../../invoice/problems.ts";
import { abandonSale } from "../../operations/abandon-sale.ts";
import { issueInvoice } from "../../operations/issue-invoice.ts";
import { type InvoiceView, viewInvoice } from "../../operations/view-invoice.ts";
import type { SlipPaper } from "../../printing/slip-paper.ts";
import { type Shop, secondsNow } from "../../shop.ts";
import { numbersLow } from "../../stock/numbers-lamp.ts";
import type { StockWatch } from "../../stock/stock-watch.ts";
import { presentStock } from "../../till-status.ts";
import { clientFor } from "../door/credential.ts";
import { refuse } from "../door/problems.ts";
import { presentInvoice } from "../present.ts";
import { type InvoiceAnswer, invoiceAnswer } from "../schema/answer.ts";
import { whatIsWrong } from "../schema/faults.ts";
import { printable, requestId, saleBody, saleRequest } from "../schema/sale.ts";
import { paperWait, untilPaper } from "./paper/until-paper.ts";
import { type Routes, refusals } from "./routes.ts";

const post = createRoute({
  method: "post",
  path: "/v1/sales",
  tags: ["Sales"],
  summary: "Issue an invoice for a sale",
  description: "Takes the next number, seals the invoice and queues its slip. Repeat it with the same id after a lost answer.",
  security: [{ token: [] }],
  request: {
    headers: z.object({ "idempotency-key": requestId.optional() }),
    query: paperWait,
    body: { required: true, content: { "application/json": { schema: saleBody } } },
  },
  responses: {
    201: { description: "Issued.", content: { "application/json": { schema: invoiceAnswer } } },
    200: {
      description: "Issued before under this id: the same invoice.",
      content: { "application/json": { schema: invoiceAnswer } },
    },
    ...refusals(401, 403, 409, 413, 415, 422, 503),
  },
});

const abandon = createRoute({
  method: "post",
  path: "/v1/sales/{requestId}/abandon",
  tags: ["Sales"],
  summary: "Give up a request, so that a late retry cannot issue it",
  security: [{ token: [] }],
  request: {
    params: z.object({ requestId }),
    body: {
      required: true,
      content: {
        "application/json": {
          schema: z.strictObject({
            reason: printable(200),
            paperNumber: printable(20).optional().openapi({ description: "The invoice written by hand instead." }),
            client: z.string().max(64).optional().openapi({ description: "The token whose request it was; operate and above." }),
          }),
        },
      },
    },
  },
  responses: {
    200: {
      description: "Either the invoice that exists after all, or the promise that there will never be one.",
      content: {
        "application/json": {
          schema: z.object({ requestId: z.string(), result: z.enum(["issued", "abandoned"]), invoice: invoiceAnswer.nullable() }),
        },
      },
    },
    ...refusals(401, 403, 404, 409, 422, 503),
  },
});

export const sales: Routes = (app, { shop, presenter, slipPaper, stockWatch }) => {
  app.openapi(
    post,
    async (c) => {
      const client = clientFor(c, "sell");
      const body = c.req.valid("json");
      const id = requestIdOf(body.requestId, c.req.valid("header")["idempotency-key"]);
      const issued = await issueInvoice(shop, client, saleRequest(body, id));
      const { wait, timeout } = c.req.valid("query");
      if (wait === "paper") await untilPaper(shop, issued.slips, timeout * 1000);
      const view = wait === "paper" ? viewInvoice(shop, issued.stored.row.id) : issued;
      const answer = withStock(shop, presentInvoice(presenter, view), stockWatch);
      c.header("Location", answer.links.self);
      if (!issued.replayed) return c.json({ ...answer, ...paperFor(body.print, view, slipPaper) }, 201);
      c.header("Idempotent-Replayed", "true");
      return c.json(answer, 200);
    },
    (result) => {
      // A bad sale has one code, whether the schema or the law found the fault.
      if (!result.success) throw refuseInvoice("sale-invalid", ...whatIsWrong(result.error, "No number was used."));
    },
  );

  app.openapi(abandon, async (c) => {
    const { reason, paperNumber, client: named } = c.req.valid("json");
    const caller = clientFor(c, named === undefined ? "sell" : "operate");
    const client = named === undefined ? caller : shop.ledger.tokens.named(named);
    if (!client)
      throw refuse("request-invalid", `There is no token named "${named}".`, {
        faults: [{ path: "client", code: "unknown", message: `There is no token named "${named}".` }],
        hint: "Give the name of the token the sale was sent with, or leave it out for this one.",
      });
    const { requestId } = c.req.valid("param");
    const abandoned = await abandonSale(shop, client, { requestId, reason, ...(paperNumber !== undefined && { paperNumber }) });
    const invoice = abandoned.result === "issued" ? presentInvoice(presenter, abandoned.invoice) : null;
    return c.json({ requestId, result: abandoned.result, invoice }, 200);
  });
};

/** How long the numbers last is said with each sale, so that a POS without a panel hears of it too. */
function withStock(shop: Shop, answer: InvoiceAnswer, stockWatch: StockWatch): InvoiceAnswer {
  if (shop.law.period(secondsNow(shop)) !== answer.period) return answer;
  const stock = stockWatch.after(answer.period, answer.remaining.numbers);
  const message = numbersLow(shop, stock);
  const { lastsUntil } = presentStock(shop, stock);
  const warnings = message === null ? answer.warnings : [...answer.warnings, { code: "numbers-low", message }];
  return { ...answer, remaining: { ...answer.remaining, lastsUntil }, warnings };
}

/** The name of a sale's request, from the body or the header. Throws `key-missing`. */
export function requestIdOf(inBody: string | undefined, inHeader: string | undefined): string {
  const id = inBody ?? inHeader;
  if (id !== undefined) return id;
  throw refuse("key-missing", "A sale needs a requestId.", {
    faults: [{ path: "requestId", code: "required", message: "Give the sale a name of the POS's own." }],
    hint: "Send requestId, or the header Idempotency-Key in its place, and repeat it when the answer is lost.",
  });
}

/** The originals, for a POS that prints by itself. Only in the first answer: a second one would be a second original. */
export function paperFor(print: unknown, { slips }: InvoiceView, slipPaper: SlipPaper) {
  if (print !== "by-caller") return {};
  const papers = slips.map((slip) => ({ document: slip.document, ...inBase64(slipPaper.forCaller(slip)) }));
  const proof = papers.find(({ document }) => document === "proof");
  const details = papers.find(({ document }) => document === "details");
  return {
    ...(proof && { paper: { png: proof.png, escpos: proof.escpos } }),
    ...(details && { detailsPaper: { png: details.png, escpos: details.escpos } }),
  };
}

function inBase64({ png, escpos }: ReturnType<SlipPaper["forCaller"]>) {
  return { png: Buffer.from(png).toString("base64"), escpos: Buffer.from(escpos).toString("base64") };
}
