import { describe, expect, test } from "vitest";
import { aDatabase, addClosing, addInvoice, addJournal, addRange, addSlip } from "./a-database.ts";

describe("what is sealed stays", () => {
  test.each([
    ["UPDATE home SET environment = 'live'", "never changes its kind"],
    ["DELETE FROM home", "never changes its kind"],
    ["UPDATE journal SET doc = '{\"total\":1}'", "append-only"],
    ["UPDATE journal SET sig = NULL, kid = NULL", "append-only"],
    ["DELETE FROM journal", "append-only"],
    ["UPDATE invoices SET total = 1", "sealed"],
    ["DELETE FROM invoices", "sealed"],
    ["UPDATE requests SET invoice_id = NULL", "kept for ever"],
    ["DELETE FROM requests", "kept for ever"],
    ["UPDATE closings SET date = '2026-11-27'", "sealed"],
    ["DELETE FROM closings", "sealed"],
  ])("%s is refused", (statement, reason) => {
    using database = aDatabase();
    addClosing(database.sqlite, 2);
    expect(() => database.sqlite.exec(statement)).toThrow(reason);
  });

  test("a closing is nothing without its journal entry", () => {
    using database = aDatabase();
    const insert = "INSERT INTO closings VALUES (1, '2026-11-26', NULL, 0)";
    expect(() => database.sqlite.exec(insert)).toThrow("a closing is a journal entry");
  });

  test("half a seal is no seal: key name and signature come together or not at all", () => {
    using database = aDatabase();
    const insert = database.sqlite.prepare("INSERT INTO journal VALUES (2, 'x', '{}', zeroblob(32), randomblob(32), ?, ?, 0)");
    expect(() => insert.run("key", null)).toThrow("CHECK");
    expect(() => insert.run(null, Buffer.alloc(64))).toThrow("CHECK");
  });
});

describe("a number is given once", () => {
  test("invoice_number_once: not to two invoices of one period", () => {
    using database = aDatabase();
    addJournal(database.sqlite, 2);
    expect(() => addInvoice(database.sqlite, { id: 2, number: "TS00000000" })).toThrow("UNIQUE");
  });

  test("but the same number may come back in another period", () => {
    using database = aDatabase();
    addJournal(database.sqlite, 2);
    addRange(database.sqlite, { id: 2, period: "11602" });
    addInvoice(database.sqlite, { id: 2, number: "TS00000000", period: "11602", range: 2 });
  });

  test.each([
    ["another period", { period: "11602" }],
    ["a branch of its own", { seller: "04595257" }],
  ])("and never from a range of %s", (_, range) => {
    using database = aDatabase();
    addJournal(database.sqlite, 2);
    addRange(database.sqlite, { id: 2, track: "AB", ...range });
    expect(() => addInvoice(database.sqlite, { id: 2, number: "AB00000000", range: 2 })).toThrow("own seller and period");
  });

  test("a range stays with whom it was granted to, and names no seller as its own head office", () => {
    using database = aDatabase();
    for (const edit of ["seller = '04595257'", "period = '11602'", "invoice_type = '08'", "head_office = '04595257'"])
      expect(() => database.sqlite.exec(`UPDATE ranges SET ${edit}`)).toThrow("stays with whom");
    expect(() => addRange(database.sqlite, { id: 2, track: "AB", headOffice: "12345675" })).toThrow("CHECK");
  });

  test("a reported range never issues nor comes back", () => {
    using database = aDatabase();
    database.sqlite.exec("UPDATE ranges SET state = 'reported'");
    for (const edit of ["next = 2", "state = 'open'"])
      expect(() => database.sqlite.exec(`UPDATE ranges SET ${edit}`)).toThrow("done with");
  });

  test("a range never goes back, nor past its end", () => {
    using database = aDatabase();
    expect(() => database.sqlite.exec("UPDATE ranges SET next = 0")).toThrow("a range never goes back");
    expect(() => database.sqlite.exec("UPDATE ranges SET next = 51")).toThrow("CHECK");
    database.sqlite.exec("UPDATE ranges SET next = 50");
  });

  test.each([
    [0, 49],
    [49, 60],
    [10, 20],
    [0, 99_999_999],
  ])("a range %i to %i over an existing one of its track is refused", (first, last) => {
    using database = aDatabase();
    const add = `INSERT INTO ranges (seller, invoice_type, period, track, first, last, next, state, source)
      VALUES ('12345675', '07', '11512', 'TS', ${first}, ${last}, ${first}, 'standby', 'test')`;
    expect(() => database.sqlite.exec(add)).toThrow("do not overlap");
    database.sqlite.exec(add.replace("'11512'", "'11602'"));
  });

  test("two ranges of one seller, period and kind are never open together", () => {
    using database = aDatabase();
    expect(() =>
      database.sqlite.exec(`INSERT INTO ranges (seller, invoice_type, period, track, first, last, next, state, source)
        VALUES ('12345675', '07', '11512', 'AB', 0, 49, 0, 'open', 'test')`),
    ).toThrow("UNIQUE");
  });

  test("request_once: a request id is kept once for each client", () => {
    using database = aDatabase();
    const add = "INSERT INTO requests VALUES ('test', 'sale-1', 'abandon', x'00', NULL, NULL, 0)";
    expect(() => database.sqlite.exec(add)).toThrow("UNIQUE");
    database.sqlite.exec(add.replace("'test'", "'other'"));
  });
});

describe("one_original: at most one unmarked slip is in circulation", () => {
  test.each<[string, { state: string; outcome?: string }]>([
    ["waits", { state: "waiting" }],
    ["is doubtful", { state: "uncertain" }],
    ["was printed", { state: "printed" }],
    ["was settled as on paper", { state: "settled", outcome: "on-paper" }],
    ["was torn and handed over", { state: "settled", outcome: "torn-handed" }],
  ])("no second original while the first %s", (_, { state, outcome = null }) => {
    using database = aDatabase();
    database.sqlite.prepare("UPDATE slips SET state = ?, outcome = ?").run(state, outcome);
    expect(() => addSlip(database.sqlite)).toThrow("UNIQUE");
  });

  test.each<[string, { state: string; outcome?: string }]>([
    ["was dropped", { state: "dropped" }],
    ["never came out", { state: "settled", outcome: "nothing" }],
    ["was torn and kept by the shop", { state: "settled", outcome: "torn-kept" }],
  ])("a new original once the first %s", (_, { state, outcome = null }) => {
    using database = aDatabase();
    database.sqlite.prepare("UPDATE slips SET state = ?, outcome = ?").run(state, outcome);
    addSlip(database.sqlite);
    expect(() => addSlip(database.sqlite)).toThrow("UNIQUE");
  });

  test("copies are numbered, each number once", () => {
    using database = aDatabase();
    addSlip(database.sqlite, { copy: 1 });
    addSlip(database.sqlite, { copy: 2 });
    expect(() => addSlip(database.sqlite, { copy: 2 })).toThrow("UNIQUE");
  });

  test("a slip is settled with an outcome, and has none before", () => {
    using database = aDatabase();
    expect(() => database.sqlite.exec("UPDATE slips SET state = 'settled'")).toThrow("CHECK");
    expect(() => database.sqlite.exec("UPDATE slips SET outcome = 'nothing'")).toThrow("CHECK");
  });
});

test("parcel_once: a sealed entry goes upstream once", () => {
  using database = aDatabase();
  const add =
    "INSERT INTO parcels (thread, journal_seq, message, state, deadline, created_at, due_at) VALUES (1, 1, 'F0401', 'waiting', 0, 0, 0)";
  database.sqlite.exec(add);
  expect(() => database.sqlite.exec(add)).toThrow("UNIQUE");
  addJournal(database.sqlite, 2);
  database.sqlite.exec(add.replace("(1, 1,", "(1, 2,"));
});

describe("people and the road", () => {
  const operator = "INSERT INTO operators (name, role, pin_salt, pin_hash, wrong_tries, created_at) VALUES";

  test.each([
    ["a role there is not", `${operator} ('amy', 'owner', zeroblob(16), zeroblob(32), 0, 0)`, "CHECK"],
    ["no name", `${operator} ('', 'cashier', zeroblob(16), zeroblob(32), 0, 0)`, "CHECK"],
    ["a PIN in clear text", `${operator} ('amy', 'cashier', zeroblob(16), CAST('4071' AS BLOB), 0, 0)`, "CHECK"],
    ["no salt of its own", `${operator} ('amy', 'cashier', x'', zeroblob(32), 0, 0)`, "CHECK"],
    ["fewer than no wrong tries", `${operator} ('amy', 'cashier', zeroblob(16), zeroblob(32), -1, 0)`, "CHECK"],
    ["a step in a state there is not", "INSERT INTO road VALUES ('live', 'almost', 'x', '2026-11-22', 'test', 1)", "CHECK"],
    ["a word that was not journalled", "INSERT INTO road VALUES ('live', 'done', 'x', '2026-11-22', 'test', 99)", "FOREIGN KEY"],
  ])("%s is refused", (_, statement, reason) => {
    using database = aDatabase();
    expect(() => database.sqlite.exec(statement)).toThrow(reason);
  });
});
