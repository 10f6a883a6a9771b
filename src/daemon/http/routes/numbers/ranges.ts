import { createRoute } from "@hono/zod-openapi";
import type { RangeRow } from "../../../../../db/till/books/numbers/ranges.ts";
import type { DoubtfulSpan } from "../../../../../db/till/books/numbers/unaccounted.ts";
import { numbersLeft } from "../../../../invoice/track-range.ts";
import { type ImportedRange, importRanges } from "../../../operations/numbers/import-ranges.ts";
import type { Shop } from "../../../shop.ts";
import { numberStock } from "../../../stock/number-stock.ts";
import { presentStock } from "../../../till-status.ts";
import { clientFor } from "../../door/credential.ts";
import { rangeImportPath } from "../../door/file-body.ts";
import { importAnswer, importHeaders, importQuery, rangesAnswer } from "../../schema/ranges.ts";
import { type Routes, refusals } from "../routes.ts";
import { shareOf } from "./words.ts";

const tags = ["Numbers"];
const security = [{ token: [] }];
const file = { schema: { type: "string", format: "binary" } } as const;

const list = createRoute({
  method: "get",
  path: "/v1/ranges",
  tags,
  summary: "The numbers this till holds, and how long they last",
  security,
  responses: {
    200: { description: "The ranges.", content: { "application/json": { schema: rangesAnswer } } },
    ...refusals(401, 403),
  },
});

const importFile = createRoute({
  method: "post",
  path: rangeImportPath,
  tags,
  summary: "Import a range file as it was downloaded: all of it, or nothing and every fault",
  description:
    "The platform's CSV (Big5 or UTF-8), an E0501, or a provider's numbers as JSON (also as application/json). The same file again answers what it imported before.",
  security,
  request: {
    headers: importHeaders,
    query: importQuery,
    body: { required: true, content: { "text/csv": file, "application/xml": file, "application/octet-stream": file } },
  },
  responses: {
    200: {
      description: "Imported before; nothing new happened.",
      content: { "application/json": { schema: importAnswer } },
    },
    201: { description: "Imported; journalled.", content: { "application/json": { schema: importAnswer } } },
    ...refusals(401, 403, 409, 413, 415, 422, 503),
  },
});

export const rangeRoutes: Routes = (app, { shop, stockWatch }) => {
  app.openapi(list, (c) => {
    clientFor(c, "read");
    const doubtful = shop.ledger.unaccounted.list();
    const ranges = shop.ledger.ranges.list().map((range) => presentRange(range, doubtful));
    return c.json({ remaining: presentStock(shop, numberStock(shop)), ranges }, 200);
  });

  app.openapi(importFile, async (c) => {
    const { name: by } = clientFor(c, "manage");
    const { share, name = "range file", afterRestore } = c.req.valid("query");
    const content = new Uint8Array(await c.req.arrayBuffer());
    const key = c.req.valid("header")["idempotency-key"];
    const said = afterRestore && { afterRestore };
    const { record, replayed } = await importRanges(shop, { content, name, share: shareOf(shop, share), ...said, by, key });
    if (!replayed) stockWatch.lookAgain();
    const ranges = record.ranges.map((range) => ({ ...range, ...useNow(shop, range) }));
    const answer = { file: record.file, share: record.share, numbers: countOf(ranges), ranges };
    if (!replayed) return c.json(answer, 201);
    c.header("Idempotent-Replayed", "true");
    return c.json(answer, 200);
  });
};

function presentRange(range: RangeRow, doubtful: readonly DoubtfulSpan[]) {
  const { seller: branchId, headOffice, invoiceType, period, track, first, last, next, source } = range;
  return { branchId, headOffice, invoiceType, period, track, first, last, next, ...useOf(range, doubtful), source };
}

/** What became of what was imported; of a file that comes again much may have. */
function useNow({ ledger }: Pick<Shop, "ledger">, { period, track, first }: ImportedRange) {
  const row = ledger.ranges.list().find((range) => range.period === period && range.track === track && range.first === first);
  return useOf(row!, ledger.unaccounted.list(period));
}

function useOf(range: RangeRow, doubtful: readonly DoubtfulSpan[]) {
  const inState = (state: DoubtfulSpan["state"]) =>
    countOf(doubtful.filter((span) => span.rangeId === range.id && span.state === state));
  const [unaccounted, issuedElsewhere] = [inState("unaccounted"), inState("issued-elsewhere")];
  return { state: range.state, left: numbersLeft(range) - unaccounted - issuedElsewhere, unaccounted, issuedElsewhere };
}

function countOf(spans: readonly Pick<ImportedRange, "first" | "last">[]): number {
  return spans.reduce((sum, { first, last }) => sum + last - first + 1, 0);
}
