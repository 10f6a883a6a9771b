import { expect, test } from "vitest";
import { slipJobId } from "../../../../src/daemon/printing/job-id.ts";
import { type PrintDesk, printNext } from "../../../../src/daemon/printing/print-next.ts";
import { printQueue } from "../../../../src/daemon/printing/print-queue.ts";
import type { PrintOutcome } from "../../../../src/drivers/conversation.ts";
import { aTill, type TestTill } from "../../../till/a-till.ts";
import { answer, cancel, firstRow, sell } from "./acts.ts";

type Print = PrintDesk["conversation"]["print"];

/** A desk over the till's own slips, with a printer that does what the test says. */
function aDesk({ till: { shop } }: TestTill, print: Print): PrintDesk {
  return {
    queue: printQueue(shop, shop.printerFor("proof"), () => ({ pieces: [new Uint8Array(1)], paperMm: 90 })),
    paused: () => false,
    conversation: { print, tend: async () => "idle", clearBuffer: async () => true },
  };
}

const notStarted: PrintOutcome = { result: "not-started", fault: "unreachable" };
const never = new AbortController().signal;

test("a slip dropped while the printer was being asked leaves no byte, and the next one is printed", async () => {
  await using till = await aTill();
  const [first, second] = [await sell(till), await sell(till)];
  const written: string[] = [];
  const desk = aDesk(till, async (job, hooks) => {
    if (till.home.ledger.undoings.ofInvoice(firstRow).length === 0) await answer(cancel(till, first.id));
    await hooks.beforeFirstByte();
    written.push(job.id);
    return { result: "sent" };
  });
  expect([await printNext(desk, never), await printNext(desk, never)]).toEqual(["worked", "worked"]);
  expect(written).toEqual([slipJobId(Number(second.slip?.id))]);
  const stateOf = (id: string | undefined) => till.home.ledger.slips.find(Number(id))?.state;
  expect([stateOf(first.slip?.id), stateOf(second.slip?.id)]).toEqual(["dropped", "sent"]);
});

test("a slip whose invoice is cancelled before its first byte left is not tried again", async () => {
  await using till = await aTill();
  const { id, slip } = await sell(till);
  const desk = aDesk(till, async (_job, hooks) => {
    await hooks.beforeFirstByte();
    await answer(cancel(till, id));
    return notStarted;
  });
  expect(await printNext(desk, never)).toBe("faulted");
  expect(till.home.ledger.slips.find(Number(slip!.id))).toMatchObject({ state: "dropped" });
  expect(await printNext(desk, never)).toBe("idle");
});

test("a slip of a standing invoice whose first byte did not leave waits again", async () => {
  await using till = await aTill();
  const { slip } = await sell(till);
  const desk = aDesk(till, async (_job, hooks) => {
    await hooks.beforeFirstByte();
    return notStarted;
  });
  expect(await printNext(desk, never)).toBe("faulted");
  expect(till.home.ledger.slips.find(Number(slip!.id))).toMatchObject({ state: "waiting" });
});
