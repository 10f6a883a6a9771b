import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Database } from "../../../db/till/file/sqlite.ts";
import { readLedger } from "../../../db/till/ledger.ts";
import { publicKeys } from "../../../src/daemon/home/keys.ts";
import { type BooksWalk, walkBooks } from "../../../src/daemon/outlook/books/walk-books.ts";
import { aSale, aTill, type TestTill } from "../../till/a-till.ts";
import { aFolder, copyOf, importNumbers, restored, sellMany } from "../safekeeping/a-copy.ts";

function walked({ home: { paths } }: TestTill): BooksWalk {
  using ledger = readLedger(paths.database);
  return walkBooks(ledger, publicKeys(paths.keys));
}

/** What somebody who owns the disk could do: the guards are taken away first. */
function tamper({ home: { paths } }: TestTill, edit: string): void {
  const sqlite = new Database(paths.database);
  sqlite.pragma("foreign_keys = OFF");
  const triggers = sqlite.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").pluck().all();
  for (const trigger of triggers) sqlite.exec(`DROP TRIGGER ${trigger}`);
  sqlite.exec(edit);
  sqlite.close();
}

/** A till that did whatever leaves rows beside its entries: undoings, a revision, allowances. Its invoices are entries 4 to 6 and 9. */
async function aBusyTill(): Promise<TestTill> {
  const till = await aTill();
  const [first, second, third] = await sellMany(till, 3);
  await till.post(`/v1/invoices/11512-${first}/cancel`, { reason: "退貨" });
  await till.post(`/v1/invoices/11512-${second}/withdraw`, { reason: "打錯" });
  const { requestId, ...sale } = aSale({ orderId: "A-1" });
  await till.post(`/v1/invoices/11512-${second}/reissue`, { requestId, sale });
  for (let time = 0; time < 2; time++)
    await till.post(`/v1/invoices/11512-${third}/allowances`, { lines: [{ line: 1, amount: 65 }], reason: "折讓" });
  const [allowance] = till.home.ledger.allowances.ofInvoice(6);
  await till.post(`/v1/allowances/${allowance!.row.number}/cancel`, { reason: "誤開" });
  return till;
}

describe("the books beside a whole journal", () => {
  test("agree with it on a till that did everything", async () => {
    await using till = await aBusyTill();
    expect(walked(till)).toMatchObject({ entries: 12, broken: null, different: 0, differences: [] });
  });

  test.each([
    ["UPDATE invoices SET total = 6500 WHERE id = 4", "Entry 4 (invoice): total is 6500 in invoices, 130 in the journal."],
    [
      "UPDATE invoices SET number = 'TS00000009' WHERE id = 4",
      'Entry 4 (invoice): number is "TS00000009" in invoices, "TS00000000" in the journal.',
    ],
    ["UPDATE invoices SET period = '11602' WHERE id = 6", 'period is "11602" in invoices, "11512" in the journal.'],
    ["UPDATE invoices SET buyer = '12345675' WHERE id = 4", 'buyer is "12345675" in invoices, null in the journal.'],
    ["UPDATE invoices SET client = 'else' WHERE id = 9", 'client is "else" in invoices, null in the journal.'],
    ["UPDATE invoices SET range_id = 7 WHERE id = 4", "TS00000000 is not of the range its row names."],
    ["DELETE FROM invoices WHERE id = 6", "Entry 6 (invoice TS00000002) has no row in invoices."],
    [
      "INSERT INTO invoices SELECT 99, period, 'TS00000050', 1, range_id, '1234', issued_at, 1, client, NULL, NULL, NULL, NULL FROM invoices WHERE id = 4",
      "invoices has a row of entry 99, which is not there.",
    ],
    [
      "INSERT INTO invoices SELECT 1, period, 'TS00000050', 1, range_id, '1234', issued_at, 1, client, NULL, NULL, NULL, NULL FROM invoices WHERE id = 4",
      "invoices has a row of entry 1, which is of the kind home.",
    ],
    ["DELETE FROM requests WHERE invoice_id = 6", "does not lead to it."],
    ["DELETE FROM undoings WHERE act = 'cancel'", "Entry 7 (cancel TS00000000) has no row in undoings."],
    ["UPDATE undoings SET invoice_id = 6 WHERE act = 'cancel'", 'number is "TS00000002" in undoings, "TS00000000"'],
    ["UPDATE allowances SET total = 1 WHERE id = 1", "total is 1 in allowances, 65 in the journal."],
    ["DELETE FROM allowance_cancels", "has no row in allowance_cancels."],
    [
      "UPDATE ranges SET next = 1000",
      "Range TS00000000–TS99999999 of 11512 stands at TS00001000; by the journal TS00000003 is next.",
    ],
    ["UPDATE ranges SET last = 500", "says last 500; the journal says 99999999."],
    ["UPDATE ranges SET last_issued_at = 1", "says lastIssuedAt 1;"],
    ["UPDATE ranges SET state = 'spent'", "is spent; by the journal it can only be open or standby or closed."],
    ["DELETE FROM ranges", "Range TS00000000–TS99999999 of 11512 is gone from the ranges"],
    [
      "INSERT INTO ranges SELECT 9, seller, invoice_type, period, 'AB', 0, 49, 0, 'standby', NULL, 'x', NULL FROM ranges",
      "Range AB00000000–AB00000049 of 11512 is among the ranges; no entry tells of it.",
    ],
  ])("that somebody changed are named: %s", async (edit, words) => {
    await using till = await aBusyTill();
    tamper(till, edit);
    const { broken, different, differences } = walked(till);
    expect([broken, different > 0, differences.join("\n")]).toEqual([null, true, expect.stringContaining(words)]);
  });

  test("that were changed are still named when the till has sold on from them", async () => {
    await using till = await aTill();
    await sellMany(till, 2);
    tamper(till, "UPDATE ranges SET next = 1000");
    await sellMany(till, 1);
    expect(walked(till).differences).toEqual(["Entry 6 issues TS00001000 of 11512 where TS00000002 was next."]);
  });

  test("are named up to a bound, and counted beyond it", async () => {
    await using till = await aTill();
    await sellMany(till, 12);
    tamper(till, "UPDATE invoices SET total = 1");
    const { different, differences } = walked(till);
    expect([different, differences.length]).toEqual([12, 10]);
  });
});

describe("the books of a restored till", () => {
  test("agree with the journal on what is in doubt and what was settled, and are named where they do not", async () => {
    using folder = aFolder();
    const till = await aTill({ makesNumbers: false });
    const file = join(folder.path, "one.backup");
    await importNumbers(till, { track: "KD" });
    await sellMany(till, 3);
    await copyOf(till, file);
    await till[Symbol.asyncDispose]();
    const home = join(folder.path, "home");
    await restored(file, home, { world: till.till.shop.world });
    await using other = await aTill({ makesNumbers: false, clock: till.clock, folder: home });
    await importNumbers(other, { track: "KE", afterRestore: "may-be-used" });
    await importNumbers(other, { track: "KF", afterRestore: "never-held" });
    const settlement = { period: "11512", track: "KD", evidence: "the platform's list" };
    await other.post("/v1/ranges/unaccounted/settle", { ...settlement, first: 5, last: 6, as: "issued-elsewhere" });
    await other.post("/v1/ranges/unaccounted/settle", { ...settlement, first: 9, last: 99, as: "unused" });
    await sellMany(other, 1);
    expect(walked(other)).toMatchObject({ broken: null, different: 0 });
    tamper(
      other,
      "UPDATE ranges SET state = 'standby' WHERE track = 'KD'; UPDATE unaccounted SET state = 'unused' WHERE first = 5",
    );
    expect(walked(other).differences).toEqual([
      "Range KD00000000–KD00000099 of 11512 is standby; by the journal it can only be closed.",
      "The journal says that KD00000005–KD00000006 of 11512 are issued-elsewhere (the platform's list); the books do not.",
      "The books say that KD00000005–KD00000006 of 11512 are unused (the platform's list); the journal does not.",
    ]);
  });

  test("of a period that is reported agree with the journal", async () => {
    await using till = await aTill({ makesNumbers: false });
    await importNumbers(till, { track: "KD" });
    await sellMany(till, 2);
    await till.clock.wind(45 * 86_400_000);
    expect((await till.post("/v1/ranges/unused", { period: "11512" })).status).toBe(201);
    expect(walked(till)).toMatchObject({ broken: null, different: 0 });
    tamper(till, "UPDATE ranges SET state = 'closed'");
    expect(walked(till).differences).toEqual([
      "Range KD00000000–KD00000099 of 11512 is closed; by the journal it can only be reported.",
    ]);
  });
});
