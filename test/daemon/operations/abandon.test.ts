import { expect, test } from "vitest";
import { aSale, aTill } from "../../till/a-till.ts";
import { problemOf } from "../problem.ts";

test("a late retry of an abandoned request cannot issue it, and hears of the hand-written invoice", async () => {
  await using till = await aTill();
  const sale = aSale();
  const abandoned = await till.post(`/v1/sales/${sale.requestId}/abandon`, {
    reason: "printer burnt",
    paperNumber: "XY12345678",
  });
  expect(abandoned.status).toBe(200);
  expect(await abandoned.json()).toEqual({ requestId: sale.requestId, result: "abandoned", invoice: null });

  const late = await till.post("/v1/sales", sale);
  expect(late.status).toBe(409);
  expect(await problemOf(late)).toMatchObject({ code: "request-abandoned", hint: expect.stringContaining("XY12345678") });
  expect(till.home.ledger.invoices.count()).toBe(0);
});

test("abandoning an issued sale answers with its invoice, which stays", async () => {
  await using till = await aTill();
  const sale = aSale();
  const issued = await (await till.post("/v1/sales", sale)).json();
  const answer = await till.post(`/v1/sales/${sale.requestId}/abandon`, { reason: "no answer came" });
  expect(await answer.json()).toMatchObject({ result: "issued", invoice: { id: issued.id, seal: issued.seal } });
  expect((await till.post("/v1/sales", sale)).status).toBe(200);
});

test("abandoning twice says the same and is journalled once", async () => {
  await using till = await aTill();
  const path = "/v1/sales/POS1-9/abandon";
  const first = await (await till.post(path, { reason: "power cut" })).json();
  const head = till.home.ledger.journal.head();
  expect(await (await till.post(path, { reason: "power cut" })).json()).toEqual(first);
  expect(till.home.ledger.journal.head()).toEqual(head);
});

test("a sale that races with its own abandonment is either issued or abandoned, never both", async () => {
  await using till = await aTill();
  for (let round = 0; round < 10; round++) {
    const sale = aSale();
    const post = () => till.post("/v1/sales", sale);
    const abandon = () => till.post(`/v1/sales/${sale.requestId}/abandon`, { reason: "race" });
    const [one, other] = await Promise.all(round % 2 === 0 ? [post(), abandon()] : [abandon(), post()]);
    const [issued, abandoned] = round % 2 === 0 ? [one, other] : [other, one];
    const { result } = (await abandoned!.json()) as unknown as { result: string };
    expect([issued!.status, result]).toEqual(result === "issued" ? [201, "issued"] : [409, "abandoned"]);
  }
});

test("a seller abandons its own requests only; for another token's, operate is needed", async () => {
  await using till = await aTill();
  const [seller, manager] = [await till.token("POS1", "sell"), await till.token("office", "operate")];
  const sale = aSale();
  const body = { reason: "till broken", client: "POS1" };
  const path = `/v1/sales/${sale.requestId}/abandon`;
  expect((await till.post(path, body, { authorization: `Bearer ${seller}` })).status).toBe(403);
  expect((await till.post(path, body, { authorization: `Bearer ${manager}` })).status).toBe(200);
  expect((await till.post("/v1/sales", sale, { authorization: `Bearer ${seller}` })).status).toBe(409);
});

test("an unknown token's name is named as the fault", async () => {
  await using till = await aTill();
  const refused = await till.post("/v1/sales/POS1-9/abandon", { reason: "x", client: "nobody" });
  expect(refused.status).toBe(422);
  expect((await problemOf(refused)).faults).toMatchObject([{ path: "client" }]);
});

test("an id that was used for something else is not abandoned in its place", async () => {
  await using till = await aTill();
  await till.post("/v1/admin/clock/accept", { reason: "test" }, { "idempotency-key": "accept-1" });
  const refused = await till.post("/v1/sales/accept-1/abandon", { reason: "mixed up" });
  expect(await problemOf(refused)).toMatchObject({ status: 409, code: "request-reused" });
});
