import { describe, expect, test } from "vitest";
import type { SlipAnswer } from "../../../src/daemon/http/schema/answer.ts";
import { settleSlip } from "../../../src/daemon/operations/paper/settle-slip.ts";
import type { TillStatus } from "../../../src/daemon/till-status.ts";
import type { PrinterDriver } from "../../../src/drivers/driver.ts";
import type { SettleOutcome } from "../../../src/invoice/paper/slip.ts";
import { aSale, aTill, type TestTill } from "../../till/a-till.ts";
import { problemOf } from "../problem.ts";

interface Settled {
  readonly slip: SlipAnswer;
  readonly next: SlipAnswer | null;
}

const config = { printers: [{ name: "front", url: "tcp://printer.test:9100" }] };
const driver: PrinterDriver = { open: () => Promise.reject(new Error("nobody plugged it in")) };

/** A till whose one slip was on the wire when it died: after the restart it is doubtful. */
async function aDoubt(): Promise<{ till: TestTill; slip: string; invoice: string }> {
  const first = await aTill({ config, driver });
  const issued = await (await first.post("/v1/sales", aSale())).json();
  const { ledger } = first.home;
  const row = ledger.slips.find(Number(issued.slip!.id))!;
  await ledger.write(() => ledger.slips.move(row, "start", { at: 0 }));
  await first.till.stop();
  first.home[Symbol.dispose]();
  const till = await aTill({ after: first, config, driver });
  return { till, slip: issued.slip!.id, invoice: issued.id };
}

function settleBesideAReadyPrinter({ till }: TestTill, slip: string, outcome: SettleOutcome) {
  const settlement = { slipId: Number(slip), outcome, by: "test", key: undefined, powerCycled: false, isReady: () => true };
  return settleSlip(till.shop, settlement);
}

test("a slip that was being printed when the till died is doubtful after the restart, and stays so by itself", async () => {
  const { till, slip } = await aDoubt();
  await using _ = till;
  const { slips } = await (await till.get<{ slips: SlipAnswer[] }>("/v1/slips?state=uncertain")).json();
  expect(slips).toMatchObject([{ id: slip, state: "uncertain", reason: expect.stringContaining("the till stopped") }]);
  const { lamps } = await (await till.get<TillStatus>("/v1/status")).json();
  expect(lamps.slips.light).toBe("yellow");
});

describe("a person settles it", () => {
  test.each([
    { outcome: "on-paper" as const, next: null },
    { outcome: "torn-handed" as const, next: { copy: 1, state: "waiting", reason: null } },
    {
      outcome: "nothing" as const,
      next: { copy: 0, state: "waiting", reason: expect.stringContaining("waits until the printer") },
    },
    {
      outcome: "torn-kept" as const,
      next: { copy: 0, state: "waiting", reason: expect.stringContaining("waits until the printer") },
    },
  ])("as $outcome, which is journalled and opens the paper that is due", async ({ outcome, next }) => {
    const { till, slip, invoice } = await aDoubt();
    await using _ = till;
    const settled = await settleBesideAReadyPrinter(till, slip, outcome);
    expect(settled.slip).toMatchObject({ id: Number(slip), state: "settled", outcome });
    if (next === null) expect(settled.next).toBeNull();
    else expect(settled.next).toMatchObject(next);
    const entry = till.home.ledger.journal.after(0, 100).at(-1)!;
    expect([entry.kind, JSON.parse(entry.doc)]).toMatchObject(["settle", { invoice, outcome, by: "test" }]);
  });

  test.each([
    "nothing",
    "torn-kept",
  ])("not as %s while its printer is in trouble: it may still go on with the slip", async (outcome) => {
    const { till, slip } = await aDoubt();
    await using _ = till;
    const refused = await till.post(`/v1/slips/${slip}/settle`, { outcome });
    expect(await problemOf(refused)).toMatchObject({
      status: 409,
      code: "printer-unsettled",
      detail: expect.stringContaining("front"),
    });
    expect(till.home.ledger.slips.find(Number(slip))?.state).toBe("uncertain");
  });

  test("a new original waits for an empty printer unless somebody switched it off and on", async () => {
    const { till, slip } = await aDoubt();
    await using _ = till;
    const { next } = await (
      await till.post<Settled>(`/v1/slips/${slip}/settle`, { outcome: "nothing", powerCycled: true })
    ).json();
    expect(next).toMatchObject({ copy: 0, state: "waiting", reason: null });
    expect(till.home.ledger.slips.nextWaiting("front", 0)?.id).toBe(Number(next!.id));
  });

  test("a new original that waits is let go by saying that the printer was switched off and on", async () => {
    const { till, slip } = await aDoubt();
    await using _ = till;
    await settleBesideAReadyPrinter(till, slip, "nothing");
    expect(till.home.ledger.slips.nextWaiting("front", 0)).toBeUndefined();
    expect((await till.post("/v1/printers/front/cleared", {})).status).toBe(200);
    expect(till.home.ledger.slips.nextWaiting("front", 0)).toMatchObject({ copy: 0, reason: null });
    expect((await till.post("/v1/printers/nowhere/cleared", {})).status).toBe(404);
  });

  test("only once: what was settled cannot be settled otherwise", async () => {
    const { till, slip } = await aDoubt();
    await using _ = till;
    await till.post(`/v1/slips/${slip}/settle`, { outcome: "on-paper" });
    const refused = await till.post(`/v1/slips/${slip}/settle`, { outcome: "nothing" });
    expect(refused.status).toBe(409);
    expect(await problemOf(refused)).toMatchObject({ code: "slip-not-uncertain", detail: expect.stringContaining("on-paper") });
  });

  test("the same Idempotency-Key gets the same answer and opens no second original", async () => {
    const { till, slip } = await aDoubt();
    await using _ = till;
    const key = { "idempotency-key": "settle-1" };
    const first = await (await till.post(`/v1/slips/${slip}/settle`, { outcome: "nothing", powerCycled: true }, key)).json();
    const again = await till.post(`/v1/slips/${slip}/settle`, { outcome: "nothing", powerCycled: true }, key);
    expect(await again.json()).toEqual(first);
    const other = await till.post(`/v1/slips/${slip}/settle`, { outcome: "on-paper" }, key);
    expect(await problemOf(other)).toMatchObject({ code: "request-reused" });
  });
});

describe("who may settle", () => {
  test.each([
    { outcome: "on-paper", allowed: ["operate", "admin"] },
    { outcome: "torn-handed", allowed: ["operate", "admin"] },
    { outcome: "nothing", allowed: ["admin"] },
    { outcome: "torn-kept", allowed: ["admin"] },
  ])("$outcome: $allowed", async ({ outcome, allowed }) => {
    for (const scope of ["sell", "read", "operate", "admin"] as const) {
      const { till, slip } = await aDoubt();
      await using _ = till;
      const authorization = `Bearer ${await till.token(`a-${scope}`, scope)}`;
      const answer = await till.post(`/v1/slips/${slip}/settle`, { outcome, powerCycled: true }, { authorization });
      expect([scope, answer.status]).toEqual([scope, allowed.includes(scope) ? 200 : 403]);
    }
  });
});

test("a slip that is not doubtful, or not there, is told apart", async () => {
  await using till = await aTill();
  const { slip } = await (await till.post("/v1/sales", aSale())).json();
  expect((await problemOf(await till.post(`/v1/slips/${slip!.id}/settle`, { outcome: "on-paper" }))).code).toBe(
    "slip-not-uncertain",
  );
  expect((await problemOf(await till.post("/v1/slips/999/settle", { outcome: "on-paper" }))).code).toBe("not-found");
  expect((await problemOf(await till.post("/v1/slips/first/settle", { outcome: "on-paper" }))).status).toBe(422);
});
