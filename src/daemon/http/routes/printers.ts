import { createRoute, z } from "@hono/zod-openapi";
import { refuse } from "../../../invoice/problems.ts";
import { declareCleared } from "../../operations/declare-cleared.ts";
import { type PrinterView, viewPrinter } from "../../till-status.ts";
import { clientFor } from "../door/credential.ts";
import { requestId } from "../schema/sale.ts";
import { type Routes, refusals } from "./routes.ts";

export const printerAnswer = z
  .object({
    name: z.string(),
    url: z.string(),
    model: z.string(),
    state: z.enum(["ready", "fault", "unknown"]),
    faults: z.array(z.string()),
    warnings: z.array(z.string()),
    since: z.string(),
    waiting: z.int().openapi({ description: "Slips in its queue." }),
  })
  .openapi("Printer");

const list = createRoute({
  method: "get",
  path: "/v1/printers",
  tags: ["Printers"],
  summary: "The printers, live",
  security: [{ token: [] }],
  responses: {
    200: {
      description: "The printers.",
      content: { "application/json": { schema: z.object({ printers: z.array(printerAnswer) }) } },
    },
    ...refusals(401, 403),
  },
});

const cleared = createRoute({
  method: "post",
  path: "/v1/printers/{name}/cleared",
  tags: ["Printers"],
  summary: "Say that a printer was switched off and on",
  description: "New originals that wait until the printer holds nothing of an earlier try may be printed then. Journalled.",
  security: [{ token: [] }],
  request: {
    headers: z.object({ "idempotency-key": requestId.optional() }),
    params: z.object({ name: z.string().max(32) }),
  },
  responses: {
    200: { description: "The printer.", content: { "application/json": { schema: printerAnswer } } },
    ...refusals(401, 403, 404, 409, 503),
  },
});

export const printerRoutes: Routes = (app, { shop, printers }) => {
  app.openapi(list, (c) => {
    clientFor(c, "see-own");
    return c.json({ printers: [...printers.values()].map((one) => presentPrinter(viewPrinter(shop, one))) }, 200);
  });

  app.openapi(cleared, async (c) => {
    const { name: by } = clientFor(c, "manage");
    const printer = printers.get(c.req.valid("param").name);
    if (!printer)
      throw refuse("not-found", `There is no printer "${c.req.valid("param").name}".`, { hint: "GET /v1/printers lists them." });
    await declareCleared(shop, { printer: printer.name, by, key: c.req.valid("header")["idempotency-key"] });
    printer.loop.wake();
    return c.json(presentPrinter(viewPrinter(shop, printer)), 200);
  });
};

/** What a view holds fixed, an answer may own. */
export function presentPrinter(view: PrinterView) {
  return { ...view, faults: [...view.faults], warnings: [...view.warnings] };
}
