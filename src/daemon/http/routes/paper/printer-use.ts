import { createRoute, z } from "@hono/zod-openapi";
import { type PrinterChange, setPrinter } from "../../../operations/paper/set-printer.ts";
import { viewPrinter } from "../../../till-status.ts";
import { type Act, clientFor } from "../../door/credential.ts";
import { requestId } from "../../schema/sale.ts";
import { type Routes, refusals } from "../routes.ts";
import { presentPrinter, printerAnswer, printerNamed } from "./printers.ts";

/** What people change about a printer while the till runs, and who may. */
const uses = {
  pause: { act: "operate", summary: "Let a printer rest: its slips wait until it is resumed" },
  resume: { act: "operate", summary: "Let a paused printer go on" },
  feed: { act: "manage", summary: "Allow or forbid that two presses of FEED reprint the last slip as a marked copy" },
} as const satisfies Record<string, { act: Act; summary: string }>;

function route<U extends keyof typeof uses>(use: U) {
  return {
    method: "post" as const,
    path: `/v1/printers/{name}/${use}` as const,
    tags: ["Printers"],
    summary: uses[use].summary,
    security: [{ token: [] }],
    responses: {
      200: { description: "The printer.", content: { "application/json": { schema: printerAnswer } } },
      ...refusals(401, 403, 404, 409, 422, 503),
    },
  };
}

const headers = z.object({ "idempotency-key": requestId.optional() });
const params = z.object({ name: z.string().max(32) });
const feedBody = z.strictObject({ reprints: z.boolean() });

const pause = createRoute({ ...route("pause"), request: { headers, params } });
const resume = createRoute({ ...route("resume"), request: { headers, params } });
const feed = createRoute({
  ...route("feed"),
  description:
    "Off until a manager allows it. Two presses within a second on an idle, healthy printer copy the slip of the till's last sale, within three minutes of it and once; logged as the printer's panel.",
  request: { headers, params, body: { required: true, content: { "application/json": { schema: feedBody } } } },
});

export const printerUse: Routes = (app, { shop, printers }) => {
  const change = async (name: string, wanted: Omit<PrinterChange, "printer">) => {
    const printer = printerNamed(printers, name);
    await setPrinter(shop, { printer: printer.name, ...wanted });
    printer.loop.wake();
    return presentPrinter(viewPrinter(shop, printer));
  };
  app.openapi(pause, async (c) => {
    const by = clientFor(c, uses.pause.act).name;
    const key = c.req.valid("header")["idempotency-key"];
    return c.json(await change(c.req.valid("param").name, { paused: true, by, key }), 200);
  });
  app.openapi(resume, async (c) => {
    const by = clientFor(c, uses.resume.act).name;
    const key = c.req.valid("header")["idempotency-key"];
    return c.json(await change(c.req.valid("param").name, { paused: false, by, key }), 200);
  });
  app.openapi(feed, async (c) => {
    const by = clientFor(c, uses.feed.act).name;
    const key = c.req.valid("header")["idempotency-key"];
    return c.json(await change(c.req.valid("param").name, { feedReprints: c.req.valid("json").reprints, by, key }), 200);
  });
};
