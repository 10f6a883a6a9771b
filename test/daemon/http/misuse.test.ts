import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aTill, type TestTill } from "../../till/a-till.ts";
import { problemOf } from "../problem.ts";

let till: TestTill;
beforeAll(async () => {
  till = await aTill();
});
afterAll(async () => till[Symbol.asyncDispose]());

/** Everything a refusal must leave as it was. */
function state() {
  const { journal, invoices, ranges, slips } = till.home.ledger;
  return [journal.head(), invoices.count(), ranges.list(), slips.list([], 500).length, till.home.ledger.parcels.counts()];
}

/** Nearly a sale: each part is right most of the time, so that many get far before they fail, and some succeed. */
const text = fc.oneof(fc.constantFrom("茶", "珍珠奶茶", "a:b"), fc.string({ unit: "binary", maxLength: 20 }));
const figure = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 500 }) },
  fc.constantFrom<unknown>("1", "-1", "0", "0.5", "1e3", "1e400", "", " 1", "0x10", null, true, [], {}, -0, 1e21, 0.1),
  fc.double(),
  fc.string({ maxLength: 12 }),
);
const goodLine = fc.record({ name: text, quantity: fc.integer({ min: 1, max: 9 }), unitPrice: fc.integer({ min: 1, max: 500 }) });
const wildLine = fc.record(
  {
    name: text,
    quantity: figure,
    unitPrice: figure,
    unit: text,
    remark: text,
    amount: figure,
    taxType: fc.constantFrom("taxable", "zero", 1),
  },
  { requiredKeys: ["name", "quantity", "unitPrice"] },
);
const goodSale = fc.record({
  requestId: fc.oneof(fc.uuid(), fc.constantFrom("same-1", "same-2")),
  lines: fc.array(goodLine, { minLength: 1, maxLength: 3 }),
});
const wildFields: Record<string, fc.Arbitrary<unknown>> = {
  requestId: fc.string({ unit: "binary", maxLength: 70 }),
  lines: fc.oneof(fc.array(wildLine, { maxLength: 4 }), fc.jsonValue()),
  total: figure,
  payments: fc.oneof(fc.array(fc.record({ method: text, amount: figure }), { maxLength: 2 }), fc.jsonValue()),
  terminal: text,
  cashier: text,
  orderId: text,
  soldAt: fc.oneof(
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    text,
  ),
  late: fc.oneof(fc.boolean(), figure),
  expect: fc.constantFrom("live", "demo", 1),
  surprise: fc.jsonValue(),
};
const wildField = fc.oneof(...Object.entries(wildFields).map(([name, value]) => value.map((part) => ({ [name]: part }))));
const sale = fc
  .tuple(goodSale, fc.array(wildField, { maxLength: 2 }))
  .map(([good, wild]) => Object.assign({}, good, ...wild) as object);
const body = fc.oneof(
  { weight: 6, arbitrary: sale.map((value) => JSON.stringify(value)) },
  fc.json(),
  fc.string({ unit: "binary" }),
);

const identifier = fc.oneof(
  fc.constantFrom("11512-TS00000000", "TS00000000", "1", "0", "same-1"),
  fc.webSegment(),
  fc.string({ unit: "binary", minLength: 1, maxLength: 20 }).map((part) => encodeURIComponent(part.toWellFormed())),
);
const request = fc.oneof(
  { weight: 6, arbitrary: fc.record({ method: fc.constant("POST"), path: fc.constant("/v1/sales"), body }) },
  fc.record({ method: fc.constant("POST"), path: identifier.map((id) => `/v1/sales/${id}/abandon`), body: fc.json() }),
  fc.record({
    method: fc.constant("POST"),
    path: identifier.map((id) => `/v1/slips/${id}/settle`),
    body: fc.oneof(fc.json(), fc.constant('{"outcome":"nothing"}')),
  }),
  fc.record({ method: fc.constant("POST"), path: fc.constant("/v1/admin/clock/accept"), body: fc.json() }),
  fc.record({ method: fc.constant("GET"), path: identifier.map((id) => `/v1/invoices/${id}`), body: fc.constant("") }),
  fc.record({
    method: fc.constant("GET"),
    path: fc.webQueryParameters().map((query) => `/v1/invoices?${query}`),
    body: fc.constant(""),
  }),
  fc.record({
    method: fc.constant("GET"),
    path: fc
      .tuple(fc.constantFrom("number", "from", "to", "total", "terminal", "q", "cursor", "limit"), text)
      .map(([name, value]) => `/v1/invoices?${name}=${encodeURIComponent(value.toWellFormed())}`),
    body: fc.constant(""),
  }),
);

test("whatever is sent, the till never answers with a 5xx, and a refusal changes nothing", { timeout: 60_000 }, async () => {
  const statuses = new Set<number>();
  await fc.assert(
    fc.asyncProperty(request, async ({ method, path, body }) => {
      const before = state();
      const answer = method === "POST" ? await till.post(path, body) : await till.get(path);
      statuses.add(answer.status);
      expect(answer.status).toBeLessThan(500);
      if (answer.status < 400) return;
      await problemOf(answer);
      expect(state()).toEqual(before);
    }),
    { numRuns: 2000 },
  );
  // A test that only ever met one answer would prove nothing.
  expect([...statuses].sort()).toEqual(expect.arrayContaining([200, 201, 400, 404, 409, 422]));
});

test("a question nobody knows is refused wherever questions are taken, so that a misspelt one is not left unheard", async () => {
  interface Operation {
    readonly parameters?: readonly { readonly in: string; readonly name: string }[];
  }
  const document = await (await till.get<{ paths: Record<string, Record<string, Operation>> }>("/openapi.json")).json();
  const asked = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { parameters = [] }]) => parameters.some((parameter) => parameter.in === "query"))
      .map(([method]) => ({ path: path.replaceAll(/\{\w+\}/g, "11512"), method })),
  );
  expect(asked.length).toBeGreaterThan(10);
  const heard: string[] = [];
  for (const { path, method } of asked) {
    const answer = method === "get" ? await till.get(`${path}?nonsense=1`) : await till.post(`${path}?nonsense=1`, {});
    const { faults = [] } = (await answer.json()) as { faults?: readonly { path: string }[] };
    if (!faults.some((fault) => fault.path.includes("nonsense"))) heard.push(`${method} ${path}: ${answer.status}`);
  }
  expect(heard).toEqual([]);
});
