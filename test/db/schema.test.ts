import { is } from "drizzle-orm";
import { getTableConfig, SQLiteTable } from "drizzle-orm/sqlite-core";
import { expect, test } from "vitest";
import * as schema from "../../db/till/schema.ts";
import { aDatabase } from "./a-database.ts";

interface Column {
  readonly name: string;
  readonly type: string;
  readonly notnull: 0 | 1;
  readonly pk: number;
}

const tables = Object.values(schema).filter((value) => is(value, SQLiteTable));

test("drizzle and the migrations know the same tables", () => {
  using database = aDatabase();
  const inFile = database.sqlite.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck().all();
  expect(tables.map((table) => getTableConfig(table).name).sort()).toEqual(inFile);
});

test.each(
  tables.map((table) => [getTableConfig(table).name, table] as const),
)("drizzle and the migrations agree on every column of %s", (name, table) => {
  using database = aDatabase();
  const inFile = database.sqlite.pragma(`table_info(${name})`) as Column[];
  expect(columnsOf(table)).toEqual(
    inFile.map(({ name, type, notnull, pk }) => ({ name, type, filled: notnull === 1 || pk > 0, key: pk > 0 })),
  );
});

test("every table is STRICT, so that no column holds what its type does not say", () => {
  using database = aDatabase();
  const loose = database.sqlite.prepare(
    "SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main' AND strict = 0",
  );
  expect(loose.pluck().all()).toEqual(["sqlite_schema"]);
});

function columnsOf(table: SQLiteTable) {
  const { columns, primaryKeys } = getTableConfig(table);
  const keyed = new Set(primaryKeys.flatMap((key) => key.columns.map(({ name }) => name)));
  return columns.map(({ name, primary, notNull, getSQLType }, index) => ({
    name,
    type: getSQLType.call(columns[index]).toUpperCase(),
    filled: notNull,
    key: primary || keyed.has(name),
  }));
}
