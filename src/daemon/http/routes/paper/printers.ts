import { createRoute, z } from "@hono/zod-openapi";
import { refuse } from "../../../../invoice/problems.ts";
import { declareCleared } from "../../../operations/paper/declare-cleared.ts";
import { testPrinter } from "../../../operations/paper/test-printer.ts";
import type { Printer } from "../../../printing/printers.ts";
import { type PrinterView, viewPrinter } from "../../../till-status.ts";
import { clientFor } from "../../door/credential.ts";
import { slipAnswer } from "../../schema/answer.ts";
import { requestId } from "../../schema/sale.ts";
import { type Routes, refusals } from "../routes.ts";
import { presentAlone } from "./slips.ts";
import { paperWait, untilPaper } from "./until-paper.ts";

export const printerAnswer = z
  .object({
    name: z.string(),
    url: z.string(),
    model: z.string(),
    state: z.enum(["ready", "fault", "unknown"]),
    faults: z.array(z.string()),
    warnings: z.array(z.string()),
    drawerPin: z.enum(["high", "low"]).nullable().openapi({
      description: "Pin 3 of the drawer's socket; which of the two is an open drawer depends on the drawer. Null: not heard.",
    }),
    feedPressed: z.boolean().nullable().openapi({ description: "Somebody presses FEED right now. Null: not heard." }),
    since: z.string().openapi({ description: "When state, faults or warnings last changed." }),
    waiting: z.int().openapi({ description: "Slips and tickets in its queue." }),
    paused: z.boolean(),
    feedReprints: z.boolean().openapi({ description: "Whether two presses of FEED reprint the last slip." }),
  })
  .openapi("Printer");

const documentPrinters = z
  .array(z.object({ name: z.string(), url: z.string() }))
  .openapi({ description: "For A4; the first one is taken where a request names none. They are asked only about their jobs." });

const list = createRoute({
  method: "get",
  path: "/v1/printers",
  tags: ["Printers"],
  summary: "The printers, live, and the system printers for documents",
  security: [{ token: [] }],
  responses: {
    200: {
      description: "The printers.",
      content: { "application/json": { schema: z.object({ printers: z.array(printerAnswer), documentPrinters }) } },
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

const test = createRoute({
  method: "post",
  path: "/v1/printers/{name}/test",
  tags: ["Printers"],
  summary: "Print a test page: letters, a bar code and two QR codes as large as an invoice's",
  description: "Answers with the slip, at once or with `wait=paper` when it has reached an end. Journalled.",
  security: [{ token: [] }],
  request: {
    headers: z.object({ "idempotency-key": requestId.optional() }),
    params: z.object({ name: z.string().max(32) }),
    query: paperWait,
  },
  responses: {
    202: { description: "The slip.", content: { "application/json": { schema: slipAnswer } } },
    ...refusals(401, 403, 404, 409, 503),
  },
});

export const printerRoutes: Routes = (app, { shop, presenter, printers, documentDesk }) => {
  app.openapi(list, (c) => {
    clientFor(c, "see-own");
    return c.json(
      {
        printers: [...printers.values()].map((one) => presentPrinter(viewPrinter(shop, one))),
        documentPrinters: documentDesk.printers.map(({ name, url }) => ({ name, url })),
      },
      200,
    );
  });

  app.openapi(cleared, async (c) => {
    const { name: by } = clientFor(c, "manage");
    const printer = printerNamed(printers, c.req.valid("param").name);
    await declareCleared(shop, { printer: printer.name, by, key: c.req.valid("header")["idempotency-key"] });
    printer.loop.wake();
    return c.json(presentPrinter(viewPrinter(shop, printer)), 200);
  });

  app.openapi(test, async (c) => {
    const { name: by } = clientFor(c, "operate");
    const { name, model } = printerNamed(printers, c.req.valid("param").name);
    const slip = await testPrinter(shop, { printer: name, model, by, key: c.req.valid("header")["idempotency-key"] });
    const { wait, timeout } = c.req.valid("query");
    if (wait === "paper") await untilPaper(shop, [slip], timeout * 1000);
    return c.json(presentAlone({ shop, presenter }, shop.ledger.slips.find(slip.id)!), 202);
  });
};

/** A printer by its name. Throws `not-found`. */
export function printerNamed(printers: ReadonlyMap<string, Printer>, name: string): Printer {
  const printer = printers.get(name);
  if (printer) return printer;
  throw refuse("not-found", `There is no printer "${name}".`, { hint: "GET /v1/printers lists them." });
}

/** What a view holds fixed, an answer may own. */
export function presentPrinter(view: PrinterView) {
  return { ...view, faults: [...view.faults], warnings: [...view.warnings] };
}
