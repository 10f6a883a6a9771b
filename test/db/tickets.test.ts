import { expect, test } from "vitest";
import { aDatabase } from "./a-database.ts";

const columns = "(id, printer, bytes, paper_mm, drawer_pin, after_slip, client, state, created_at, ended_at)";

function aQueue() {
  const database = aDatabase();
  const add = (id: number, state: string, ended: number | null, bytes = "x'01'", pin: number | null = null) =>
    database.sqlite.exec(
      `INSERT INTO tickets ${columns} VALUES (${id}, 'front', ${bytes}, 1, ${pin}, 0, 'pos', '${state}', 0, ${ended})`,
    );
  return { database, add, run: (statement: string) => database.sqlite.exec(statement) };
}

test("a ticket is printed as it was asked for", () => {
  const { database, add, run } = aQueue();
  using _ = database;
  add(1, "waiting", null);
  for (const change of ["bytes = x'02'", "printer = 'other'", "drawer_pin = 2", "after_slip = 9", "client = 'x'"])
    expect(() => run(`UPDATE tickets SET ${change}`), change).toThrow("as it was asked for");
});

test("a ticket ends once; only an uncertain one may still turn out to be printed", () => {
  const { database, add, run } = aQueue();
  using _ = database;
  for (const state of ["printed", "sent", "dropped", "uncertain"]) {
    run("DELETE FROM tickets WHERE id < (SELECT max(id) FROM tickets)");
    add(2 + ["printed", "sent", "dropped", "uncertain"].indexOf(state), state, 1);
    expect(() => run(`UPDATE tickets SET state = 'waiting', ended_at = NULL WHERE state = '${state}'`)).toThrow("ends once");
  }
  run("UPDATE tickets SET state = 'printed' WHERE state = 'uncertain'");
});

test("what has not ended stays, and so does the newest", () => {
  const { database, add, run } = aQueue();
  using _ = database;
  add(1, "waiting", null);
  add(2, "sent", 1);
  add(3, "sent", 1);
  expect(() => run("DELETE FROM tickets WHERE id = 1")).toThrow("only ended tickets go");
  expect(() => run("DELETE FROM tickets WHERE id = 3")).toThrow("never the newest");
  run("DELETE FROM tickets WHERE id = 2");
});

test("an empty ticket is none, but a pulse needs no paper", () => {
  const { database, add } = aQueue();
  using _ = database;
  expect(() => add(1, "waiting", null, "x''")).toThrow("CHECK");
  expect(() => add(1, "waiting", null, "x''", 3)).toThrow("CHECK");
  add(1, "waiting", null, "x''", 5);
});

test("a state and its end come together", () => {
  const { database, add } = aQueue();
  using _ = database;
  expect(() => add(1, "printed", null)).toThrow("CHECK");
  expect(() => add(1, "waiting", 5)).toThrow("CHECK");
});
