import { describe, expect, test } from "vitest";
import { aSale, aTill } from "../../../till/a-till.ts";
import { allow, answer, cancel, firstRow, type Invoice, refusal, sell, show, windTo, withdraw } from "./acts.ts";

describe("cancelling an invoice", () => {
  test("leaves its number used, seals a record and queues F0501 beside the invoice's own message", async () => {
    await using till = await aTill();
    const { id } = await sell(till);
    await till.clock.wind(60_000);
    const cancelled = await answer<Invoice>(cancel(till, id));
    expect(cancelled).toMatchObject({ id, status: "cancelled", upload: { state: "held" }, warnings: [] });
    expect(cancelled.undoings).toEqual([
      {
        act: "cancel",
        undoneAt: "2026-11-22T14:04:05+08:00",
        reason: "退貨",
        approvalNumber: null,
        upload: { state: "held", reason: "no-upstream", deadline: "2026-11-24T14:04:05+08:00" },
      },
    ]);
    const { ledger } = till.home;
    const [undoing] = ledger.undoings.ofInvoice(firstRow);
    expect(undoing?.record).toMatchObject({
      format: 1,
      act: "cancel",
      number: "TS00000000",
      period: "11512",
      revision: 1,
      by: "test",
    });
    expect(ledger.journal.find(undoing!.journalSeq)?.kind).toBe("cancel");
    expect(ledger.parcels.ofInvoice(firstRow).map(({ message, state }) => `${message} ${state}`)).toEqual([
      "F0401 held",
      "F0501 held",
    ]);
    expect((await sell(till)).number).toBe("TS00000001");
  });

  test("gives a company's message seven days", async () => {
    await using till = await aTill();
    const { id } = await sell(till, { buyer: { businessId: "04595257" } });
    const { undoings } = await answer<Invoice>(cancel(till, id));
    expect(undoings[0]?.upload?.deadline).toBe("2026-11-29T14:03:05+08:00");
  });

  test("twice is refused, and so is cancelling what was withdrawn", async () => {
    await using till = await aTill();
    const [one, other] = [await sell(till), await sell(till)];
    await answer(cancel(till, one.id));
    await answer(withdraw(till, other.id));
    for (const { id } of [one, other])
      expect(await refusal(till, () => cancel(till, id))).toMatchObject({ status: 409, code: "invoice-undone" });
  });

  test("an open allowance is cancelled first", async () => {
    await using till = await aTill();
    const { id } = await sell(till);
    const { number } = await answer<{ number: string }>(allow(till, id, [{ line: 1, quantity: 1 }]), 201);
    const problem = await refusal(till, () => cancel(till, id));
    expect(problem).toMatchObject({ code: "allowance-open", detail: expect.stringContaining(number) });
    await answer(till.post(`/v1/allowances/${number}/cancel`, { reason: "x" }));
    await answer(cancel(till, id));
  });

  test("an unknown invoice is not found", async () => {
    await using till = await aTill();
    expect(await refusal(till, () => cancel(till, "11512-TS00000009"))).toMatchObject({ status: 404, code: "not-found" });
  });

  test("a reason has 1 to 20 characters, white space collapsed", async () => {
    await using till = await aTill();
    const { id } = await sell(till);
    for (const reason of ["", "   ", "退".repeat(21)])
      expect(await refusal(till, () => cancel(till, id, { reason }))).toMatchObject({
        status: 422,
        faults: [{ path: "reason" }],
      });
    const { undoings } = await answer<Invoice>(cancel(till, id, { reason: " 客人 \n\t 退貨 " }));
    expect(undoings[0]?.reason).toBe("客人 退貨");
  });

  test("only an admin's token may, while there are no operators", async () => {
    await using till = await aTill();
    const { id } = await sell(till);
    for (const scope of ["sell", "read", "operate"] as const) {
      const authorization = `Bearer ${await till.token(scope, scope)}`;
      expect(await refusal(till, () => cancel(till, id, { headers: { authorization } }))).toMatchObject({
        code: "scope-too-small",
      });
    }
  });
});

describe("paper of a cancelled invoice", () => {
  test("that has not begun is dropped, held or waiting", async () => {
    await using till = await aTill();
    const [waiting, held] = [await sell(till), await sell(till, { print: false })];
    for (const { id } of [waiting, held]) {
      const { slip, warnings } = await answer<Invoice>(cancel(till, id));
      expect(slip).toMatchObject({ state: "dropped", reason: "the invoice was undone" });
      expect(warnings).toEqual([]);
    }
    expect(await refusal(till, () => till.post(`/v1/invoices/${held.id}/print`, {}))).toMatchObject({ code: "slip-not-held" });
  });

  test("that may be outside already is to be taken back, and says so", async () => {
    await using till = await aTill();
    const { id } = await sell(till, { print: "by-caller" });
    const { slip, warnings } = await answer<Invoice>(cancel(till, id));
    expect(slip?.state).toBe("sent");
    expect(warnings.map(({ code }) => code)).toEqual(["slip-outside"]);
  });

  test("that is doubtful is settled without a new original", async () => {
    await using till = await aTill();
    const { id, slip } = await sell(till);
    const { ledger } = till.home;
    await ledger.write(() => {
      const sending = ledger.slips.move({ id: Number(slip!.id), state: "waiting" }, "start", { at: 0 })!;
      ledger.slips.move(sending, "broke", { at: 0, reason: "reset" });
    });
    await answer(cancel(till, id));
    const settled = await answer<{ next: unknown }>(till.post(`/v1/slips/${slip!.id}/settle`, { outcome: "nothing" }));
    expect(settled.next).toBeNull();
  });
});

describe("the period decides", () => {
  test("until the 14th of the next odd month it can be cancelled, with a warning once the period is over", async () => {
    await using till = await aTill();
    const [one, other] = [await sell(till), await sell(till)];
    await windTo(till, "2026-12-31T23:59:59");
    expect((await answer<Invoice>(cancel(till, one.id))).warnings).toEqual([]);
    await windTo(till, "2027-01-14T23:59:59");
    const { warnings } = await answer<Invoice>(cancel(till, other.id));
    expect(warnings.map(({ code }) => code)).toEqual(["period-over"]);
  });

  test("from the 15th it needs the tax office's approval number, and no placeholder", async () => {
    await using till = await aTill();
    const { id } = await sell(till);
    await windTo(till, "2027-01-15T00:00:00");
    const missing = await refusal(till, () => cancel(till, id));
    expect(missing).toMatchObject({ status: 409, code: "period-filed", faults: [{ path: "approvalNumber", code: "required" }] });
    for (const approvalNumber of ["1", "0000"])
      expect(await refusal(till, () => cancel(till, id, { approvalNumber }))).toMatchObject({
        code: "period-filed",
        faults: [{ path: "approvalNumber", code: "approval-number" }],
      });
    const approvalNumber = "財北國稅中正字第1160000012號";
    const { undoings, warnings } = await answer<Invoice>(cancel(till, id, { approvalNumber }));
    expect(undoings[0]).toMatchObject({ approvalNumber });
    expect(warnings.map(({ code }) => code)).toEqual(["period-over"]);
  });

  test("a clock that jumped back dates no cancellation before its invoice", async () => {
    await using till = await aTill();
    const { id } = await sell(till);
    till.clock.jump(-30_000);
    expect(await refusal(till, () => cancel(till, id))).toMatchObject({ status: 503, code: "clock-jumped" });
  });
});

describe("asked again", () => {
  test("the sale's own request still answers with its invoice, cancelled", async () => {
    await using till = await aTill();
    const sale = aSale();
    const { id, seal } = await answer<Invoice>(till.post("/v1/sales", sale), 201);
    await answer(cancel(till, id));
    const again = await till.post("/v1/sales", sale);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(await answer<Invoice>(again)).toMatchObject({ id, seal, status: "cancelled", slip: { state: "dropped" } });
  });

  test("under the same key a cancellation happens once and is answered alike; other content is refused", async () => {
    await using till = await aTill();
    const { id } = await sell(till);
    const key = { "idempotency-key": "cancel-1" };
    const first = await answer<Invoice>(cancel(till, id, { headers: key }));
    const head = till.home.ledger.journal.head();
    const again = await cancel(till, id, { headers: key });
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(await answer<Invoice>(again)).toEqual(first);
    expect(till.home.ledger.journal.head()).toEqual(head);
    expect(await refusal(till, () => cancel(till, id, { reason: "x", headers: key }))).toMatchObject({ code: "request-reused" });
  });

  test("at once, twenty cancellations make one", async () => {
    await using till = await aTill();
    const { id } = await sell(till);
    const statuses = (await Promise.all(Array.from({ length: 20 }, () => cancel(till, id)))).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, ...Array.from({ length: 19 }, () => 409)]);
  });
});

test("whoever listens hears of it, with the new status and the dropped slip", async () => {
  await using till = await aTill();
  const { id } = await sell(till);
  const heard: object[] = [];
  till.till.shop.feed.listen((happening) => heard.push(happening));
  await answer(cancel(till, id));
  expect(heard).toMatchObject([
    { kind: "invoice", client: "test", id, status: "cancelled" },
    { kind: "slip", client: "test", invoice: id, state: "dropped" },
  ]);
});

test("lists find invoices by their status", async () => {
  await using till = await aTill();
  const sold = [await sell(till), await sell(till), await sell(till), await sell(till)];
  await answer(cancel(till, sold[1]!.id));
  await answer(withdraw(till, sold[2]!.id));
  await answer(cancel(till, sold[3]!.id));
  await answer(withdraw(till, sold[3]!.id));
  const numbers = async (status: string) => {
    const { invoices } = await answer<{ invoices: Invoice[] }>(till.get(`/v1/invoices?status=${status}`));
    expect(invoices.every((invoice) => invoice.status === status)).toBe(true);
    return invoices.map(({ number }) => number.at(-1));
  };
  expect([await numbers("issued"), await numbers("cancelled"), await numbers("withdrawn")]).toEqual([["0"], ["1"], ["3", "2"]]);
  expect((await show(till, sold[3]!.id)).undoings.map(({ act }) => act)).toEqual(["cancel", "withdraw"]);
});
