import { describe, expect, test } from "vitest";
import { triedGuards } from "../../db/till/inspection/guards.ts";
import { inspectDatabase, inspectNumbers } from "../../db/till/inspection/inspect.ts";
import { aDatabase, addInvoice, addJournal } from "./a-database.ts";

/** Each guard, and what in the database keeps it. */
const keepers = [
  ["number-twice", "INDEX invoice_number_once"],
  ["number-again", "TRIGGER invoice_comes_again"],
  ["range-back", "TRIGGER range_moves_on"],
  ["ranges-overlap", "TRIGGER range_apart"],
  ["invoice-altered", "TRIGGER invoice_keeps"],
  ["invoice-deleted", "TRIGGER invoice_stays"],
  ["journal-altered", "TRIGGER journal_keeps"],
  ["journal-deleted", "TRIGGER journal_stays"],
] as const;

describe("the guards, tried on a copy", () => {
  test("all refuse on a database as it is made", () => {
    using database = aDatabase();
    expect(triedGuards(database.sqlite)).toEqual(Object.fromEntries(keepers.map(([guard]) => [guard, true])));
  });

  test.each(keepers)("%s is found missing where %s is gone, and no other", (guard, keeper) => {
    using database = aDatabase();
    database.sqlite.exec(`DROP ${keeper}`);
    const tried = triedGuards(database.sqlite);
    expect(Object.keys(tried).filter((one) => !tried[one])).toEqual([guard]);
  });

  test("prove nothing on a database that takes no lawful row either", () => {
    using database = aDatabase();
    database.sqlite.exec("CREATE TRIGGER nobody BEFORE INSERT ON invoices BEGIN SELECT RAISE(ABORT, 'no'); END");
    expect(Object.values(triedGuards(database.sqlite)).some(Boolean)).toBe(false);
  });

  test("leave the database itself as it is", () => {
    using database = aDatabase();
    triedGuards(database.sqlite);
    expect(database.sqlite.prepare("SELECT count(*) FROM invoices").pluck().get()).toBe(1);
  });
});

describe("an inspection", () => {
  test("tells version, schema and durability of a database beside its writer", () => {
    using database = aDatabase();
    expect(inspectDatabase(database.path)).toMatchObject({ damage: [], journalMode: "wal", synchronous: 2 });
    const { schema, knownSchema } = inspectDatabase(database.path);
    expect(schema).toBe(knownSchema);
  });

  test("names what stands outside its range and what has no upload", () => {
    using database = aDatabase();
    addJournal(database.sqlite, 2);
    addInvoice(database.sqlite, { id: 2, number: "TS00000049" });
    expect(inspectNumbers(database.path, 0)).toMatchObject({
      repeated: [],
      astray: ["11512-TS00000049"],
      periods: [{ period: "11512", firstAt: 0, lastAt: 0 }],
      overdue: 0,
      withoutParcel: 2,
    });
  });
});
