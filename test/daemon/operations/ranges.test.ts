import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import type { RangesAnswer, UnusedAnswer } from "../../../src/daemon/http/schema/ranges.ts";
import { aSale, aTill, type TestTill } from "../../till/a-till.ts";
import { WoundClock } from "../../wound-clock.ts";
import { problemOf } from "../problem.ts";
import { csv, e0501, importFile, row } from "../range-file.ts";

async function sell(till: TestTill) {
  return (await till.post("/v1/sales", aSale())).json();
}

const holder = { branchId: "12345675", headOfficeId: "12345675" };

const held = (till: TestTill) => till.home.ledger.ranges.list();

describe("a range file", () => {
  test.each([
    ["Big5", iconv.encode(csv(row()), "cp950")],
    ["UTF-8", Buffer.from(csv(row()))],
  ])("in %s is imported as downloaded, and the next sale takes its first number", async (_, bytes) => {
    await using till = await aTill();
    const imported = await importFile(till, bytes, { query: "?name=invnoapply.csv" });
    expect(imported.status).toBe(201);
    const answer = await imported.json();
    expect(answer).toMatchObject({
      file: { name: "invnoapply.csv" },
      share: "1/1",
      numbers: 100,
      ranges: [{ invoiceType: "07", period: "11512", track: "KD", first: 12_345_600, last: 12_345_699 }],
    });
    expect(await sell(till)).toMatchObject({ number: "KD12345600", remaining: { numbers: 99 } });
    const kept = till.home.ledger.rangeFiles.find(Buffer.from(answer.file.sha256, "hex"), "1/1");
    expect(kept?.content.equals(bytes)).toBe(true);
    expect(kept?.operator).toBe("test");
  });

  test("is journalled with its hash, its ranges and its share", async () => {
    await using till = await aTill();
    const { file } = await (await importFile(till, csv(row()))).json();
    const { kind, doc } = till.home.ledger.journal.find(till.home.ledger.journal.head().seq)!;
    expect(kind).toBe("range");
    expect(JSON.parse(doc)).toEqual({
      file,
      share: "1/1",
      by: "test",
      ranges: [{ invoiceType: "07", period: "11512", track: "KD", first: 12_345_600, last: 12_345_699 }],
      at: expect.any(Number),
    });
  });

  test.each([
    ["a booklet that begins amiss", row({ first: "12345601" }), "row 3, 發票起號", "booklet"],
    ["another seller's numbers", row({ businessId: "04595257", track: "AB" }), "row 3", "seller-differs"],
    ["a period that is past", row({ period: "115/09 ~ 115/10", track: "AB" }), "row 3", "period-past"],
    ["numbers granted in another row too", row(), "row 3", "overlap"],
  ])("with %s is refused as a whole, naming row and reason", async (_, bad, path, code) => {
    await using till = await aTill();
    const head = till.home.ledger.journal.head();
    const problem = await problemOf(await importFile(till, csv(row(), bad)));
    expect(problem).toMatchObject({ status: 422, code: "range-file-refused", faults: [{ path, code }] });
    expect(held(till)).toEqual([]);
    expect(till.home.ledger.journal.head()).toEqual(head);
  });

  test("that overlaps what the till holds is refused", async () => {
    await using till = await aTill();
    await importFile(till, csv(row()));
    const problem = await problemOf(await importFile(till, csv(row({ first: "12345650", last: "12345749" }))));
    expect(problem).toMatchObject({ code: "range-file-refused", faults: [{ path: "row 2", code: "overlap" }] });
    expect(held(till)).toHaveLength(1);
  });

  test("imported twice answers what it did before and how its numbers stand now, under the same key or another, and adds nothing", async () => {
    await using till = await aTill();
    const first = await (await importFile(till, csv(row()), { headers: { "idempotency-key": "a" } })).json();
    await sell(till);
    for (const key of ["a", "b"]) {
      const again = await importFile(till, csv(row()), { headers: { "idempotency-key": key } });
      expect([again.status, again.headers.get("idempotent-replayed")]).toEqual([200, "true"]);
      const ranges = [{ ...first.ranges[0], state: "open", left: 99 }];
      expect([first.ranges[0], await again.json()]).toMatchObject([
        { state: "standby", left: 100 },
        { ...first, ranges },
      ]);
    }
    expect(held(till)).toHaveLength(1);
    const other = await importFile(till, csv(row({ track: "AB" })), { headers: { "idempotency-key": "a" } });
    expect(await problemOf(other)).toMatchObject({ code: "request-reused" });
  });
});

describe("shares", () => {
  test("of two tills are disjoint and leave nothing over", async () => {
    const parts = [];
    for (const share of ["1/2", "2/2"]) {
      await using till = await aTill();
      parts.push(...(await (await importFile(till, csv(row()), { query: `?share=${share}` })).json()).ranges);
    }
    expect(parts).toMatchObject([
      { first: 12_345_600, last: 12_345_649 },
      { first: 12_345_650, last: 12_345_699 },
    ]);
  });

  test("a second share of the same file is refused, since a neighbour holds the rest", async () => {
    await using till = await aTill();
    await importFile(till, csv(row()), { query: "?share=1/2" });
    const problem = await problemOf(await importFile(till, csv(row()), { query: "?share=2/2" }));
    expect(problem.faults).toMatchObject([{ code: "overlap" }]);
  });

  test("one that holds nothing says so, and what is no share is refused", async () => {
    await using till = await aTill();
    const empty = await problemOf(await importFile(till, csv(row()), { query: "?share=1/3" }));
    expect(empty).toMatchObject({ code: "range-file-refused", faults: [{ path: "share", code: "share-empty" }] });
    const wrong = await problemOf(await importFile(till, csv(row()), { query: "?share=3/2" }));
    expect(wrong).toMatchObject({ code: "request-invalid", faults: [{ path: "share" }] });
  });
});

describe("a delivery through Turnkey (E0501)", () => {
  test("is for the one till that imports for all, and any till may still take its share of the platform's file", async () => {
    await using importer = await aTill();
    expect((await importFile(importer, e0501())).status).toBe(201);
    await using other = await aTill({ config: { importer: false } });
    const refused = await problemOf(await importFile(other, e0501()));
    expect(refused).toMatchObject({ status: 409, code: "not-importer", hint: expect.stringContaining("importer: true") });
    expect(held(other)).toEqual([]);
    expect((await importFile(other, csv(row()), { query: "?share=2/2" })).status).toBe(201);
  });
});

describe("a branch", () => {
  test("keeps the head office its numbers come from, and takes none granted to the head office itself", async () => {
    await using till = await aTill({ config: { headOffice: "04595257" } });
    const problem = await problemOf(await importFile(till, csv(row(), row({ businessId: "04595257", track: "AB" }))));
    expect(problem).toMatchObject({ code: "range-file-refused", faults: [{ path: "row 3", code: "seller-differs" }] });
    await importFile(till, csv(row()));
    const { ranges } = await (await till.get<RangesAnswer>("/v1/ranges")).json();
    expect(ranges).toMatchObject([{ branchId: "12345675", headOffice: "04595257" }]);
  });
});

describe("a provider's pre-bound numbers", () => {
  test("bring their random code and cipher into the invoice's codes", async () => {
    await using till = await aTill();
    const cipher = "73UqXrAk5DsVNv2VEvIFkQ==";
    const slots = ["KD00000011", "KD00000010"].map((number, index) => ({ number, randomCode: `004${index}`, cipher }));
    const file = JSON.stringify({ businessId: "12345675", invoiceType: "07", period: "11512", slots });
    const imported = await importFile(till, file, { headers: { "content-type": "application/json" } });
    expect((await imported.json()).ranges).toMatchObject([{ track: "KD", first: 10, last: 11 }]);
    const sale = await sell(till);
    expect(sale).toMatchObject({ number: "KD00000010", randomCode: "0041", codes: { barcode: "11512KD000000100041" } });
    expect(sale.codes.qrLeft.slice(53, 77)).toBe(cipher);
  });
});

describe("the door", () => {
  test.each(["text/plain", "multipart/form-data", "application/x-www-form-urlencoded"])("refuses a file as %s", async (type) => {
    await using till = await aTill();
    expect(await problemOf(await importFile(till, csv(row()), { headers: { "content-type": type } }))).toMatchObject({
      status: 415,
    });
  });

  test("takes text/csv nowhere else, no file over the limit, and none from a token that may not manage", async () => {
    await using till = await aTill();
    const sale = await till.post("/v1/sales", aSale(), { "content-type": "text/csv" });
    expect(await problemOf(sale)).toMatchObject({ code: "json-only" });
    expect(await problemOf(await importFile(till, new Uint8Array(1024 * 1024 + 1)))).toMatchObject({ code: "body-too-large" });
    const authorization = `Bearer ${await till.token("pos", "sell")}`;
    const refused = await importFile(till, csv(row()), { headers: { authorization } });
    expect(await problemOf(refused)).toMatchObject({ code: "scope-too-small" });
    expect(held(till)).toEqual([]);
  });
});

describe("unused numbers", () => {
  test("are told once the period is over, with the day they are due, and not before", async () => {
    await using till = await aTill({ clock: new WoundClock(Date.parse("2026-12-31T23:59:59+08:00")) });
    await importFile(till, csv(row()));
    await sell(till);
    expect(await problemOf(await till.get("/v1/ranges/unused?period=11512"))).toMatchObject({ code: "period-running" });
    await till.clock.wind(1000);
    expect(await (await till.get<UnusedAnswer>("/v1/ranges/unused?period=11512")).json()).toEqual({
      period: "11512",
      dueAt: "2027-01-10T23:59:59+08:00",
      taken: [],
      unaccounted: [],
      numbers: 99,
      ranges: [
        { ...holder, invoiceType: "07", period: "11512", track: "KD", first: 12_345_600, last: 12_345_699, next: 12_345_601 },
      ],
      reports: [
        {
          ...holder,
          invoiceType: "07",
          period: "11512",
          track: "KD",
          items: [{ first: 12_345_601, last: 12_345_699 }],
        },
      ],
    });
    expect(await problemOf(await till.get("/v1/ranges/unused?period=never"))).toMatchObject({ code: "request-invalid" });
  });
});

describe("the numbers lamp", () => {
  test("foresees the last number from the pace of sales, and a spent period is red", async () => {
    await using till = await aTill();
    await importFile(till, csv(row({ last: "12345649" })));
    const lamp = async () => (await (await till.get<{ lamps: { numbers: object } }>("/v1/status")).json()).lamps.numbers;
    expect(await lamp()).toEqual({ light: "green", message: "50 numbers are left for period 11512." });
    for (let sale = 0; sale < 25; sale++) await sell(till);
    await till.clock.wind(86_400_000);
    // 25 in a day, and 25 are left.
    const { remaining } = await (await till.get<RangesAnswer>("/v1/ranges")).json();
    expect(remaining).toEqual({ numbers: 25, lastsUntil: "2026-11-24T14:03:05+08:00" });
    expect(await lamp()).toMatchObject({ light: "yellow", message: expect.stringContaining("2026-11-24T14:03:05+08:00") });
    for (let sale = 0; sale < 25; sale++) await sell(till);
    expect(await lamp()).toMatchObject({ light: "red", message: expect.stringContaining("No number is left") });
  });
});
