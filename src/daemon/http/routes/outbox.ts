import { createRoute, z } from "@hono/zod-openapi";
import type { ParcelRow, StoredParcel } from "../../../../db/till/books/parcels.ts";
import { invoiceId } from "../../../invoice/invoice.ts";
import { warningLevel } from "../../../sync/pressing.ts";
import { resolveParcel, retryParcel } from "../../operations/upload/retry-parcel.ts";
import { type Shop, secondsNow } from "../../shop.ts";
import { clientFor } from "../door/credential.ts";
import { outboxAnswer, type ParcelAnswer, parcelAnswer, parcelBody } from "../schema/outbox.ts";
import { requestId } from "../schema/sale.ts";
import { type Routes, refusals } from "./routes.ts";

const tags = ["Upload"];
const security = [{ token: [] }];

const list = createRoute({
  method: "get",
  path: "/v1/outbox",
  tags,
  summary: "Documents on their way upstream, newest first, with what is to be done about each",
  security,
  request: {
    query: z.strictObject({
      state: parcelAnswer.shape.state.optional(),
      cursor: z.coerce.number().int().positive().optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
  },
  responses: {
    200: { description: "One page.", content: { "application/json": { schema: outboxAnswer } } },
    ...refusals(401, 403, 422),
  },
});

const act = {
  tags,
  security,
  request: {
    headers: z.object({ "idempotency-key": requestId.optional() }),
    params: z.object({ id: z.string().regex(/^\d{1,15}$/, "a document's id is a number") }),
    body: { required: true, content: { "application/json": { schema: parcelBody } } },
  },
  responses: {
    200: { description: "The document.", content: { "application/json": { schema: parcelAnswer } } },
    ...refusals(401, 403, 404, 409, 422, 503),
  },
};

const retry = createRoute({
  ...act,
  method: "post",
  path: "/v1/outbox/{id}/retry",
  summary: "Send a refused document again, after mending what was wrong",
});

const resolve = createRoute({
  ...act,
  method: "post",
  path: "/v1/outbox/{id}/resolve",
  summary: "Close a document that was settled otherwise, saying how",
});

export const outboxRoutes: Routes = (app, { shop, wakeDelivery }) => {
  app.openapi(list, (c) => {
    clientFor(c, "read");
    const { state, cursor, limit } = c.req.valid("query");
    const found = shop.ledger.parcels.list(state, cursor, limit + 1);
    const page = found.slice(0, limit);
    const next = found.length > limit ? String(page.at(-1)!.row.journalSeq) : null;
    const counts = shop.ledger.parcels.counts();
    return c.json({ upstream: shop.upstream?.href ?? null, counts, parcels: page.map((one) => present(shop, one)), next }, 200);
  });

  app.openapi(retry, async (c) => {
    const { name: by } = clientFor(c, "manage");
    const asked = { id: Number(c.req.valid("param").id), reason: c.req.valid("json").reason };
    const parcel = await retryParcel(shop, { ...asked, by, key: c.req.valid("header")["idempotency-key"] });
    wakeDelivery();
    return c.json(present(shop, parcel), 200);
  });

  app.openapi(resolve, async (c) => {
    const { name: by } = clientFor(c, "manage");
    const asked = { id: Number(c.req.valid("param").id), reason: c.req.valid("json").reason };
    const parcel = await resolveParcel(shop, { ...asked, by, key: c.req.valid("header")["idempotency-key"] });
    wakeDelivery();
    return c.json(present(shop, parcel), 200);
  });
};

function present(shop: Shop, { row }: StoredParcel): ParcelAnswer {
  const { law, ledger, region } = shop;
  const { journalSeq, invoiceId: about, message, state, reason, deadline, createdAt, dueAt, tries, sentAt, endedAt } = row;
  const meaning = row.code === null ? undefined : region.messages.meaning(row.code);
  const time = (at: number | null) => (at === null ? null : law.localTime(at));
  const isThere = state === "accepted" || state === "resolved";
  const urgency = urgencies[isThere ? 0 : warningLevel(deadline, secondsNow(shop))]!;
  const moves = state === "waiting" || state === "sent" || (state === "held" && row.code !== null);
  return {
    id: String(journalSeq),
    invoice: about === null ? null : invoiceId(ledger.invoices.find(about).record),
    message,
    state,
    reason,
    code: row.code === null ? null : { code: row.code, text: meaning?.text ?? null, english: meaning?.english ?? null },
    next: [nextAct(shop, row), hurry[urgency]].join(""),
    deadline: law.localTime(deadline),
    urgency,
    createdAt: law.localTime(createdAt),
    dueAt: moves ? law.localTime(dueAt) : null,
    tries,
    sentAt: time(sentAt),
    endedAt: time(endedAt),
  };
}

function nextAct({ ledger }: Shop, row: ParcelRow): string {
  const { state, code } = row;
  const first = state === "waiting" ? ledger.parcels.firstBefore(row) : undefined;
  if (!first) return nextActs[state === "held" && code !== null ? "sent" : state];
  const { journalSeq, message } = first;
  if (first.state === "waiting" || first.state === "sent")
    return `It is sent by itself, after document ${journalSeq} (${message}).`;
  return `It waits behind document ${journalSeq} (${message}), which is ${first.state}: do what \`next\` of that one says.`;
}

const urgencies: readonly ParcelAnswer["urgency"][] = ["none", "day", "six-hours", "hour", "late"];

const look = "see that the network and Turnkey (or the hub) work.";

/** What a near deadline adds. */
const hurry: Readonly<Record<ParcelAnswer["urgency"], string>> = {
  none: "",
  day: ` It is due within a day: ${look}`,
  "six-hours": ` It is due within six hours: ${look}`,
  hour: ` It is due within an hour: ${look}`,
  late: ` Its legal deadline has passed: ${look} Write down why it is late.`,
};

/** In words that a shop owner understands. */
const nextActs: Readonly<Record<ParcelAnswer["state"], string>> = {
  held: "Nothing is sent before an upstream is set: `upstream` in tillseal.yaml.",
  waiting: "It is sent by itself.",
  sent: "It was handed over; the till asks by itself what became of it.",
  accepted: "Nothing: it is there.",
  rejected:
    "Somebody must look: mend what the code says and retry it, or correct the invoice (withdraw and reissue), or resolve it with a reason.",
  conflict: "Somebody must look: upstream has other content under this number. Compare both, then resolve it with a reason.",
  resolved: "Nothing: somebody settled it.",
};
