import { describe, expect, test } from "vitest";
import type { z } from "zod";
import type { reprintLog, reprintsAnswer } from "../../../src/daemon/http/schema/reprint.ts";
import { aTill, type TestTill } from "../../till/a-till.ts";
import { problemOf } from "../problem.ts";
import { answer, cancel, type History, reissue, sell, show, withdraw } from "./undo/acts.ts";

type Reprinted = z.infer<typeof reprintsAnswer>;
type Log = z.infer<typeof reprintLog>;

/** What a printer would have done to an invoice's proof slip. */
async function printed(till: TestTill, id: string, copy = 0): Promise<void> {
  const { ledger } = till.home;
  const { slips } = await show(till, id);
  const slip = ledger.slips.find(Number(slips.findLast((one) => one.copy === copy)!.id))!;
  await ledger.write(() => ledger.slips.move(ledger.slips.move(slip, "start", { at: 0 })!, "confirmed", { at: 1 }));
}

async function soldOnPaper(till: TestTill, sale: object = {}): Promise<string> {
  const { id } = await sell(till, sale);
  await printed(till, id);
  return id;
}

function reprint(till: TestTill, id: string, { headers = {}, ...body }: Ask = { reason: "lost" }) {
  return till.post(`/v1/invoices/${id}/reprints`, body, headers);
}

interface Ask extends Record<string, unknown> {
  readonly headers?: Record<string, string>;
}

describe("a reprint", () => {
  test("is a marked copy with a number of its own, journalled before the printer hears of it", async () => {
    await using till = await aTill();
    const id = await soldOnPaper(till);
    const { slips, counted } = await answer<Reprinted>(reprint(till, id, { reason: "buyer-asks", note: "櫃台" }), 202);
    expect(slips).toMatchObject([{ document: "proof", copy: 1, state: "waiting", invoice: id }]);
    expect(counted).toBe(0);
    const { ledger } = till.home;
    const entry = ledger.journal.find(ledger.journal.head().seq)!;
    expect(entry.kind).toBe("reprint");
    expect(JSON.parse(entry.doc)).toMatchObject({ invoice: id, copy: 1, reason: "buyer-asks", note: "櫃台", by: "test" });
  });

  test("counts once its paper is with somebody, and stays in the log when it failed", async () => {
    await using till = await aTill();
    const id = await soldOnPaper(till);
    await answer(reprint(till, id), 202);
    await printed(till, id, 1);
    expect((await answer<Reprinted>(reprint(till, id), 202)).counted).toBe(1);
    const { ledger } = till.home;
    const second = ledger.slips.ofInvoice(ledger.invoices.byNumber(id.slice(6))[0]!.id).at(-1)!;
    await ledger.write(() => ledger.slips.move(second, "drop", { at: 2, reason: "the invoice was undone" }));
    const { reprints } = await answer<Log>(till.get(`/v1/reprints?invoice=${id}`));
    expect(reprints).toMatchObject([
      { copy: 2, result: "dropped", counts: false },
      { copy: 1, result: "printed", counts: true, by: "test", reason: "lost" },
    ]);
  });

  test("repeated under its key makes no further copy", async () => {
    await using till = await aTill();
    const id = await soldOnPaper(till);
    const keyed = { "idempotency-key": "again" };
    const first = await answer<Reprinted>(reprint(till, id, { reason: "lost", copies: 2, headers: keyed }), 202);
    const second = await answer<Reprinted>(reprint(till, id, { reason: "lost", copies: 2, headers: keyed }), 200);
    expect(second.slips.map((slip) => slip.id)).toEqual(first.slips.map((slip) => slip.id));
    expect(first.slips.map(({ copy }) => copy)).toEqual([1, 2]);
  });

  test("changes nothing of the invoice: no number, seal or sum", async () => {
    await using till = await aTill();
    const id = await soldOnPaper(till);
    const before = await show(till, id);
    await answer(reprint(till, id), 202);
    const after = await show(till, id);
    expect({ ...after, slips: [], slip: null }).toEqual({ ...before, slips: [], slip: null });
    const { entries } = await answer<History>(till.get(`/v1/invoices/${id}/history`));
    expect(entries.filter(({ event }) => event === "reprint")).toHaveLength(1);
  });

  test("of a revision copies the revision", async () => {
    await using till = await aTill();
    const id = await soldOnPaper(till);
    await answer(withdraw(till, id));
    await answer(reissue(till, id), 201);
    await printed(till, id);
    await answer(reprint(till, id), 202);
    const { ledger } = till.home;
    expect(JSON.parse(ledger.journal.find(ledger.journal.head().seq)!.doc)).toMatchObject({ revision: 2, copy: 1 });
  });
});

describe("a reprint is refused", () => {
  const code = async (response: Promise<Response>) => (await problemOf(await response)).code;

  test("where the invoice was cancelled or withdrawn", async () => {
    await using till = await aTill();
    const [cancelled, withdrawn] = [await soldOnPaper(till), await soldOnPaper(till)];
    await answer(cancel(till, cancelled));
    await answer(withdraw(till, withdrawn));
    expect(await code(reprint(till, cancelled))).toBe("invoice-undone");
    expect(await code(reprint(till, withdrawn))).toBe("invoice-undone");
  });

  test("where no original is outside: on a carrier, held, still to come, or doubtful", async () => {
    await using till = await aTill();
    const [carried, held, coming, doubtful] = [
      await sell(till, { carrier: { type: "3J0002", id: "/ABC+123" } }),
      await sell(till, { print: false }),
      await sell(till),
      await sell(till),
    ];
    const { ledger } = till.home;
    const slip = ledger.slips.find(Number(doubtful.slip!.id))!;
    await ledger.write(() =>
      ledger.slips.move(ledger.slips.move(slip, "start", { at: 0 })!, "broke", { at: 1, reason: "the wire broke" }),
    );
    expect(await code(reprint(till, carried.id))).toBe("original-missing");
    for (const { id } of [held, coming, doubtful]) expect(await code(reprint(till, id))).toBe("original-pending");
  });

  test("beyond the shop's limits of time and number", async () => {
    await using till = await aTill({ config: { reprintDays: 30, mostCopies: 2 } });
    const id = await soldOnPaper(till);
    await answer(reprint(till, id, { reason: "lost", copies: 2 }), 202);
    expect(await code(reprint(till, id))).toBe("copies-exhausted");
    await till.clock.wind(31 * 86_400_000);
    expect(await code(reprint(till, id))).toBe("reprint-late");
  });

  test("to who may only sell, and without a reason", async () => {
    await using till = await aTill();
    const id = await soldOnPaper(till);
    const seller = { authorization: `Bearer ${await till.token("pos", "sell")}` };
    expect(await code(reprint(till, id, { reason: "lost", headers: seller }))).toBe("scope-too-small");
    expect(await code(reprint(till, id, {}))).toBe("request-invalid");
    expect(await code(reprint(till, id, { reason: "lost", printer: "back" }))).toBe("not-found");
  });
});

test("the log of reprints cannot be thinned out, and a row that is no marked copy cannot enter it", async () => {
  await using till = await aTill();
  const id = await soldOnPaper(till);
  await answer(reprint(till, id), 202);
  const { ledger } = till.home;
  const row = ledger.reprints.list({}, 1)[0]!.row;
  const { id: _, ...again } = row;
  const original = ledger.slips.ofInvoice(row.invoiceId)[0]!;
  await expect(ledger.write(() => ledger.reprints.add({ ...again, slipId: original.id, journalSeq: 1 }))).rejects.toThrow(
    "marked copy",
  );
});

test("the log comes as a table too, page by page, in which no note can be a formula", async () => {
  await using till = await aTill();
  const id = await soldOnPaper(till);
  await reprint(till, id, { reason: "other", note: "=cmd()", copies: 2 });
  const first = await till.get("/v1/reprints?format=csv&limit=1");
  expect(first.headers.get("content-type")).toContain("text/csv");
  const lines = (await first.text()).trim().split("\r\n");
  expect(lines[0]).toBe("at,invoice,document,copy,reason,note,by,printer,result,counts,seal");
  expect(lines[1]).toMatch(/,proof,2,other,'=cmd\(\),test,none,waiting,no,[0-9a-f]{64}$/);
  const rest = await till.get(`/v1/reprints?format=csv&cursor=${first.headers.get("next-cursor")}`);
  expect(rest.headers.get("next-cursor")).toBeNull();
  expect((await rest.text()).trim().split("\r\n")).toHaveLength(2);
});
