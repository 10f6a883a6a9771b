import { is, Param, Placeholder } from "drizzle-orm";
import type { Drizzle } from "./drizzle.ts";

/** A query as drizzle wrote it. */
interface Query {
  toSQL(): { readonly sql: string; readonly params: readonly unknown[] };
}

/** A query that finds rows; `get` is what drizzle itself would answer with. */
interface Finding extends Query {
  get(): unknown;
}

type Bound = Readonly<Record<string, unknown>>;

/**
 * The statements of a sale: drizzle writes and checks them, better-sqlite3 alone runs them. A sale runs a dozen, and drizzle's
 * binding and mapping would take longer than SQLite (5 µs each, measured). Columns need no conversion: numbers, text, buffers.
 * Finds one row, its columns named as drizzle names them.
 */
export function hotGet<Q extends Finding>(db: Drizzle, query: Q): (bound: Bound) => ReturnType<Q["get"]> {
  const { sql, params } = query.toSQL();
  const statement = db.$client.prepare(sql);
  const names = statement.columns().map(({ name }) => camelCase(name));
  const values = binding(params);
  statement.raw();
  return (bound) => {
    const row = statement.get(values(bound)) as unknown[] | undefined;
    return (row && named(names, row)) as ReturnType<Q["get"]>;
  };
}

/** Changes rows; returns how many. */
export function hotRun(db: Drizzle, query: Query): (bound: Bound) => { readonly changes: number; readonly id: number } {
  const { sql, params } = query.toSQL();
  const statement = db.$client.prepare(sql);
  const values = binding(params);
  return (bound) => {
    const { changes, lastInsertRowid } = statement.run(values(bound));
    return { changes, id: Number(lastInsertRowid) };
  };
}

/** The values of a statement in its own order: what drizzle fixed, and what is named when it runs. */
function binding(params: readonly unknown[]): (bound: Bound) => unknown[] {
  const places = params.map((param) => (is(param, Param) ? param.value : param));
  return (bound) => {
    const values: unknown[] = [];
    for (const place of places) values.push(place instanceof Placeholder ? bound[place.name] : place);
    return values;
  };
}

function named(names: readonly string[], row: readonly unknown[]): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (let column = 0; column < names.length; column++) found[names[column]!] = row[column];
  return found;
}

/** `last_issued_at` → `lastIssuedAt`, the rule of schema.ts. */
function camelCase(column: string): string {
  return column.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}
