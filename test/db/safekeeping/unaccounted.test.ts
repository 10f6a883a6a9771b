import { describe, expect, test } from "vitest";
import type { Sqlite } from "../../../db/till/file/open.ts";
import { aDatabase } from "../a-database.ts";

const add = (sqlite: Sqlite, first: number, last: number) =>
  sqlite.exec(
    `INSERT INTO unaccounted (range_id, first, last, state, journal_seq) VALUES (1, ${first}, ${last}, 'unaccounted', 1)`,
  );

/** A database whose range issued number 0, was closed, and has 10 to 19 in doubt. */
function doubtful() {
  const database = aDatabase();
  database.sqlite.exec("UPDATE ranges SET state = 'closed'");
  add(database.sqlite, 10, 19);
  return database;
}

describe("a number in doubt", () => {
  test.each([
    ["UPDATE ranges SET state = 'open'", "never issued"],
    ["UPDATE ranges SET state = 'standby'", "never issued"],
    ["UPDATE ranges SET next = 2", "issues nothing"],
    ["DELETE FROM unaccounted", "settled, not forgotten"],
    ["UPDATE unaccounted SET last = 20", "settled once"],
    ["UPDATE unaccounted SET state = 'unused'", "CHECK"],
    ["UPDATE unaccounted SET state = 'unused', evidence = ''", "CHECK"],
  ])("is never issued nor forgotten: %s is refused", (statement, reason) => {
    using database = doubtful();
    expect(() => database.sqlite.exec(statement)).toThrow(reason);
  });

  test("is settled once, with evidence", () => {
    using database = doubtful();
    database.sqlite.exec("UPDATE unaccounted SET state = 'unused', evidence = 'list'");
    for (const again of ["state = 'issued-elsewhere'", "evidence = 'other'", "first = 11"])
      expect(() => database.sqlite.exec(`UPDATE unaccounted SET ${again}`)).toThrow("settled once");
  });

  test.each([
    [19, 25, "once"],
    [0, 5, "did not issue"],
    [45, 50, "did not issue"],
  ])("%i to %i cannot be: it is in doubt already, was issued, or is of no range", (first, last, reason) => {
    using database = doubtful();
    expect(() => add(database.sqlite, first, last)).toThrow(reason);
  });

  test("is never one of a range that may still issue", () => {
    using database = aDatabase();
    expect(() => add(database.sqlite, 10, 19)).toThrow("closed range");
  });
});
