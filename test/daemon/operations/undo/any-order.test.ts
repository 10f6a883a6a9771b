import fc from "fast-check";
import { expect, test } from "vitest";
import { publicKeys } from "../../../../src/daemon/home/keys.ts";
import { JournalWatch } from "../../../../src/daemon/journal-watch.ts";
import { aTill, type TestTill } from "../../../till/a-till.ts";
import { type Allowance, allow, cancel, footprint, type Invoice, reissue, sell, takeBack, withdraw } from "./acts.ts";

/** An invoice number as a shop clerk would remember it. */
interface Memory {
  readonly id: string;
  readonly status: "issued" | "cancelled" | "withdrawn";
  readonly revision: number;
  readonly total: number;
  /** Open allowances, by number. */
  readonly open: ReadonlyMap<string, number>;
}

interface Act {
  readonly kind: "cancel" | "withdraw" | "reissue" | "allow" | "take-back";
  /** Which of the numbers. */
  readonly which: number;
  readonly much: number;
}

const anAct: fc.Arbitrary<Act> = fc.record({
  kind: fc.constantFrom("cancel", "withdraw", "withdraw", "reissue", "reissue", "allow", "allow", "take-back", "take-back"),
  which: fc.nat({ max: 1 }),
  much: fc.integer({ min: 1, max: 100 }),
});

test("in whatever order acts come, what is refused changes nothing and what is done keeps every promise", {
  timeout: 120_000,
}, async () => {
  const met = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(anAct, { minLength: 20, maxLength: 50 }), async (acts) => {
      await using till = await aTill();
      const memories = [remember(await sell(till)), remember(await sell(till))];
      for (const [turn, act] of acts.entries()) {
        const memory = memories[act.which]!;
        const before = footprint(till);
        const response = await send(till, memory, { ...act, turn });
        const allowed = isAllowed(memory, act);
        expect(response.ok, `${act.kind} of ${JSON.stringify(memory)}`).toBe(allowed);
        if (allowed) memories[act.which] = afterwards(memory, act, await response.json());
        else expect(footprint(till)).toEqual(before);
        assertPromises(till, memories);
        met.add(`${act.kind} ${allowed ? "done" : "refused"}`);
        await till.clock.wind(act.much * 1000);
      }
      await assertWholeChain(till);
    }),
    { numRuns: 15 },
  );
  // Every kind was met both ways, or this test would promise more than it looks at.
  expect(met.size).toBe(10);
});

function remember({ id, revision, total }: Invoice): Memory {
  return { id, status: "issued", revision, total, open: new Map() };
}

function send(till: TestTill, { id, open }: Memory, { kind, much, turn }: Act & { turn: number }): Promise<Response> {
  switch (kind) {
    case "cancel":
      return cancel(till, id);
    case "withdraw":
      return withdraw(till, id);
    case "reissue":
      return reissue(till, id, { lines: [{ name: "茶", quantity: 1, unitPrice: much + 50 }], requestId: `again-${turn}` });
    case "allow":
      return allow(till, id, [{ line: 1, amount: much }]);
    case "take-back":
      return takeBack(till, [...open.keys()][0] ?? "1512TS0000000099");
  }
}

function isAllowed({ status, total, open }: Memory, { kind, much }: Act): boolean {
  switch (kind) {
    case "cancel":
      return status === "issued" && open.size === 0;
    case "withdraw":
      return status !== "withdrawn" && open.size === 0;
    case "reissue":
      return status === "withdrawn";
    case "allow":
      return status === "issued" && given(open) + much <= total;
    case "take-back":
      return open.size > 0;
  }
}

function afterwards(memory: Memory, { kind }: Act, answer: unknown): Memory {
  const { number, total } = answer as Allowance;
  const open = new Map(memory.open);
  switch (kind) {
    case "cancel":
      return { ...memory, status: "cancelled" };
    case "withdraw":
      return { ...memory, status: "withdrawn" };
    case "reissue":
      return { ...remember(answer as Invoice), revision: memory.revision + 1 };
    case "allow":
      return { ...memory, open: open.set(number, total) };
    case "take-back":
      open.delete(number);
      return { ...memory, open };
  }
}

function assertPromises({ home: { ledger } }: TestTill, memories: readonly Memory[]): void {
  for (const { id, status, revision, total, open } of memories) {
    const rows = ledger.invoices.byNumber(id.slice(6), "11512");
    expect(rows.map((row) => row.revision)).toEqual(Array.from({ length: revision }, (_, index) => revision - index));
    expect(new Set(rows.map((row) => `${row.randomCode} ${row.issuedAt}`)).size).toBe(1);
    const [newest, ...former] = rows.map((row) => ({
      acts: ledger.undoings.ofInvoice(row.id).map(({ act }) => act),
      open: ledger.allowances.ofInvoice(row.id).filter(({ cancel }) => cancel === null),
      slips: ledger.slips.ofInvoice(row.id).map(({ state }) => state),
      messages: ledger.parcels.ofInvoice(row.id, ledger.invoices.threadOf(row)),
    }));
    expect(newest?.acts.at(-1) ?? "none").toBe({ issued: "none", cancelled: "cancel", withdrawn: "withdraw" }[status]);
    for (const one of former) expect([one.acts.at(-1), one.open, one.slips]).toEqual(["withdraw", [], ["dropped"]]);
    expect(newest?.slips).toEqual([status === "issued" ? "waiting" : "dropped"]);
    expect(newest?.open.map(({ row }) => [row.number, row.total])).toEqual([...open]);
    expect(given(open)).toBeLessThanOrEqual(total);
    const entries = [newest!, ...former].flatMap(({ messages }) => messages.map(({ journalSeq }) => journalSeq));
    expect(new Set(entries).size).toBe(entries.length);
  }
}

async function assertWholeChain({ home }: TestTill): Promise<void> {
  const watch = new JournalWatch(home.ledger.journal, publicKeys(home.paths.keys));
  while ((await watch.walkOn()) === "worked");
  expect(watch).toMatchObject({ broken: null, walkedTo: home.ledger.journal.head().seq });
}

function given(open: ReadonlyMap<string, number>): number {
  return [...open.values()].reduce((sum, one) => sum + one, 0);
}
