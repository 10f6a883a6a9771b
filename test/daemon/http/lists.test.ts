import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { InvoiceAnswer } from "../../../src/daemon/http/schema/answer.ts";
import { scanImage } from "../../receipt/scanner.ts";
import { aSale, aTill, type TestTill } from "../../till/a-till.ts";
import { problemOf } from "../problem.ts";

interface Page {
  readonly invoices: readonly InvoiceAnswer[];
  readonly next: string | null;
}

const pos1 = "Bearer secret-of-POS1";
let till: TestTill;

/** Five sales, a minute apart: 100, 200 … 500 dollars; the last two by another till's token. */
beforeAll(async () => {
  till = await aTill();
  await till.token("POS1", "sell");
  for (let sale = 1; sale <= 5; sale++) {
    const authorization = sale > 3 ? pos1 : "Bearer secret-of-test";
    const lines = [{ name: "茶", quantity: sale, unitPrice: 100 }];
    await till.post("/v1/sales", aSale({ lines, terminal: `T${sale}`, orderId: `A-7${sale}` }), { authorization });
    await till.clock.wind(60_000);
  }
});
afterAll(async () => till[Symbol.asyncDispose]());

async function list(query: string, headers = {}): Promise<Page> {
  const answer = await till.get<Page>(`/v1/invoices?${query}`, headers);
  expect(answer.status).toBe(200);
  return answer.json();
}
const totals = async (query: string, headers = {}) => (await list(query, headers)).invoices.map(({ total }) => total);

describe("finding invoices", () => {
  test.each([
    ["", [500, 400, 300, 200, 100]],
    ["number=TS00000002", [300]],
    ["number=TS-00000002", [300]],
    ["total=200", [200]],
    ["terminal=T5", [500]],
    ["q=A-73", [300]],
    ["q=00000004", [500]],
    ["q=ts0000000", [500, 400, 300, 200, 100]],
    [`from=${encodeURIComponent("2026-11-22T14:05:05+08:00")}`, [500, 400, 300]],
    [`to=${encodeURIComponent("2026-11-22T06:04:05Z")}`, [200, 100]],
    ["from=2026-11-22&to=2026-11-22", [500, 400, 300, 200, 100]],
    ["to=2026-11-21", []],
    ["total=200&terminal=T5", []],
    ["q=%25", []],
    ["q=_", []],
  ])("by %j, newest first", async (query, expected) => {
    expect(await totals(query)).toEqual(expected);
  });

  test("goes page by page, each invoice once", async () => {
    const seen: number[] = [];
    let cursor = "";
    for (let page = 0; page < 3; page++) {
      const { invoices, next } = await list(`limit=2${cursor}`);
      seen.push(...invoices.map(({ total }) => total));
      expect(next === null).toBe(page === 2);
      cursor = `&cursor=${next}`;
    }
    expect(seen).toEqual([500, 400, 300, 200, 100]);
  });

  test.each([
    "limit=0",
    "limit=201",
    "limit=x",
    "cursor=-1",
    "total=1.5",
    "total=1e400",
    "from=yesterday",
    "to=2026-02-30",
    "number=7",
    "colour=red",
    "q=",
  ])("a query that makes no sense is refused, naming its field: %s", async (query) => {
    const problem = await problemOf(await till.get(`/v1/invoices?${query}`));
    expect(problem).toMatchObject({ status: 422, code: "request-invalid", faults: [{ path: query.split("=")[0] }] });
  });
});

describe("what a list shows", () => {
  test("masks the random code wherever it stands", async () => {
    const [invoice] = (await list("limit=1")).invoices;
    const { randomCode, codes, links } = invoice!;
    expect([randomCode, codes.barcode, codes.qrLeft, codes.qrRight]).toEqual(["****", "11512TS00000004****", "", ""]);
    const whole = await (await till.get(links.self)).json();
    expect(whole.randomCode).toMatch(/^\d{4}$/);
    expect(JSON.stringify(invoice)).not.toContain(whole.codes.qrLeft);
  });

  test("to a selling token: its own invoices only, in lists and one by one", async () => {
    const own = { authorization: pos1 };
    expect(await totals("", own)).toEqual([500, 400]);
    expect((await till.get("/v1/invoices/11512-TS00000004", own)).status).toBe(200);
    for (const path of [
      "/v1/invoices/11512-TS00000000",
      "/v1/invoices/TS00000000",
      "/v1/invoices/11512-TS00000000/preview.png",
    ]) {
      const foreign = await problemOf(await till.get(path, own));
      const nowhere = await problemOf(await till.get("/v1/invoices/11512-TS99999999", own));
      expect({ ...foreign, detail: "" }).toEqual({ ...nowhere, detail: "" });
    }
  });
});

describe("one invoice", () => {
  test("is found by period and number, and by its number alone", async () => {
    const whole = await (await till.get("/v1/invoices/11512-TS00000001")).json();
    expect(whole).toMatchObject({ id: "11512-TS00000001", total: 200, client: "test", terminal: "T2", orderId: "A-72" });
    expect(whole.lines).toEqual([{ name: "茶", quantity: "2", unitPrice: "100", amount: 200, taxType: "taxable" }]);
    expect(await (await till.get("/v1/invoices/TS00000001")).json()).toEqual(whole);
  });

  test("by a bare number is the newest one of that number, since numbers recur across periods", async () => {
    await using other = await aTill();
    const { ledger } = other.home;
    const range = { seller: "12345675", invoiceType: "07", track: "AB", first: 7, last: 8, source: "test" };
    await ledger.write(() => {
      ledger.ranges.add({ ...range, period: "11512" });
      ledger.ranges.add({ ...range, period: "11602" });
    });
    await other.post("/v1/sales", aSale());
    await other.clock.wind(41 * 24 * 3_600_000);
    await other.post("/v1/sales", aSale());
    expect(await (await other.get("/v1/invoices/AB00000007")).json()).toMatchObject({ id: "11602-AB00000007" });
    expect(await (await other.get("/v1/invoices/11512-AB00000007")).json()).toMatchObject({ id: "11512-AB00000007" });
  });

  test.each([
    ["/v1/invoices/11512-TS99999999", 404, "not-found"],
    ["/v1/invoices/TS99999999", 404, "not-found"],
    ["/v1/invoices/7", 422, "request-invalid"],
    ["/v1/invoices/..%2F..%2Ftill.db", 422, "request-invalid"],
  ])("at %s is refused with %i", async (path, status, code) => {
    expect(await problemOf(await till.get(path))).toMatchObject({ status, code });
  });

  test("has a preview nobody can scan, so that a screenshot is no original", async () => {
    const answer = await till.get("/v1/invoices/11512-TS00000001/preview.png");
    expect(answer.headers.get("content-type")).toBe("image/png");
    expect(answer.headers.get("cache-control")).toContain("no-store");
    const { bars, squares } = await scanImage(new Uint8Array(await answer.arrayBuffer()));
    expect([bars, squares]).toEqual([[], []]);
  });
});

describe("slips and ranges", () => {
  test("slips are listed newest first and by state", async () => {
    const { slips } = await (
      await till.get<{ slips: { id: string; invoice: string }[] }>("/v1/slips?state=waiting&limit=2")
    ).json();
    expect(slips.map(({ invoice }) => invoice)).toEqual(["11512-TS00000004", "11512-TS00000003"]);
    const { slips: none } = await (await till.get<{ slips: [] }>("/v1/slips?state=printed")).json();
    expect(none).toEqual([]);
    expect((await till.get("/v1/slips?state=lost")).status).toBe(422);
  });

  test("ranges say what is left", async () => {
    const { ranges } = await (await till.get<{ ranges: object[] }>("/v1/ranges")).json();
    const sold = { first: 0, last: 99_999_999, next: 5, left: 99_999_995, unaccounted: 0, issuedElsewhere: 0 };
    const whose = { branchId: "12345675", headOffice: null };
    expect(ranges).toEqual([
      { ...whose, invoiceType: "07", period: "11512", track: "TS", ...sold, state: "open", source: "demo" },
    ]);
  });
});
