import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { Database } from "../../../../db/till/file/sqlite.ts";
import { aTill, type TestTill } from "../../../till/a-till.ts";
import { type Allowance, allow, answer, cancel, sell, takeBack, withdraw } from "./acts.ts";

let till: TestTill;

beforeAll(async () => {
  till = await aTill();
  for (let sale = 0; sale < 5; sale++) await sell(till);
  await answer(cancel(till, "11512-TS00000000"));
  await answer(withdraw(till, "11512-TS00000001"));
  const { number } = await answer<Allowance>(allow(till, "11512-TS00000002", [{ line: 1, amount: 100 }]), 201);
  await answer(allow(till, "11512-TS00000003", [{ line: 1, amount: 100 }]), 201);
  await answer(takeBack(till, number));
  return () => till[Symbol.asyncDispose]();
});

/** Tries a statement on the till's own file and takes it back, whatever became of it. */
function attempt(statement: string): void {
  const sqlite = new Database(join(till.folder, "till.db"));
  try {
    sqlite.exec(`BEGIN; ${statement}; ROLLBACK`);
  } finally {
    sqlite.close();
  }
}

/** Invoices stand from 4 on, behind home, key and range. */
const revision = (number: string, revision: number) => `INSERT INTO invoices
  SELECT 1000, period, number, ${revision}, range_id, random_code, issued_at, total, client, terminal, order_id, buyer, carrier
  FROM invoices WHERE number = '${number}'`;
/** Any entry of this seller's will do: only its place is asked for, and whose it is. */
const entry = `INSERT INTO journal
  VALUES (1000, 'x', '{"seller":{"businessId":"12345675"}}', zeroblob(32), randomblob(32), NULL, NULL, 0)`;

test.each([
  ["a cancellation of what was cancelled", "INSERT INTO undoings VALUES (NULL, 4, 'cancel', 1000, 0)", "UNIQUE"],
  [
    "a cancellation of what was withdrawn",
    "INSERT INTO undoings VALUES (NULL, 5, 'cancel', 1000, 0)",
    "a withdrawn invoice is gone",
  ],
  [
    "a withdrawal of what was withdrawn",
    "INSERT INTO undoings VALUES (NULL, 5, 'withdraw', 1000, 0)",
    "a withdrawn invoice is gone",
  ],
  ["an undoing beside an open allowance", "INSERT INTO undoings VALUES (NULL, 7, 'cancel', 1000, 0)", "cancelled first"],
  ["an allowance of an undone invoice", "INSERT INTO allowances VALUES (NULL, 'X', 4, 1000, 1, 0)", "nothing is left"],
  ["an allowance beyond its invoice", "INSERT INTO allowances VALUES (NULL, 'X', 7, 1000, 31, 0)", "never exceed"],
  ["an allowance of nothing", "INSERT INTO allowances VALUES (NULL, 'X', 7, 1000, 0, 0)", "CHECK"],
  ["a second allowance of one number", "INSERT INTO allowances VALUES (NULL, '1512TS0000000301', 8, 1000, 1, 0)", "UNIQUE"],
  ["a second cancellation of an allowance", "INSERT INTO allowance_cancels VALUES (1, 1000, 0)", "UNIQUE"],
  ["a revision of a standing invoice", revision("TS00000003", 2), "only after its withdrawal"],
  ["a revision of a cancelled invoice", revision("TS00000000", 2), "only after its withdrawal"],
  ["a revision that skips one", revision("TS00000001", 3), "only after its withdrawal"],
  ["a changed undoing", "UPDATE undoings SET at = 1", "sealed"],
  ["a lost undoing", "DELETE FROM undoings", "sealed"],
  ["a changed allowance", "UPDATE allowances SET total = 1", "sealed"],
  ["a lost allowance", "DELETE FROM allowances", "sealed"],
  ["a changed cancellation", "UPDATE allowance_cancels SET at = 1", "sealed"],
  ["a lost cancellation", "DELETE FROM allowance_cancels", "sealed"],
])("the database itself refuses %s", (_what, statement, reason) => {
  expect(() => attempt(`${entry}; ${statement}`)).toThrow(reason);
});

test.each([
  ["a revision after a withdrawal", revision("TS00000001", 2)],
  ["an undoing after its allowance was taken back", "INSERT INTO undoings VALUES (NULL, 6, 'cancel', 1000, 0)"],
  ["an allowance of just what is left", "INSERT INTO allowances VALUES (NULL, 'X', 7, 1000, 30, 0)"],
  ["an allowance of what was taken back", "INSERT INTO allowances VALUES (NULL, 'X', 6, 1000, 130, 0)"],
])("but lets pass %s", (_what, statement) => {
  expect(() => attempt(`${entry}; ${statement}`)).not.toThrow();
});
