import { createRoute } from "@hono/zod-openapi";
import type { LocalDay } from "../../../../regions/reports.ts";
import { type Closed, closeDay } from "../../../operations/close-day.ts";
import { dayReport } from "../../../reports/day-report.ts";
import { periodReport } from "../../../reports/period-report.ts";
import { type Shop, secondsNow } from "../../../shop.ts";
import { sendCsv, wantsCsv } from "../../csv.ts";
import { clientFor } from "../../door/credential.ts";
import { refuse } from "../../door/problems.ts";
import {
  type ClosingAnswer,
  closingAnswer,
  closingBody,
  closingHeaders,
  dayQuery,
  dayReportAnswer,
  periodQuery,
  periodReportAnswer,
} from "../../schema/report.ts";
import { type Routes, refusals } from "../routes.ts";
import { daySheet, periodSheet } from "./sheets.ts";

const tags = ["Reports"];
const security = [{ token: [] }];
const csv = { "text/csv": {} };

const day = createRoute({
  method: "get",
  path: "/v1/reports/day",
  tags,
  summary: "A day's totals for closing",
  description:
    "Every act counts for the day on which it was done: a cancellation for the day of the cancellation, whatever day the sale was.",
  security,
  request: { query: dayQuery },
  responses: {
    200: { description: "The totals.", content: { "application/json": { schema: dayReportAnswer }, ...csv } },
    ...refusals(401, 403, 422),
  },
});

const period = createRoute({
  method: "get",
  path: "/v1/reports/period",
  tags,
  summary: "A period's totals for filing, and what became of every number",
  description:
    "Invoices belong to the period of their number, as they stand now; allowances to the period in which they were given or taken back.",
  security,
  request: { query: periodQuery },
  responses: {
    200: { description: "The totals.", content: { "application/json": { schema: periodReportAnswer }, ...csv } },
    ...refusals(401, 403, 422),
  },
});

const close = createRoute({
  method: "post",
  path: "/v1/reports/day/close",
  tags,
  summary: "Close a day: its totals go into the journal, so that they can be proven later",
  description: "Selling goes on, and a day may be closed again: each closing knows the one before it and what was done since.",
  security,
  request: {
    headers: closingHeaders,
    body: { required: true, content: { "application/json": { schema: closingBody } } },
  },
  responses: {
    201: { description: "Closed; journalled.", content: { "application/json": { schema: closingAnswer } } },
    200: {
      description: "Closed before under this key: the same closing.",
      content: { "application/json": { schema: closingAnswer } },
    },
    ...refusals(401, 403, 409, 413, 415, 422, 503),
  },
});

export const reportRoutes: Routes = (app, { shop }) => {
  app.openapi(day, async (c) => {
    clientFor(c, "read");
    const { date, terminal = null, format } = c.req.valid("query");
    const report = await dayReport(shop, { day: dayOf(shop, date), terminal });
    if (wantsCsv(c, format)) return sendCsv(c, `day-${report.date}`, daySheet(report));
    return c.json(report, 200);
  });

  app.openapi(period, async (c) => {
    clientFor(c, "read");
    const { period, format } = c.req.valid("query");
    const report = await periodReport(shop, periodOf(shop, period));
    if (wantsCsv(c, format)) return sendCsv(c, `period-${report.period}`, periodSheet(report));
    return c.json(report, 200);
  });

  app.openapi(close, async (c) => {
    const { name: by } = clientFor(c, "operate");
    const { date, terminal = null, print } = c.req.valid("json");
    const asked = { date: date ?? null, terminal, print };
    const key = c.req.valid("header")["idempotency-key"];
    const closed = await closeDay(shop, { day: dayOf(shop, date), terminal, asked, by, key });
    if (!closed.replayed) return c.json(presentClosing(closed), 201);
    c.header("Idempotent-Replayed", "true");
    return c.json(presentClosing(closed), 200);
  });
};

function presentClosing({ record, seq, hash }: Closed): ClosingAnswer {
  return { ...record, uploads: { ...record.uploads }, entry: { seq, hash } };
}

function dayOf({ region, world }: Shop, date: string | undefined): LocalDay {
  if (date === undefined) return region.reports.dayOf(secondsNow({ world }));
  const day = region.reports.dayFromText(date);
  if (day) return day;
  throw refused("date", `"${date}" is no day such as 2026-11-26.`);
}

function periodOf({ region, law, world }: Shop, text: string | undefined): string {
  if (text === undefined) return law.period(secondsNow({ world }));
  const period = region.numbers.periodFromText(text);
  if (period !== null) return period;
  throw refused("period", `"${text}" is no period such as 11512.`);
}

function refused(path: string, message: string) {
  return refuse("request-invalid", message, { faults: [{ path, code: "invalid", message }], hint: "Mend what `faults` names." });
}
