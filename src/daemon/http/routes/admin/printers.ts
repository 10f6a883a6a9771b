import { createRoute, z } from "@hono/zod-openapi";
import { calibrationMm, calibrationPage } from "../../../../receipt/calibration.ts";
import { probePrinter } from "../../../operations/paper/probe-printer.ts";
import { printerAdvice } from "../../../printing/printer-advice.ts";
import { clientFor } from "../../door/credential.ts";
import { requestId } from "../../schema/sale.ts";
import { printerNamed } from "../paper/printers.ts";
import { type Routes, refusals } from "../routes.ts";

/** No slip's or ticket's id ends so. */
const calibrationId = "cal~";

const seen = (description: string) => z.boolean().openapi({ description });
const said = z.string().nullable();

export const probeAnswer = z
  .object({
    printer: z.string(),
    probedAt: z.string(),
    answersStatus: seen("It tells how it is when it is asked (DLE EOT)."),
    sendsStatus: seen("It tells by itself when something changes (GS a)."),
    echoesId: seen("It echoes a slip's id when the paper has come out (GS ( H): the best there is."),
    answersPaperStatus: seen("It answers a slip's end without a name (GS r)."),
    clearsBuffer: seen("It drops what it holds, and says so (DLE DC4 8)."),
    maker: said,
    model: said,
    font: said.openapi({ description: "The letters of its ROM, as it names them." }),
    advice: z.array(z.string()).openapi({ description: "What to set in tillseal.yaml." }),
  })
  .openapi("PrinterProbe");

const probe = createRoute({
  method: "post",
  path: "/v1/admin/printers/{name}/probe",
  tags: ["Admin"],
  summary: "Ask a printer what it is and what it can do; from then on its answers count",
  description:
    "Takes up to five seconds. A cheap clone may print four letters. Refused while one of its slips is doubtful. Journalled.",
  security: [{ token: [] }],
  request: {
    headers: z.object({ "idempotency-key": requestId.optional() }),
    params: z.object({ name: z.string().max(32) }),
    query: z.object({
      page: z
        .enum(["true", "false"])
        .optional()
        .openapi({ description: "Prints a ruler, both letter sets and its own codes, to be judged by eye." }),
    }),
  },
  responses: {
    200: { description: "What it was seen to do.", content: { "application/json": { schema: probeAnswer } } },
    ...refusals(401, 403, 404, 409, 503),
  },
});

export const printerAdminRoutes: Routes = (app, { shop, presenter, printers }) => {
  app.openapi(probe, async (c) => {
    const { name: by } = clientFor(c, "manage");
    const printer = printerNamed(printers, c.req.valid("param").name);
    const job = { id: calibrationId, pieces: calibrationPage(presenter.faces, printer.paper), paperMm: calibrationMm };
    const page = c.req.valid("query").page === "true" ? job : null;
    const { findings, at } = await probePrinter(shop, { printer, page, by, key: c.req.valid("header")["idempotency-key"] });
    const configured = shop.settings.printers.find(({ name }) => name === printer.name)!;
    const advice = printerAdvice(findings, configured);
    return c.json({ printer: printer.name, probedAt: shop.law.localTime(at), ...findings, advice }, 200);
  });
};
