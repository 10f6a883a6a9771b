import { describe, expect, test } from "vitest";
import { aTill } from "../../../till/a-till.ts";
import { type Allowance, allow, answer, cancel, firstRow, refusal, sell, show, takeBack, windTo, withdraw } from "./acts.ts";

describe("an allowance", () => {
  test("gives back a part, is sealed, numbered and queued as G0401", async () => {
    await using till = await aTill();
    const { id } = await sell(till);
    const response = await allow(till, id, [{ line: 1, quantity: 1 }]);
    expect(response.headers.get("location")).toBe("/v1/allowances/1512TS0000000001");
    const allowance = await answer<Allowance>(response, 201);
    expect(allowance).toMatchObject({
      number: "1512TS0000000001",
      invoice: id,
      status: "open",
      allowedAt: "2026-11-22T14:03:05+08:00",
      amount: "62",
      tax: 3,
      total: 65,
      upload: { state: "held", deadline: "2026-11-24T14:03:05+08:00" },
    });
    const { ledger } = till.home;
    const stored = ledger.allowances.find(allowance.number)!;
    expect(stored.record).toMatchObject({
      format: 1,
      invoice: { number: "TS00000000", period: "11512" },
      buyer: null,
      by: "test",
    });
    expect(ledger.journal.find(stored.row.journalSeq)?.kind).toBe("allowance");
    expect(ledger.parcels.ofInvoice(firstRow).map(({ message }) => message)).toEqual(["F0401", "G0401"]);
    expect(await show(till, id)).toMatchObject({ status: "issued", allowances: [allowance] });
  });

  test("after others gives no more than they left, and counts on", async () => {
    await using till = await aTill();
    const { id } = await sell(till, {
      lines: [
        { name: "茶", quantity: 3, unitPrice: 40 },
        { name: "水", quantity: 1, unitPrice: 20 },
      ],
    });
    await answer(allow(till, id, [{ line: 1, quantity: 2 }]), 201);
    const problem = await refusal(till, () =>
      allow(till, id, [
        { line: 1, quantity: 2 },
        { line: 2, amount: 21 },
      ]),
    );
    expect(problem).toMatchObject({ status: 422, code: "allowance-invalid" });
    expect(problem.faults?.map(({ path, code }) => `${path} ${code}`)).toEqual([
      "lines[0].quantity more-than-left",
      "lines[1].amount more-than-left",
    ]);
    const rest = await answer<Allowance>(allow(till, id, [{ line: 1 }, { line: 2 }]), 201);
    expect(rest).toMatchObject({ number: "1512TS0000000002", total: 60, lines: [{ given: 40 }, { given: 20 }] });
    expect(await refusal(till, () => allow(till, id, [{ line: 1 }]))).toMatchObject({ faults: [{ code: "nothing-left" }] });
  });

  test("of an undone invoice is refused", async () => {
    await using till = await aTill();
    const [one, other] = [await sell(till), await sell(till)];
    await answer(cancel(till, one.id));
    await answer(withdraw(till, other.id));
    for (const { id } of [one, other])
      expect(await refusal(till, () => allow(till, id, [{ line: 1 }]))).toMatchObject({ code: "invoice-undone" });
  });

  test("is given long after the period was filed", async () => {
    await using till = await aTill();
    const { id } = await sell(till);
    await windTo(till, "2027-03-20T10:00:00");
    expect(await answer<Allowance>(allow(till, id, [{ line: 1 }]), 201)).toMatchObject({
      allowedAt: "2027-03-20T10:00:00+08:00",
    });
  });

  test("needs lines, and each by quantity or by amount, not both", async () => {
    await using till = await aTill();
    const { id } = await sell(till);
    for (const lines of [[], [{ line: 0 }], [{ line: 1, quantity: 1, amount: 5 }], [{ line: 1, amount: 1.5 }]])
      expect(await refusal(till, () => allow(till, id, lines))).toMatchObject({ status: 422, code: "request-invalid" });
  });

  test("under the same key is given once and answered alike", async () => {
    await using till = await aTill();
    const { id } = await sell(till);
    const key = { "idempotency-key": "allow-1" };
    const first = await answer<Allowance>(allow(till, id, { lines: [{ line: 1, quantity: 1 }], headers: key }), 201);
    const again = await allow(till, id, { lines: [{ line: 1, quantity: 1 }], headers: key });
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(await answer<Allowance>(again)).toEqual(first);
    expect(await refusal(till, () => allow(till, id, { lines: [{ line: 1, quantity: 2 }], headers: key }))).toMatchObject({
      code: "request-reused",
    });
  });

  test("at once with others never gives back more than was paid", async () => {
    await using till = await aTill();
    const { id, total } = await sell(till);
    const answers = await Promise.all(Array.from({ length: 10 }, () => allow(till, id, [{ line: 1, amount: 50 }])));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(Math.floor(total / 50));
  });
});

describe("the numbers of an invoice's allowances", () => {
  test("end with the ninety-ninth; cancelled ones stay used", async () => {
    await using till = await aTill();
    const { id } = await sell(till);
    for (let counter = 1; counter <= 99; counter++) {
      const { number } = await answer<Allowance>(allow(till, id, [{ line: 1, amount: 1 }]), 201);
      expect(number).toBe(`1512TS00000000${String(counter).padStart(2, "0")}`);
      if (counter % 2 === 0) await answer(takeBack(till, number));
    }
    expect(await refusal(till, () => allow(till, id, [{ line: 1, amount: 1 }]))).toMatchObject({ code: "allowances-exhausted" });
  });

  test("go on over a revision", async () => {
    await using till = await aTill();
    const { id } = await sell(till);
    const { number } = await answer<Allowance>(allow(till, id, [{ line: 1 }]), 201);
    await answer(takeBack(till, number));
    await answer(withdraw(till, id));
    const sale = { lines: [{ name: "茶", quantity: 1, unitPrice: 50 }] };
    await answer(till.post(`/v1/invoices/${id}/reissue`, { requestId: "again", sale }), 201);
    expect(await answer<Allowance>(allow(till, id, [{ line: 1 }]), 201)).toMatchObject({ number: "1512TS0000000002", total: 50 });
    const { allowances } = await answer<{ allowances: Allowance[] }>(till.get(`/v1/allowances?invoice=${id}`));
    expect(allowances.map(({ number, status }) => `${number} ${status}`)).toEqual([
      "1512TS0000000001 cancelled",
      "1512TS0000000002 open",
    ]);
  });
});

describe("an allowance taken back", () => {
  test("counts as not given, is sealed and queued as G0501", async () => {
    await using till = await aTill();
    const { id } = await sell(till);
    const { number } = await answer<Allowance>(allow(till, id, [{ line: 1 }]), 201);
    await till.clock.wind(1000);
    const taken = await answer<Allowance>(takeBack(till, number));
    expect(taken).toMatchObject({ status: "cancelled", cancelledAt: "2026-11-22T14:03:06+08:00", cancelReason: "輸入錯誤" });
    expect(taken.upload?.deadline).toBe("2026-11-24T14:03:06+08:00");
    expect(till.home.ledger.parcels.ofInvoice(firstRow).map(({ message }) => message)).toEqual(["F0401", "G0401", "G0501"]);
    expect(await answer(till.get(`/v1/allowances/${number}`))).toEqual(taken);
    expect(await answer<Allowance>(allow(till, id, [{ line: 1 }]), 201)).toMatchObject({ total: 130 });
  });

  test("is taken back once; under the same key the answer repeats", async () => {
    await using till = await aTill();
    const { id } = await sell(till);
    const { number } = await answer<Allowance>(allow(till, id, [{ line: 1 }]), 201);
    const key = { "idempotency-key": "back-1" };
    const first = await answer(takeBack(till, number, key));
    expect(await answer(takeBack(till, number, key))).toEqual(first);
    expect(await refusal(till, () => takeBack(till, number))).toMatchObject({ status: 409, code: "allowance-cancelled" });
  });

  test("is not found where there is none", async () => {
    await using till = await aTill();
    expect(await refusal(till, () => takeBack(till, "1512TS0000000001"))).toMatchObject({ status: 404 });
    expect((await till.get("/v1/allowances/1512TS0000000001")).status).toBe(404);
    expect((await till.get("/v1/allowances?invoice=11512-TS00000000")).status).toBe(404);
  });
});

test("a seller's token sees the allowances on its own invoices only", async () => {
  await using till = await aTill();
  const authorization = `Bearer ${await till.token("POS1", "sell")}`;
  const { id } = await sell(till);
  const { number } = await answer<Allowance>(allow(till, id, [{ line: 1 }]), 201);
  for (const path of [`/v1/allowances/${number}`, `/v1/allowances?invoice=${id}`, `/v1/invoices/${id}/history`])
    expect((await till.get(path, { authorization })).status).toBe(404);
});
