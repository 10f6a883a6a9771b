import { expect, test } from "vitest";
import { aTill, type TestTill } from "../../../till/a-till.ts";
import { type Allowance, allow, answer, cancel, type History, reissue, sell, takeBack, withdraw } from "./acts.ts";

async function historyOf(till: TestTill, id: string): Promise<string[]> {
  const { entries } = await answer<History>(till.get(`/v1/invoices/${id}/history`));
  return entries.map(({ at, about, event, revision }) => `${at.slice(11, 19)} r${revision} ${about} ${event}`);
}

test("an invoice's history tells everything in the order it happened, over all its revisions", async () => {
  await using till = await aTill();
  const { id } = await sell(till);
  await till.clock.wind(1000);
  const { number } = await answer<Allowance>(allow(till, id, [{ line: 1, amount: 5 }]), 201);
  await till.clock.wind(1000);
  await answer(takeBack(till, number));
  await till.clock.wind(1000);
  await answer(cancel(till, id));
  await till.clock.wind(1000);
  await answer(withdraw(till, id));
  await till.clock.wind(1000);
  await answer(reissue(till, id), 201);
  await sell(till);
  expect(await historyOf(till, id)).toEqual([
    "14:03:05 r1 journal invoice",
    "14:03:05 r1 slip queued",
    "14:03:05 r1 upload F0401",
    "14:03:06 r1 journal allowance",
    "14:03:06 r1 upload G0401",
    "14:03:07 r1 journal allowance-cancel",
    "14:03:07 r1 upload G0501",
    "14:03:08 r1 journal cancel",
    "14:03:08 r1 slip dropped",
    "14:03:08 r1 upload F0501",
    "14:03:09 r1 journal withdraw",
    "14:03:09 r1 upload F0701",
    "14:03:10 r2 journal invoice",
    "14:03:10 r2 slip queued",
    "14:03:10 r2 upload F0401",
  ]);
});

test("a history names entries by their place in the chain, with the reasons people gave, settlements too", async () => {
  await using till = await aTill();
  const { id, slip, seal } = await sell(till);
  const { ledger } = till.home;
  await ledger.write(() => {
    const sending = ledger.slips.move({ id: Number(slip!.id), state: "waiting" }, "start", { at: 0 })!;
    ledger.slips.move(sending, "broke", { at: till.clock.wallMs / 1000, reason: "reset" });
  });
  await till.clock.wind(1000);
  await answer(till.post(`/v1/slips/${slip!.id}/settle`, { outcome: "on-paper" }));
  await till.clock.wind(1000);
  await answer(cancel(till, id));
  const { entries } = await answer<History>(till.get(`/v1/invoices/${id}/history`));
  const sealed = entries.filter(({ about }) => about === "journal");
  expect(sealed.map(({ event, subject, reason }) => ({ event, subject, reason }))).toEqual([
    { event: "invoice", subject: null, reason: null },
    { event: "settle", subject: slip!.id, reason: "on-paper" },
    { event: "cancel", subject: null, reason: "退貨" },
  ]);
  expect(sealed[0]?.seq).toBe(seal.seq);
  for (const { seq, event } of sealed) expect(ledger.journal.find(seq!)?.kind).toBe(event);
});
