import { createRoute, z } from "@hono/zod-openapi";
import type { PrintJob } from "../../../../drivers/conversation.ts";
import { calibrationMm, calibrationPage } from "../../../../receipt/calibration.ts";
import type { Faces } from "../../../../receipt/glyphs.ts";
import type { Paper } from "../../../../receipt/layout.ts";
import { probePrinter } from "../../../operations/paper/probe-printer.ts";
import { probeFindings } from "../../../printing/learned.ts";
import { printerAdvice } from "../../../printing/printer-advice.ts";
import { clientFor } from "../../door/credential.ts";
import { requestId } from "../../schema/sale.ts";
import { printerNamed } from "../paper/printers.ts";
import { type Routes, refusals } from "../routes.ts";

export const probeAnswer = z
  .object({
    printer: z.string(),
    probedAt: z.string(),
    ...probeFindings.shape,
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
    query: z.strictObject({
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
    const isWanted = c.req.valid("query").page === "true";
    const page = isWanted ? calibrationJob(presenter.faces, printer.paper) : null;
    const { findings, at } = await probePrinter(shop, { printer, page, by, key: c.req.valid("header")["idempotency-key"] });
    const configured = shop.settings.printers.find(({ name }) => name === printer.name)!;
    const advice = printerAdvice(findings, configured);
    return c.json({ printer: printer.name, probedAt: shop.law.localTime(at), ...findings, advice }, 200);
  });
};

/** No slip's or ticket's id ends so. */
const calibrationId = "cal~";

function calibrationJob(faces: Faces, paper: Paper): PrintJob {
  return { id: calibrationId, pieces: calibrationPage(faces, paper), paperMm: calibrationMm };
}
