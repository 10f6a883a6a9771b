import { createRoute, z } from "@hono/zod-openapi";
import { refuse } from "../../../../invoice/problems.ts";
import type { UnusedNumbers } from "../../../../regions/numbers.ts";
import { findReport, reportUnused, type UnusedReport } from "../../../operations/numbers/report-unused.ts";
import { unusedNumbers } from "../../../operations/numbers/unused-numbers.ts";
import type { Shop } from "../../../shop.ts";
import { clientFor } from "../../door/credential.ts";
import { refuse as refuseRequest } from "../../door/problems.ts";
import { importHeaders, type ReportAnswer, reportAnswer, reportBody, unusedAnswer, unusedQuery } from "../../schema/ranges.ts";
import { type Routes, refusals } from "../routes.ts";
import { periodOf, shareOf } from "./words.ts";

const tags = ["Numbers"];
const security = [{ token: [] }];

const ask = createRoute({
  method: "get",
  path: "/v1/ranges/unused",
  tags,
  summary: "This till's part of a past period's unused numbers, and by when they must be reported",
  security,
  request: { query: unusedQuery },
  responses: {
    200: { description: "What was never issued.", content: { "application/json": { schema: unusedAnswer } } },
    ...refusals(401, 403, 409, 422),
  },
});

const report = createRoute({
  method: "post",
  path: "/v1/ranges/unused",
  tags,
  summary: "Join all tills' parts into the report of a period's unused numbers",
  description:
    "One E0402 for each branch, type, period and track. Every number of every imported file must be told of once; otherwise nothing is reported and `faults` names every number that is told of twice or not at all. The period's ranges are done with.",
  security,
  request: { headers: importHeaders, body: { required: true, content: { "application/json": { schema: reportBody } } } },
  responses: {
    200: { description: "Reported before with the same parts.", content: { "application/json": { schema: reportAnswer } } },
    201: { description: "Reported; journalled.", content: { "application/json": { schema: reportAnswer } } },
    ...refusals(401, 403, 409, 422, 503),
  },
});

const message = createRoute({
  method: "get",
  path: "/v1/ranges/unused/{period}/message.xml",
  tags,
  summary: "The upload message of a reported period, made of the sealed report",
  security,
  request: {
    params: unusedQuery,
    query: z.strictObject({
      track: z.string().max(4).optional().openapi({ description: "Which one, where the period has several." }),
      type: z.string().max(4).optional(),
    }),
  },
  responses: { 200: { description: "XML in UTF-8.", content: { "application/xml": {} } }, ...refusals(401, 403, 404, 422) },
});

export const unusedRoutes: Routes = (app, { shop }) => {
  app.openapi(ask, (c) => {
    clientFor(c, "read");
    const period = periodOf(shop, c.req.valid("query").period);
    const { ranges, reports, taken, unaccounted } = unusedNumbers(shop, period);
    const dueAt = shop.law.localTime(shop.region.numbers.unusedDeadline(period));
    const doubtful = { taken: [...taken], unaccounted: [...unaccounted] };
    const said = { ranges: [...ranges], reports: reports.map(present), ...doubtful };
    return c.json({ period, dueAt, numbers: countOf(reports), ...said }, 200);
  });

  app.openapi(report, async (c) => {
    const { name: by } = clientFor(c, "manage");
    const body = c.req.valid("json");
    const period = periodOf(shop, body.period);
    const missing = body.missing.map((text, index) => shareOf(shop, text, `missing[${index}]`));
    const parts = body.parts.map(({ till, ranges, reports, taken }) => ({ till, ranges, reports, taken }));
    const key = c.req.valid("header")["idempotency-key"];
    const reported = await reportUnused(shop, { period, parts, missing, by, key });
    if (!reported.replayed) return c.json(presentReport(shop, reported.report), 201);
    c.header("Idempotent-Replayed", "true");
    return c.json(presentReport(shop, reported.report), 200);
  });

  app.openapi(message, (c) => {
    clientFor(c, "read");
    const xml = xmlOf(shop, oneOf(shop, periodOf(shop, c.req.valid("param").period), c.req.valid("query")));
    return c.body(xml, 200, { "Content-Type": "application/xml; charset=utf-8" });
  });
};

interface Wanted {
  readonly track?: string | undefined;
  readonly type?: string | undefined;
}

/** The one report that is asked for. A period has a message for each of its tracks that was not used up. */
function oneOf(shop: Shop, period: string, { track, type }: Wanted): UnusedNumbers {
  const reports = findReport(shop, period)?.reports ?? [];
  const found = reports.filter(
    (one) => (track === undefined || one.track === track) && (type === undefined || one.invoiceType === type),
  );
  if (found.length === 1) return found[0]!;
  const names = reports.map((one) => `track=${one.track}&type=${one.invoiceType}`).join(", ");
  if (found.length > 1)
    throw refuseRequest("request-invalid", `Period ${period} has ${found.length} messages: say which.`, {
      faults: [{ path: "track", code: "ambiguous", message: `It has ${names}.` }],
      hint: "Add track and type to the address.",
    });
  throw refuse("not-found", `Period ${period} has no such message.`, {
    hint: reports.length > 0 ? `It has ${names}.` : "It was not reported with POST /v1/ranges/unused, or nothing was unused.",
  });
}

function xmlOf({ region }: Shop, one: UnusedNumbers): string {
  return region.messages.xml(region.numbers.unusedMessage, region.numbers.unusedRecord(one));
}

function presentReport(shop: Shop, { period, dueAt, missing, reports }: UnusedReport): ReportAnswer {
  const { unusedMessage } = shop.region.numbers;
  return {
    period,
    dueAt,
    numbers: countOf(reports),
    missing: [...missing],
    reports: reports.map((one) => ({ ...present(one), message: unusedMessage, xml: xmlOf(shop, one) })),
  };
}

function present({ items, ...one }: UnusedNumbers) {
  return { ...one, items: [...items] };
}

function countOf(reports: readonly UnusedNumbers[]): number {
  return reports.flatMap(({ items }) => items).reduce((sum, { first, last }) => sum + last - first + 1, 0);
}
