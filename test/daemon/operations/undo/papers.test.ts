import { describe, expect, test } from "vitest";
import { type PrintDesk, printNext } from "../../../../src/daemon/printing/print-next.ts";
import { printQueue } from "../../../../src/daemon/printing/print-queue.ts";
import type { PrintOutcome } from "../../../../src/drivers/conversation.ts";
import { aTill, type TestTill } from "../../../till/a-till.ts";
import { problemOf } from "../../problem.ts";
import { type Allowance, allow, answer, cancel, type Invoice, sell, show, takeBack, withdraw } from "./acts.ts";

const front = { config: { printers: [{ name: "front", url: "tcp://127.0.0.1:9", model: "virtual" }] } };
const world = {
  driverOf: () => ({
    open() {
      throw new Error("nothing is opened before the loops run");
    },
  }),
};
const aShop = () => aTill({ ...front, world });

/** Prints the next slip; what the printer says of it is the test's choice. */
function printWith(till: TestTill, outcome: PrintOutcome): Promise<unknown> {
  const desk: PrintDesk = {
    queue: printQueue(till.till.shop, "front", () => ({ pieces: [], paperMm: 90 })),
    paused: () => false,
    conversation: {
      print: async (_job, hooks) => {
        await hooks.beforeFirstByte();
        return outcome;
      },
      tend: async () => "idle",
      clearBuffer: async () => true,
    },
  };
  return printNext(desk, new AbortController().signal);
}

const printed: PrintOutcome = { result: "printed", mark: "process-id" };
const papersOf = ({ slips }: Invoice) => slips.map(({ document, state }) => `${document} ${state}`);

describe("the note of a cancellation", () => {
  test("is printed where a proof slip is outside and has to be taken back", async () => {
    await using till = await aShop();
    const { id } = await sell(till);
    await printWith(till, printed);
    const cancelled = await answer<Invoice>(cancel(till, id));
    expect(papersOf(cancelled)).toEqual(["proof printed", "cancel-note waiting"]);
    expect(cancelled.slip).toMatchObject({ document: "proof" });
    await printWith(till, printed);
    expect(papersOf(await show(till, id))).toEqual(["proof printed", "cancel-note printed"]);
  });

  test("is spared where no paper came out, unless it is asked for", async () => {
    await using till = await aShop();
    const [never, wanted] = [await sell(till), await sell(till, { carrier: { type: "3J0002", id: "/ABC+123" } })];
    expect(papersOf(await answer(cancel(till, never.id)))).toEqual(["proof dropped"]);
    expect(papersOf(await answer(cancel(till, wanted.id, { print: true })))).toEqual(["cancel-note waiting"]);
  });

  test("is not printed where the shop says so", async () => {
    await using till = await aShop();
    const { id } = await sell(till);
    await printWith(till, printed);
    expect(papersOf(await answer(cancel(till, id, { print: false })))).toEqual(["proof printed"]);
  });

  test("waits again after a printer that was away, although its invoice is undone", async () => {
    await using till = await aShop();
    const { id } = await sell(till);
    await printWith(till, printed);
    await answer(cancel(till, id));
    await printWith(till, { result: "not-started", fault: "unreachable" });
    expect(papersOf(await show(till, id))).toEqual(["proof printed", "cancel-note waiting"]);
  });

  test("that is doubtful is settled like any paper: where nothing came out, it is printed again", async () => {
    await using till = await aShop();
    const { id } = await sell(till);
    await printWith(till, printed);
    const { slips } = await answer<Invoice>(cancel(till, id));
    await printWith(till, { result: "uncertain", reason: "the wire broke" });
    const settle = { outcome: "nothing", powerCycled: true };
    await answer(till.post(`/v1/slips/${slips.at(-1)!.id}/settle`, settle));
    expect(papersOf(await show(till, id))).toEqual(["proof printed", "cancel-note settled", "cancel-note waiting"]);
  });

  test("gives way to that of the withdrawal that follows it", async () => {
    await using till = await aShop();
    const { id } = await sell(till);
    await printWith(till, printed);
    await answer(cancel(till, id));
    const withdrawn = await answer<Invoice>(withdraw(till, id));
    expect(papersOf(withdrawn)).toEqual(["proof printed", "cancel-note dropped", "withdraw-note waiting"]);
  });
});

describe("the form for an allowance", () => {
  const part = [{ line: 1, quantity: 1 }];

  test("waits for the buyer's signature as soon as the allowance is given, and belongs to its invoice's papers", async () => {
    await using till = await aShop();
    const { id } = await sell(till);
    const given = await answer<Allowance>(allow(till, id, part), 201);
    expect(given.slip).toMatchObject({ document: "allowance", state: "waiting", copy: 0, invoice: id });
    expect(papersOf(await show(till, id))).toEqual(["proof waiting", "allowance waiting"]);
  });

  test("does not come out any more once the allowance was cancelled", async () => {
    await using till = await aShop();
    const { id } = await sell(till);
    const { number } = await answer<Allowance>(allow(till, id, part), 201);
    expect((await answer<Allowance>(takeBack(till, number))).slip).toMatchObject({ state: "dropped" });
  });

  test("is not printed again after the cancellation, whatever became of its first try", async () => {
    await using till = await aShop();
    const { id } = await sell(till);
    await printWith(till, printed);
    const { number, slip } = await answer<Allowance>(allow(till, id, part), 201);
    await printWith(till, { result: "uncertain", reason: "the wire broke" });
    await answer(takeBack(till, number));
    const { next } = await answer<{ next: unknown }>(
      till.post(`/v1/slips/${slip!.id}/settle`, { outcome: "nothing", powerCycled: true }),
    );
    expect(next).toBeNull();
  });

  test("is left out where there is no printer, and where the shop says so", async () => {
    await using bare = await aTill();
    const { id } = await sell(bare);
    expect((await answer<Allowance>(allow(bare, id, part), 201)).slip).toBeNull();
    await using till = await aShop();
    const sold = await sell(till);
    const given = till.post(`/v1/invoices/${sold.id}/allowances`, { reason: "退貨", lines: part, print: false });
    expect((await answer<Allowance>(given, 201)).slip).toBeNull();
  });
});

describe("a test page", () => {
  test("is queued for its printer, journalled, and about no invoice", async () => {
    await using till = await aShop();
    const slip = await answer(till.post("/v1/printers/front/test", {}), 202);
    expect(slip).toMatchObject({ document: "test", state: "waiting", printer: "front", invoice: null });
    expect(till.home.ledger.journal.find(till.home.ledger.journal.head().seq)).toMatchObject({ kind: "printer-test" });
    await printWith(till, printed);
    const { slips } = await answer<{ slips: unknown[] }>(till.get("/v1/slips?state=printed"));
    expect(slips).toMatchObject([{ document: "test", state: "printed" }]);
  });

  test("is one page when its request is repeated", async () => {
    await using till = await aShop();
    const headers = { "idempotency-key": "test-1" };
    const [first, again] = [
      await answer<Invoice["slips"][number]>(till.post("/v1/printers/front/test", {}, headers), 202),
      await answer<Invoice["slips"][number]>(till.post("/v1/printers/front/test", {}, headers), 202),
    ];
    expect(again.id).toBe(first.id);
  });

  test("is refused for a printer that is not there", async () => {
    await using till = await aShop();
    expect(await problemOf(await till.post("/v1/printers/back/test", {}))).toMatchObject({ code: "not-found", status: 404 });
  });
});
