import { expect, test } from "vitest";
import { aSale, aTill } from "../../till/a-till.ts";

test("?wait=paper answers as soon as the slip has reached an end", async () => {
  await using till = await aTill();
  const answering = till.post("/v1/sales?wait=paper&timeout=30", aSale());
  await till.clock.wind(1000);
  const { ledger } = till.home;
  const [slip] = ledger.slips.list(["waiting"], 1);
  await ledger.write(() => ledger.slips.move(slip!, "drop", { at: 0 }));
  till.till.shop.feed.publish({
    kind: "slip",
    client: "test",
    id: "1",
    invoice: "",
    document: "proof",
    state: "dropped",
    reason: null,
  });
  expect((await (await answering).json()).slip).toMatchObject({ state: "dropped" });
});

test("?wait=paper answers with the slip as it stands when the time is over", async () => {
  await using till = await aTill();
  const answering = till.post("/v1/sales?wait=paper&timeout=2", aSale());
  await till.clock.wind(2000);
  const answer = await answering;
  expect(answer.status).toBe(201);
  expect((await answer.json()).slip).toMatchObject({ state: "waiting", confirms: "unknown" });
});

test("?wait=paper does not wait for a held slip, which comes out only when somebody asks", async () => {
  await using till = await aTill();
  const answer = await till.post("/v1/sales?wait=paper&timeout=30", aSale({ print: false }));
  expect((await answer.json()).slip).toMatchObject({ state: "held" });
  expect(till.clock.nextWakeMs).toBeNull();
});

test("without ?wait the answer never waits for a printer", async () => {
  await using till = await aTill();
  expect((await till.post("/v1/sales", aSale())).status).toBe(201);
  expect(till.clock.nextWakeMs).toBeNull();
});

test("a waiting time that makes no sense is refused before anything is issued", async () => {
  await using till = await aTill();
  for (const query of ["wait=paper&timeout=0", "wait=paper&timeout=31", "wait=paper&timeout=x", "wait=printer"])
    expect((await till.post(`/v1/sales?${query}`, aSale())).status).toBe(422);
  expect(till.home.ledger.invoices.count()).toBe(0);
});
