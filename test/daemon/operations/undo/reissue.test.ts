import { describe, expect, test } from "vitest";
import { aSale, aTill } from "../../../till/a-till.ts";
import { allow, answer, cancel, firstRow, type Invoice, refusal, reissue, sell, show, windTo, withdraw } from "./acts.ts";

describe("a withdrawn invoice", () => {
  test("has its message taken back and its waiting paper dropped", async () => {
    await using till = await aTill();
    const { id } = await sell(till);
    const withdrawn = await answer<Invoice>(withdraw(till, id));
    expect(withdrawn).toMatchObject({ status: "withdrawn", slip: { state: "dropped" }, undoings: [{ act: "withdraw" }] });
    expect(till.home.ledger.parcels.ofInvoice(firstRow).map(({ message }) => message)).toEqual(["F0401", "F0701"]);
  });

  test("is not withdrawn again, nor while an allowance is open, nor once its period is filed", async () => {
    await using till = await aTill();
    const [one, other, late] = [await sell(till), await sell(till), await sell(till)];
    await answer(withdraw(till, one.id));
    expect(await refusal(till, () => withdraw(till, one.id))).toMatchObject({ code: "invoice-undone" });
    await answer(allow(till, other.id, [{ line: 1 }]), 201);
    expect(await refusal(till, () => withdraw(till, other.id))).toMatchObject({ code: "allowance-open" });
    await windTo(till, "2027-01-14T23:59:59");
    await answer(withdraw(till, (await sell(till)).id));
    await windTo(till, "2027-01-15T00:00:00");
    expect(await refusal(till, () => withdraw(till, late.id))).toMatchObject({ code: "period-filed" });
  });
});

describe("a number that comes again", () => {
  test("keeps its random code and issue second, and carries the corrected sale under a new seal", async () => {
    await using till = await aTill();
    const first = await sell(till);
    await till.clock.wind(3_600_000);
    await answer(withdraw(till, first.id));
    const lines = [{ name: "紅茶", quantity: 1, unitPrice: 40 }];
    const again = await answer<Invoice>(reissue(till, first.id, { lines, buyer: { businessId: "04595257" } }), 201);
    const { id, number, period, randomCode, issuedAt } = first;
    expect(again).toMatchObject({
      id,
      number,
      period,
      randomCode,
      issuedAt,
      revision: 2,
      status: "issued",
      total: 40,
      sales: 38,
    });
    expect(again).toMatchObject({
      revisedAt: "2026-11-22T15:03:05+08:00",
      slip: { state: "waiting" },
      lines: [{ name: "紅茶" }],
    });
    expect(again.seal.hash).not.toBe(first.seal.hash);
    expect(again.codes.barcode).toBe(first.codes.barcode);
    expect(again.codes.qrLeft.slice(0, 21)).toBe(first.codes.qrLeft.slice(0, 21));
    expect(again.codes.qrLeft.slice(53, 77)).toBe(first.codes.qrLeft.slice(53, 77));
    expect(again.upload).toMatchObject({ state: "held", deadline: "2026-11-29T15:03:05+08:00" });
    expect(await show(till, id)).toEqual(again);
    expect((await sell(till)).number).toBe("TS00000001");
  });

  test("keeps the cipher of a slot bound beforehand", async () => {
    await using till = await aTill();
    const { ledger } = till.home;
    const cipher = "73UqXrAk5DsVNv2VEvIFkQ==";
    const key = { seller: "12345675", period: "11512", invoiceType: "07", track: "AB", first: 7, last: 8, source: "test" };
    await ledger.write(() => {
      const range = ledger.ranges.add(key);
      ledger.ranges.addSlots(range.id, [{ number: 7, randomCode: "0007", cipher }]);
    });
    const { id } = await sell(till);
    await answer(withdraw(till, id));
    const again = await answer<Invoice>(reissue(till, id), 201);
    expect(again).toMatchObject({ number: "AB00000007", randomCode: "0007" });
    expect(again.codes.qrLeft.slice(53, 77)).toBe(cipher);
  });

  test("does so only after a withdrawal, once for each", async () => {
    await using till = await aTill();
    const { id } = await sell(till);
    expect(await refusal(till, () => reissue(till, id))).toMatchObject({ status: 409, code: "invoice-not-withdrawn" });
    await answer(withdraw(till, id));
    await answer(reissue(till, id), 201);
    expect(await refusal(till, () => reissue(till, id, { requestId: "again-2" }))).toMatchObject({
      code: "invoice-not-withdrawn",
    });
    await answer(withdraw(till, id));
    expect(await answer<Invoice>(reissue(till, id, { requestId: "again-2" }), 201)).toMatchObject({ revision: 3 });
  });

  test("revives a cancelled invoice: cancel, withdraw, reissue", async () => {
    await using till = await aTill();
    const { id } = await sell(till);
    await answer(cancel(till, id));
    expect(await refusal(till, () => reissue(till, id))).toMatchObject({ code: "invoice-not-withdrawn" });
    await answer(withdraw(till, id));
    expect(await answer<Invoice>(reissue(till, id), 201)).toMatchObject({ revision: 2, status: "issued", undoings: [] });
  });

  test("takes a lawful sale of the number's own kind only", async () => {
    await using till = await aTill();
    const { id } = await sell(till);
    await answer(withdraw(till, id));
    const free = { lines: [{ name: "茶", quantity: 1, unitPrice: 0 }] };
    expect(await refusal(till, () => reissue(till, id, free))).toMatchObject({ status: 422, code: "sale-invalid" });
    const special = { lines: [{ name: "入場券", quantity: 1, unitPrice: 100, taxType: "special" }], taxRate: "0.25" };
    expect(await refusal(till, () => reissue(till, id, special))).toMatchObject({
      code: "sale-invalid",
      faults: [{ code: "invoice-type" }],
    });
  });

  test("may be withdrawn before and come again after its period is over", async () => {
    await using till = await aTill();
    const { id, issuedAt } = await sell(till);
    await answer(withdraw(till, id));
    await windTo(till, "2027-01-20T12:00:00");
    expect(await answer<Invoice>(reissue(till, id), 201)).toMatchObject({ period: "11512", issuedAt, revision: 2 });
  });

  test("stays the POS's own: its token sees the revision an admin made", async () => {
    await using till = await aTill();
    const authorization = `Bearer ${await till.token("POS1", "sell")}`;
    const { id } = await answer<Invoice>(till.post("/v1/sales", aSale(), { authorization }), 201);
    await answer(withdraw(till, id));
    await answer(reissue(till, id), 201);
    expect(await answer<Invoice>(till.get(`/v1/invoices/${id}`, { authorization }))).toMatchObject({
      revision: 2,
      client: "test",
    });
  });
});

describe("asked again", () => {
  test("the same id and content answer with the same revision, and nothing new happens", async () => {
    await using till = await aTill();
    const { id } = await sell(till);
    await answer(withdraw(till, id));
    const first = await answer<Invoice>(reissue(till, id), 201);
    const head = till.home.ledger.journal.head();
    const again = await reissue(till, id);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(await answer<Invoice>(again)).toEqual(first);
    expect(till.home.ledger.journal.head()).toEqual(head);
  });

  test("the same id with another sale, buyer or invoice is refused", async () => {
    await using till = await aTill();
    const [one, other] = [await sell(till), await sell(till)];
    await answer(withdraw(till, one.id));
    await answer(withdraw(till, other.id));
    await answer(reissue(till, one.id), 201);
    const reused = { status: 409, code: "request-reused" };
    expect(
      await refusal(till, () => reissue(till, one.id, { lines: [{ name: "水", quantity: 1, unitPrice: 20 }] })),
    ).toMatchObject(reused);
    expect(await refusal(till, () => reissue(till, one.id, { buyer: { businessId: "04595257" } }))).toMatchObject(reused);
    expect(await refusal(till, () => reissue(till, other.id))).toMatchObject(reused);
  });

  test("the first sale's request answers with the first revision, withdrawn", async () => {
    await using till = await aTill();
    const sale = aSale();
    const { id } = await answer<Invoice>(till.post("/v1/sales", sale), 201);
    await answer(withdraw(till, id));
    await answer(reissue(till, id, { lines: [{ name: "水", quantity: 1, unitPrice: 20 }] }), 201);
    expect(await answer<Invoice>(till.post("/v1/sales", sale))).toMatchObject({
      id,
      revision: 1,
      status: "withdrawn",
      total: 130,
    });
  });
});
