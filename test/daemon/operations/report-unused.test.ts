import { describe, expect, test } from "vitest";
import type { ReportAnswer } from "../../../src/daemon/http/schema/ranges.ts";
import type { TillStatus } from "../../../src/daemon/till-status.ts";
import { type Answer, aSale, aTill, type TestTill } from "../../till/a-till.ts";
import { WoundClock } from "../../wound-clock.ts";
import { problemOf } from "../problem.ts";
import { csv, importFile, row } from "../range-file.ts";

const lastSecond = () => new WoundClock(Date.parse("2026-12-31T23:59:59+08:00"));
const special = { lines: [{ name: "入場券", quantity: 1, unitPrice: 100, taxType: "special" }], taxRate: "0.25" };

const report = (till: TestTill, body: object = {}, headers = {}): Promise<Answer<ReportAnswer>> =>
  till.post("/v1/ranges/unused", { period: "11512", ...body }, headers);

/** A till in the first second of 2027 that sold one of its hundred numbers. */
async function rolledOver(config: object = {}): Promise<TestTill> {
  const till = await aTill({ clock: lastSecond(), config, makesNumbers: false });
  await importFile(till, csv(row()), { query: "?name=invnoapply.csv" });
  await till.post("/v1/sales", aSale());
  await till.clock.wind(1000);
  return till;
}

describe("a till that is alone", () => {
  test("reports what it has left over, and is done with its ranges", async () => {
    await using till = await rolledOver({ headOffice: "04595257" });
    const reported = await report(till, {}, { "idempotency-key": "report-1" });
    expect(reported.status).toBe(201);
    const answer = await reported.json();
    expect(answer).toMatchObject({ period: "11512", dueAt: "2027-01-10T23:59:59+08:00", numbers: 99, missing: [] });
    expect(answer.reports).toMatchObject([
      { branchId: "12345675", message: "E0402", items: [{ first: 12_345_601, last: 12_345_699 }] },
    ]);
    expect(answer.reports[0]!.xml).toContain("<HeadBan>04595257</HeadBan>");
    expect(till.home.ledger.ranges.list().map(({ state }) => state)).toEqual(["reported"]);

    const message = await till.get("/v1/ranges/unused/11512/message.xml");
    expect(await message.text()).toBe(answer.reports[0]!.xml);
    const { seq } = till.home.ledger.journal.head();
    const [{ kind, doc }, sealed] = [till.home.ledger.journal.find(seq - 1)!, till.home.ledger.journal.find(seq)!];
    expect([kind, sealed.kind]).toEqual(["unused-report", "unused-numbers"]);
    expect(till.home.ledger.parcels.find(seq)?.row).toMatchObject({ thread: seq, invoiceId: null, message: "E0402" });
    expect(JSON.parse(doc)).toMatchObject({
      period: "11512",
      by: "test",
      tills: [{ till: "this till", ranges: [{ next: 12_345_601 }] }],
    });
  });

  test("reports a period once: the same again is answered the same, other parts are refused", async () => {
    await using till = await rolledOver();
    const first = await (await report(till, {}, { "idempotency-key": "report-1" })).json();
    const head = till.home.ledger.journal.head();
    for (const headers of [{ "idempotency-key": "report-1" }, { "idempotency-key": "report-2" }, {}]) {
      const again = await report(till, {}, headers);
      expect([again.status, again.headers.get("idempotent-replayed"), await again.json()]).toEqual([200, "true", first]);
    }
    const other = { till: "back", period: "11512", dueAt: "", numbers: 0, ranges: [], reports: [] };
    expect(await problemOf(await report(till, { parts: [other] }))).toMatchObject({ status: 409, code: "unused-reported" });
    expect(till.home.ledger.journal.head()).toEqual(head);
  });

  test("has one message for each track and type, and says which there are when it is not told", async () => {
    await using till = await aTill({ clock: lastSecond(), makesNumbers: false });
    await importFile(till, csv(row(), row({ type: "8", track: "ZZ", first: "00000000", last: "00000049" })));
    await till.post("/v1/sales", aSale(special));
    await till.clock.wind(1000);
    expect((await (await report(till)).json()).reports.map(({ track, invoiceType }) => track + invoiceType)).toEqual([
      "KD07",
      "ZZ08",
    ]);
    const unclear = await problemOf(await till.get("/v1/ranges/unused/11512/message.xml"));
    expect(unclear).toMatchObject({
      status: 422,
      faults: [{ code: "ambiguous", message: expect.stringContaining("track=ZZ&type=08") }],
    });
    const one = await (await till.get("/v1/ranges/unused/11512/message.xml?track=ZZ")).text();
    expect(one).toContain("<InvoiceBeginNo>00000001</InvoiceBeginNo>");
    expect(await problemOf(await till.get("/v1/ranges/unused/11602/message.xml"))).toMatchObject({ code: "not-found" });
  });
});

describe("nothing is reported, and nothing changes,", () => {
  test("while the period runs, nor while the clock is doubted", async () => {
    await using till = await aTill({ clock: lastSecond(), makesNumbers: false });
    await importFile(till, csv(row()));
    await till.post("/v1/sales", aSale());
    expect(await problemOf(await report(till))).toMatchObject({ code: "period-running" });
    till.clock.jump(24 * 3_600_000);
    expect(await problemOf(await report(till))).toMatchObject({ code: "clock-jumped" });
    expect(till.home.ledger.ranges.list()).toMatchObject([{ state: "open" }]);
  });

  test("by a till that does not import for its shop, or without a manager", async () => {
    await using other = await rolledOver({ importer: false });
    expect(await problemOf(await report(other))).toMatchObject({ status: 409, code: "not-importer" });
    await using till = await rolledOver();
    const authorization = `Bearer ${await till.token("floor", "operate")}`;
    expect(await problemOf(await report(till, {}, { authorization }))).toMatchObject({ code: "scope-too-small" });
    expect(till.home.ledger.ranges.list()).toMatchObject([{ state: "open" }]);
  });
});

describe("the numbers lamp", () => {
  const lamp = async (till: TestTill) => (await (await till.get<TillStatus>("/v1/status")).json()).lamps.numbers;
  const windTo = (till: TestTill, time: string) => till.clock.wind(Date.parse(`${time}+08:00`) - till.clock.wallMs);

  test("asks for the report from the first on, is red from the eighth on, and is quiet once it was made", async () => {
    await using till = await rolledOver();
    await importFile(till, csv(row({ period: "116/01 ~ 116/02", track: "LM" })));
    expect(await lamp(till)).toMatchObject({
      light: "yellow",
      message: expect.stringContaining("E0402 of 11512 is due by 2027-01-10"),
    });
    await windTo(till, "2027-01-07T23:59:59");
    expect(await lamp(till)).toMatchObject({ light: "yellow" });
    await windTo(till, "2027-01-08T00:00:00");
    expect(await lamp(till)).toMatchObject({ light: "red" });
    await windTo(till, "2027-01-11T00:00:00");
    expect(await lamp(till)).toMatchObject({ light: "red", message: expect.stringContaining("was due by") });
    await report(till);
    expect(await lamp(till)).toEqual({ light: "green", message: "100 numbers are left for period 11602." });
  });

  test("does not ask a till that leaves the report to another", async () => {
    await using till = await rolledOver({ importer: false });
    expect((await lamp(till)).message).not.toContain("E0402");
  });

  test("asks for the next period's numbers from the twentieth of the even month on, until they are here", async () => {
    await using till = await aTill({ clock: new WoundClock(Date.parse("2026-12-19T23:59:59+08:00")), makesNumbers: false });
    await importFile(till, csv(row()));
    expect(await lamp(till)).toMatchObject({ light: "green" });
    await till.clock.wind(1000);
    expect(await lamp(till)).toMatchObject({
      light: "yellow",
      message: expect.stringContaining("No number is here for period 11602"),
    });
    await importFile(till, csv(row({ period: "116/01 ~ 116/02", track: "LM" })));
    expect(await lamp(till)).toMatchObject({ light: "green" });
  });
});
