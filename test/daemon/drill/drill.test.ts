import { expect, test } from "vitest";
import type { DrillReport } from "../../../src/daemon/drill/drill-report.ts";
import { refuse } from "../../../src/daemon/drill/problems.ts";
import { aTill } from "../../till/a-till.ts";

const report: DrillReport = {
  ok: false,
  seller: "測試茶舖有限公司",
  printer: "virtual",
  startedAt: "2026-11-22T14:03:05+08:00",
  seconds: 80,
  lines: [{ id: "arrived", ok: false, zh: "遺失 1", en: "1 not at all" }],
};

test("a drill asked for over HTTP answers with its report, held or not, and leaves nothing in the books", async () => {
  const asked: number[] = [];
  await using till = await aTill({
    rehearse: async ({ cutSeconds }) => {
      asked.push(cutSeconds);
      return report;
    },
  });
  const head = till.home.ledger.journal.head().seq;
  const response = await till.post<DrillReport>("/v1/admin/drill", { seconds: 5 });
  expect([response.status, await response.json()]).toEqual([200, report]);
  expect(asked).toEqual([5]);
  expect(till.home.ledger.journal.head().seq).toBe(head);
});

test("one drill at a time: the same key gets the same report, another is refused until it is over", async () => {
  let finish: (done: DrillReport) => void = () => {};
  let drills = 0;
  const rehearse = () => {
    drills++;
    return new Promise<DrillReport>((resolve) => {
      finish = resolve;
    });
  };
  await using till = await aTill({ rehearse });
  const key = { "idempotency-key": "one" };
  const first = till.post("/v1/admin/drill", {}, key);
  const again = till.post("/v1/admin/drill", {}, key);
  const other = await till.post<{ code: string }>("/v1/admin/drill", {});
  expect([other.status, (await other.json()).code]).toEqual([503, "drill-busy"]);
  finish({ ...report, ok: true });
  expect([(await first).status, (await again).status, drills]).toEqual([200, 200, 1]);
  expect((await till.post("/v1/admin/drill", {}, key)).status).toBe(200);
  expect(drills).toBe(1);
});

test("a drill that could not take place is refused with why, and may be asked for again under the same key", async () => {
  let tries = 0;
  const rehearse = async () => {
    if (tries++ === 0) throw refuse("drill-failed", "The drill could not take place: no disk");
    return report;
  };
  await using till = await aTill({ rehearse });
  const key = { "idempotency-key": "one" };
  expect((await till.post("/v1/admin/drill", {}, key)).status).toBe(503);
  expect((await till.post("/v1/admin/drill", {}, key)).status).toBe(200);
});

test("a drill is for managers", async () => {
  await using till = await aTill({ rehearse: async () => report });
  const authorization = `Bearer ${await till.token("pos", "sell")}`;
  expect((await till.post("/v1/admin/drill", {}, { authorization })).status).toBe(403);
  expect((await till.post("/v1/admin/drill", { seconds: 0 })).status).toBe(422);
});
