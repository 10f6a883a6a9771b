import { appendFileSync, existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { openForReading, openForWriting } from "../../db/till/file/open.ts";
import { Database } from "../../db/till/file/sqlite.ts";
import { migrations } from "../../db/till/migrations/migrations.ts";
import { aDatabase } from "./a-database.ts";

describe("durability", () => {
  test("synchronous is FULL after the first write too, where better-sqlite3 left alone falls back to NORMAL", () => {
    using database = aDatabase();
    const { sqlite } = database;
    sqlite.exec("UPDATE ranges SET next = 2");
    expect(sqlite.pragma("synchronous", { simple: true })).toBe(2);
    expect(sqlite.pragma("journal_mode", { simple: true })).toBe("wal");
    expect(sqlite.pragma("foreign_keys", { simple: true })).toBe(1);
  });

  test("the fallback this guards against is real", () => {
    using database = aDatabase();
    const careless = new Database(database.path);
    careless.pragma("journal_mode = WAL");
    careless.exec("UPDATE ranges SET next = 2");
    expect(careless.pragma("synchronous", { simple: true })).toBe(1);
    careless.close();
  });

  test("SQLite is at least 3.51.3, below which a restarting WAL can corrupt a till", () => {
    using database = aDatabase();
    const [major, minor, patch] = String(database.sqlite.prepare("SELECT sqlite_version()").pluck().get()).split(".").map(Number);
    expect(major! * 1_000_000 + minor! * 1000 + patch!).toBeGreaterThanOrEqual(3_051_003);
  });
});

describe("opening", () => {
  test("brings a new file to the newest schema and leaves a known one as it is", () => {
    using database = aDatabase();
    expect(database.sqlite.pragma("user_version", { simple: true })).toBe(migrations.length);
    const again = openForWriting(database.path);
    expect(again.prepare("SELECT count(*) FROM invoices").pluck().get()).toBe(1);
    again.close();
  });

  test("a home written by a newer version is refused, not spoilt", () => {
    using database = aDatabase();
    database.sqlite.pragma(`user_version = ${migrations.length + 1}`);
    expect(() => openForWriting(database.path)).toThrow("newer Tillseal");
    expect(database.sqlite.pragma("user_version", { simple: true })).toBe(migrations.length + 1);
  });

  test("for reading, nothing can be written, and a missing file is not made", () => {
    using database = aDatabase();
    const reader = openForReading(database.path);
    expect(reader.prepare("SELECT count(*) FROM invoices").pluck().get()).toBe(1);
    expect(() => reader.exec("DELETE FROM slips")).toThrow("readonly");
    reader.close();
    expect(() => openForReading(`${database.path}.none`)).toThrow();
    expect(existsSync(`${database.path}.none`)).toBe(false);
  });

  test("what is no database is refused", () => {
    using database = aDatabase();
    const path = `${database.path}.txt`;
    appendFileSync(path, "not a database, whatever its name says".repeat(100));
    expect(() => openForWriting(path)).toThrow("not a database");
  });
});
