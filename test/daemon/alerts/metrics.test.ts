import { expect, test } from "vitest";
import { exposition } from "../../../src/daemon/metrics/exposition.ts";
import { aSale, aTill } from "../../till/a-till.ts";

test("metrics count invoices, slips, parcels, numbers and the journal as Prometheus text without a word about buyers", async () => {
  await using till = await aTill({ config: { upstream: "turnkey:///nowhere" }, world: { upstreamOf: () => ({}) as never } });
  for (let sale = 0; sale < 3; sale++) await till.post("/v1/sales", aSale({ carrier: { type: "3J0002", id: "/ABC+123" } }));
  await till.post("/v1/sales", aSale({ print: false, buyer: { businessId: "04595257" } }));
  const response = await till.get("/metrics");
  expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  const text = await response.text();
  for (const line of [
    "tillseal_invoices_total 4",
    'tillseal_parcels{state="waiting"} 4',
    'tillseal_numbers_left{period="11512"} 99999996',
    "tillseal_oldest_deadline_seconds 172800",
    'tillseal_alerts{kind="upload-deadline"} 0',
  ])
    expect(text.split("\n")).toContain(line);
  expect(text).toMatch(/^tillseal_slips\{state="held"\} [1-9]$/m);
  expect(text).toMatch(/^tillseal_journal_head \d+$/m);
  expect(text).toMatch(/^tillseal_database_bytes [1-9]\d+$/m);
  expect(text).toMatch(/^tillseal_loop_lag_seconds [\d.]+$/m);
  expect(text).not.toMatch(/ABC|04595257/);
  for (const line of text.trimEnd().split("\n"))
    expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{\w+="[^"]*"(,\w+="[^"]*")*\})? -?[\d.e+-]+)$/);
});

test("metrics want a token that may read", async () => {
  await using till = await aTill();
  expect((await till.get("/metrics", { authorization: "" })).status).toBe(401);
  expect((await till.get("/metrics", { authorization: `Bearer ${await till.token("pos", "sell")}` })).status).toBe(403);
  expect((await till.get("/metrics", { authorization: `Bearer ${await till.token("graph", "read")}` })).status).toBe(200);
  expect((await till.get("/v1/alerts", { authorization: `Bearer ${await till.token("pos", "sell")}` })).status).toBe(403);
});

test("a label is escaped", () => {
  const [, , sample] = exposition([
    { name: "a", kind: "gauge", help: "h", samples: [{ labels: { of: 'a"b\\c\nd' }, value: 1 }] },
  ]).split("\n");
  expect(sample).toBe('a{of="a\\"b\\\\c\\nd"} 1');
});
