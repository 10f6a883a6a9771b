import { createRoute, z } from "@hono/zod-openapi";
import type { TicketRow } from "../../../../../db/till/books/paper/tickets.ts";
import { refuse } from "../../../../invoice/problems.ts";
import { openDrawer } from "../../../operations/paper/tickets/open-drawer.ts";
import { printTicket } from "../../../operations/paper/tickets/print-ticket.ts";
import type { QueuedTicket } from "../../../operations/paper/tickets/queue-ticket.ts";
import type { Shop } from "../../../shop.ts";
import { clientFor, seesOnly } from "../../door/credential.ts";
import { makeTicket } from "../../make-ticket.ts";
import { requestId } from "../../schema/sale.ts";
import { drawerBody, mostOf, ticketAnswer, ticketBody } from "../../schema/ticket.ts";
import { type Routes, refusals } from "../routes.ts";
import { printerNamed } from "./printers.ts";
import { paperWait, untilTicket } from "./until-paper.ts";

const tags = ["Tickets"];
const security = [{ token: [] }];
const headers = z.object({ "idempotency-key": requestId.optional() });
const answers = {
  200: { description: "Asked before: the same ticket.", content: { "application/json": { schema: ticketAnswer } } },
  202: { description: "In the printer's queue.", content: { "application/json": { schema: ticketAnswer } } },
};

const print = createRoute({
  method: "post",
  path: "/v1/print",
  tags,
  summary: "Print the POS's own ticket: a kitchen order, a voucher, a queue number",
  description:
    "In the printer's queue, in order with its slips, through restarts. Without a cut of its own a ticket is cut at its end. " +
    `At most ${mostOf.image} images, ${mostOf.code} codes, ${mostOf.cut} cuts and three metres of paper, copies and the way to the cutter counted: what is longer is refused before it is drawn. ` +
    "An uncertain ticket may be repeated under another Idempotency-Key; it is no invoice, and nobody has to settle it. Kept for a week.",
  security,
  request: {
    headers,
    query: paperWait,
    body: { required: true, content: { "application/json": { schema: ticketBody } } },
  },
  responses: { ...answers, ...refusals(401, 403, 404, 409, 413, 415, 422, 503) },
});

const one = createRoute({
  method: "get",
  path: "/v1/tickets/{id}",
  tags,
  summary: "How a ticket stands",
  security,
  request: { params: z.object({ id: z.string().regex(/^\d{1,15}$/, "a ticket's id is a number") }) },
  responses: {
    200: { description: "The ticket.", content: { "application/json": { schema: ticketAnswer } } },
    ...refusals(401, 403, 404, 422),
  },
});

const drawer = createRoute({
  method: "post",
  path: "/v1/printers/{name}/drawer",
  tags: ["Printers"],
  summary: "Open the cash drawer that hangs on a printer",
  description: "Journalled. Dropped when the printer is away for more than 30 seconds: a drawer does not spring open later.",
  security,
  request: {
    headers,
    params: z.object({ name: z.string().max(32) }),
    query: paperWait,
    body: { required: true, content: { "application/json": { schema: drawerBody } } },
  },
  responses: { ...answers, ...refusals(401, 403, 404, 409, 422, 503) },
});

export const ticketRoutes: Routes = (app, { shop, presenter, printers }) => {
  /** The ticket as it stands when the caller wants to hear of it. */
  const answer = async ({ ticket }: QueuedTicket, { wait, timeout }: z.infer<typeof paperWait>) => {
    if (wait === "paper") await untilTicket(shop, ticket, timeout * 1000);
    return present(shop, shop.ledger.tickets.find(ticket.id) ?? ticket);
  };

  app.openapi(print, async (c) => {
    const { name: by } = clientFor(c, "sell-or-operate");
    const body = c.req.valid("json");
    const printer = printerNamed(printers, body.printer ?? shop.printerFor(body.role ?? "receipt"));
    const made = await makeTicket(body, printer, presenter);
    const key = c.req.valid("header")["idempotency-key"];
    const queued = await printTicket(shop, { ...made, printer: printer.name, content: body, by, key });
    const ticket = await answer(queued, c.req.valid("query"));
    if (!queued.replayed) return c.json(ticket, 202);
    c.header("Idempotent-Replayed", "true");
    return c.json(ticket, 200);
  });

  app.openapi(one, (c) => {
    const own = seesOnly(clientFor(c, "see-own"));
    const { id } = c.req.valid("param");
    const ticket = shop.ledger.tickets.find(Number(id));
    if (ticket && (own === undefined || own === ticket.client)) return c.json(present(shop, ticket), 200);
    throw refuse("not-found", `There is no ticket ${id}.`, { hint: "Tickets are kept for a week after they ended." });
  });

  app.openapi(drawer, async (c) => {
    const { name: by } = clientFor(c, "operate");
    const { name: printer } = printerNamed(printers, c.req.valid("param").name);
    const key = c.req.valid("header")["idempotency-key"];
    const queued = await openDrawer(shop, { printer, pin: c.req.valid("json").pin, by, key });
    const ticket = await answer(queued, c.req.valid("query"));
    if (!queued.replayed) return c.json(ticket, 202);
    c.header("Idempotent-Replayed", "true");
    return c.json(ticket, 200);
  });
};

function present({ law }: Pick<Shop, "law">, ticket: TicketRow): z.infer<typeof ticketAnswer> {
  const { id, printer, state, reason, mark, requestId: asked, createdAt, endedAt } = ticket;
  return {
    id: String(id),
    printer,
    state,
    reason,
    confirmedBy: mark,
    requestId: asked,
    createdAt: law.localTime(createdAt),
    endedAt: endedAt === null ? null : law.localTime(endedAt),
  };
}
