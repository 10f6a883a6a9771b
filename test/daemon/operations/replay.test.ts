import { expect, test } from "vitest";
import { aSale, aTill } from "../../till/a-till.ts";
import { problemOf } from "../problem.ts";

test("a repeated request is answered with the same invoice, says so, and takes no number", async () => {
  await using till = await aTill();
  const sale = aSale();
  const first = await till.post("/v1/sales", sale);
  expect(first.status).toBe(201);
  expect(first.headers.get("location")).toBe("/v1/invoices/11512-TS00000000");
  expect(first.headers.has("idempotent-replayed")).toBe(false);

  const again = await till.post("/v1/sales", sale);
  expect(again.status).toBe(200);
  expect(again.headers.get("idempotent-replayed")).toBe("true");
  expect(await again.json()).toEqual(await first.json());

  const next = await (await till.post("/v1/sales", aSale())).json();
  expect(next.number).toBe("TS00000001");
});

test("what was sealed is identical hours later, while what moves is current", async () => {
  await using till = await aTill();
  const sale = aSale();
  const first = await (await till.post("/v1/sales", sale)).json();
  await till.clock.wind(3 * 3_600_000);
  await till.post("/v1/sales", aSale());
  const again = await (await till.post("/v1/sales", sale)).json();
  const { remaining, ...sealed } = first;
  expect(again).toMatchObject(sealed);
  expect(again.remaining.numbers).toBe(remaining.numbers - 1);
});

test("a retry may carry another cashier, time or payment and still finds its invoice", async () => {
  await using till = await aTill();
  const sale = aSale({ cashier: "amy" });
  await till.post("/v1/sales", sale);
  const again = await till.post("/v1/sales", { ...sale, cashier: "bob", payments: [{ method: "card", amount: 130 }] });
  expect(again.status).toBe(200);
});

test("the same id with other lines is refused and changes nothing", async () => {
  await using till = await aTill();
  const sale = aSale();
  await till.post("/v1/sales", sale);
  const before = till.home.ledger.journal.head();
  const refused = await till.post("/v1/sales", { ...sale, lines: [{ name: "珍珠奶茶", quantity: 3, unitPrice: 65 }] });
  expect(refused.status).toBe(409);
  expect(await problemOf(refused)).toMatchObject({ code: "request-reused" });
  expect(till.home.ledger.journal.head()).toEqual(before);
});

test("two clients may use the same request id: those are two sales", async () => {
  await using till = await aTill();
  const [one, other] = [await till.token("POS1", "sell"), await till.token("POS2", "sell")];
  const sale = aSale({ requestId: "000001" });
  const first = await till.post("/v1/sales", sale, { authorization: `Bearer ${one}` });
  const second = await till.post("/v1/sales", sale, { authorization: `Bearer ${other}` });
  expect([first.status, second.status]).toEqual([201, 201]);
  expect((await first.json()).number).not.toBe((await second.json()).number);
});

test("a token that was renewed keeps its request ids, because they belong to its name", async () => {
  await using till = await aTill();
  await till.token("POS1", "sell");
  const sale = aSale();
  await till.post("/v1/sales", sale, { authorization: "Bearer secret-of-POS1" });
  await till.home.ledger.write(() => till.home.ledger.tokens.keep({ name: "POS1", scope: "sell" }, "a-new-secret", 0));
  expect((await till.post("/v1/sales", sale, { authorization: "Bearer secret-of-POS1" })).status).toBe(401);
  expect((await till.post("/v1/sales", sale, { authorization: "Bearer a-new-secret" })).status).toBe(200);
});

test("fifty requests at once under one id make one invoice", async () => {
  await using till = await aTill();
  const sale = aSale();
  const answers = await Promise.all(Array.from({ length: 50 }, () => till.post("/v1/sales", sale)));
  const statuses = answers.map(({ status }) => status).sort();
  expect(statuses).toEqual([...Array.from({ length: 49 }, () => 200), 201]);
  const numbers = await Promise.all(answers.map(async (answer) => (await answer.json()).number));
  expect(new Set(numbers)).toEqual(new Set(["TS00000000"]));
  expect(till.home.ledger.invoices.count()).toBe(1);
});

test("two hundred sales at once get two hundred numbers in a row", async () => {
  await using till = await aTill();
  const answers = await Promise.all(Array.from({ length: 200 }, () => till.post("/v1/sales", aSale())));
  const numbers = await Promise.all(answers.map(async (answer) => (await answer.json()).number as string));
  expect(numbers.sort()).toEqual(Array.from({ length: 200 }, (_, index) => `TS${String(index).padStart(8, "0")}`));
});

test("the header Idempotency-Key stands in for requestId", async () => {
  await using till = await aTill();
  const { lines } = aSale();
  const first = await till.post("/v1/sales", { lines }, { "idempotency-key": "POS1-7" });
  expect(first.status).toBe(201);
  expect((await till.post("/v1/sales", { lines }, { "idempotency-key": "POS1-7" })).status).toBe(200);
  expect((await till.post("/v1/sales", { requestId: "POS1-7", lines })).status).toBe(200);
});

test("a sale without any id is refused, naming the field", async () => {
  await using till = await aTill();
  const refused = await till.post("/v1/sales", { lines: aSale().lines });
  expect(refused.status).toBe(422);
  expect(await problemOf(refused)).toMatchObject({ code: "key-missing", faults: [{ path: "requestId" }] });
});

test("a request survives a restart of the till", async () => {
  await using keeper = await aTill();
  const sale = aSale();
  const first = await (await keeper.post("/v1/sales", sale)).json();
  await keeper.till.stop();
  keeper.home[Symbol.dispose]();
  await using again = await aTill({ folder: keeper.folder, clock: keeper.clock });
  const answer = await again.post("/v1/sales", sale);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ id: first.id, codes: first.codes, seal: first.seal, randomCode: first.randomCode });
});
