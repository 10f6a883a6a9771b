import { expect, test } from "vitest";
import { Database } from "../../../db/till/file/sqlite.ts";
import type { TillStatus } from "../../../src/daemon/till-status.ts";
import { aSale, aTill } from "../../till/a-till.ts";
import { problemOf } from "../problem.ts";
import { aFolder, importNumbers, sell, sellMany } from "../safekeeping/a-copy.ts";

test.each([
  ["put forward", "UPDATE ranges SET next = 90 WHERE track = 'KD'"],
  ["put back", "DROP TRIGGER range_moves_on; UPDATE ranges SET next = 1 WHERE track = 'KD'"],
  ["put to its begin", "DROP TRIGGER range_moves_on; UPDATE ranges SET next = 0, last_issued_at = NULL WHERE track = 'KD'"],
  ["set to another time", "UPDATE ranges SET last_issued_at = last_issued_at - 60 WHERE track = 'KD'"],
  ["put forward before its first sale", "UPDATE ranges SET next = 50 WHERE track = 'KE'"],
])("a till starts read-only where a range was %s", async (_, edit) => {
  using folder = aFolder();
  const till = await aTill({ makesNumbers: false, folder: folder.path });
  await importNumbers(till, { track: "KD" });
  await importNumbers(till, { track: "KE" });
  await sellMany(till, 3);
  await till[Symbol.asyncDispose]();
  const sqlite = new Database(till.home.paths.database);
  sqlite.exec(edit);
  sqlite.close();

  await using again = await aTill({ makesNumbers: false, folder: folder.path, clock: till.clock });
  const { code, detail } = await problemOf(await again.post("/v1/sales", aSale()));
  expect([code, detail]).toEqual([
    "journal-damaged",
    expect.stringMatching(/Range K[DE]00000000–K[DE]00000099 of 11512 stands at/),
  ]);
  const { lamps } = await (await again.get<TillStatus>("/v1/status")).json();
  expect(lamps.journal).toMatchObject({ light: "red", message: expect.stringContaining("stands at") });
});

test("a till starts well on ranges in every state that selling leaves them in", async () => {
  using folder = aFolder();
  const till = await aTill({ makesNumbers: false, folder: folder.path });
  await importNumbers(till, { track: "KD" });
  await importNumbers(till, { track: "KE" });
  await sellMany(till, 101);
  await till.post("/v1/invoices/KE00000000/withdraw", { reason: "打錯" });
  const { requestId, ...sale } = aSale();
  await till.post("/v1/invoices/KE00000000/reissue", { requestId, sale });
  await till[Symbol.asyncDispose]();
  await using again = await aTill({ makesNumbers: false, folder: folder.path, clock: till.clock });
  expect(await sell(again)).toBe("KE00000001");
});
