import { describe, expect, test } from "vitest";
import { GroupCommit } from "../../db/till/file/group-commit.ts";
import { Database } from "../../db/till/file/sqlite.ts";
import { aDatabase, type TestDatabase } from "./a-database.ts";

const name = (database: TestDatabase, name: string) => () =>
  database.sqlite.prepare("INSERT INTO tokens VALUES (?, 'sell', randomblob(32), 0)").run(name);

const namesIn = ({ sqlite }: TestDatabase) => sqlite.prepare("SELECT name FROM tokens ORDER BY name").pluck().all();

function commitsOf(database: TestDatabase) {
  const troubles: unknown[] = [];
  const commits = new GroupCommit(database.sqlite, { defer: setImmediate, onBroken: (error) => troubles.push(error) });
  return { commits, troubles };
}

describe("works that wait together", () => {
  test("share one commit, and each is answered with its own value", async () => {
    using database = aDatabase();
    const { commits } = commitsOf(database);
    let seenInside = -1;
    const outside = new Database(database.path, { readonly: true });
    const answers = await Promise.all([
      commits.write(() => {
        name(database, "a")();
        return "first";
      }),
      commits.write(() => {
        seenInside = outside.prepare("SELECT count(*) FROM tokens").pluck().get() as number;
        name(database, "b")();
        return "second";
      }),
    ]);
    outside.close();
    expect(answers).toEqual(["first", "second"]);
    expect(seenInside).toBe(0);
    expect(namesIn(database)).toEqual(["a", "b"]);
  });

  test("are all done, also where there are more than one commit takes", async () => {
    using database = aDatabase();
    const { commits } = commitsOf(database);
    await Promise.all(Array.from({ length: 700 }, (_, index) => commits.write(name(database, `token ${index}`))));
    expect(namesIn(database)).toHaveLength(700);
  });

  test("are gathered until a turn brings nobody new; a lone one waits for one turn only", async () => {
    using database = aDatabase();
    const turns: (() => void)[] = [];
    const commits = new GroupCommit(database.sqlite, { defer: (turn) => turns.push(turn), onBroken: () => {} });
    const works = [commits.write(name(database, "a"))];
    turns.shift()!();
    expect([turns.length, namesIn(database)]).toEqual([0, ["a"]]);
    works.push(commits.write(name(database, "b")), commits.write(name(database, "c")));
    turns.shift()!();
    expect([turns.length, namesIn(database)]).toEqual([1, ["a"]]);
    turns.shift()!();
    await Promise.all(works);
    expect([turns.length, namesIn(database)]).toEqual([0, ["a", "b", "c"]]);
  });

  test("run one after the other: each sees what the one before wrote", async () => {
    using database = aDatabase();
    const { commits } = commitsOf(database);
    const next = () => {
      const { sqlite } = database;
      sqlite.exec("UPDATE ranges SET next = next + 1");
      return sqlite.prepare("SELECT next FROM ranges").pluck().get();
    };
    expect(await Promise.all([commits.write(next), commits.write(next), commits.write(next)])).toEqual([2, 3, 4]);
  });
});

describe("a work that fails takes nothing of the others with it", () => {
  test("nor leaves anything of its own when it is alone", async () => {
    using database = aDatabase();
    const { commits, troubles } = commitsOf(database);
    const refused = () => {
      name(database, "half")();
      throw new Error("refused");
    };
    await expect(commits.write(refused)).rejects.toThrow("refused");
    await commits.write(name(database, "whole"));
    expect([namesIn(database), troubles]).toEqual([["whole"], []]);
  });

  test.each<[string, (database: TestDatabase) => unknown, string]>([
    ["throws after it wrote", () => fail("out of tea"), "out of tea"],
    ["breaks a constraint", (database) => name(database, "good 1")(), "UNIQUE"],
    ["awaits in between", async () => {}, "must be synchronous"],
  ])("when it %s", async (_, work, reason) => {
    using database = aDatabase();
    const { commits, troubles } = commitsOf(database);
    const results = await Promise.allSettled([
      commits.write(name(database, "good 1")),
      commits.write(() => {
        name(database, "bad")();
        return work(database);
      }),
      commits.write(name(database, "good 2")),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(String((results[1] as PromiseRejectedResult).reason)).toContain(reason);
    expect(namesIn(database)).toEqual(["good 1", "good 2"]);
    expect(troubles).toEqual([]);
  });
});

describe("a full disk", () => {
  test("refuses cleanly, keeps nothing of the whole group, and sells again once there is room", async () => {
    using database = aDatabase();
    const { commits, troubles } = commitsOf(database);
    const { sqlite } = database;
    sqlite.pragma(`max_page_count = ${sqlite.pragma("page_count", { simple: true })}`);
    const large = () =>
      sqlite
        .prepare("INSERT INTO journal VALUES (2, 'x', ?, zeroblob(32), randomblob(32), NULL, NULL, 0)")
        .run("x".repeat(100_000));
    const results = await Promise.allSettled([commits.write(name(database, "a")), commits.write(large)]);
    for (const result of results) expect(result).toMatchObject({ status: "rejected", reason: { code: "storage-full" } });
    expect(namesIn(database)).toEqual([]);
    expect(troubles).toEqual([]);

    sqlite.pragma("max_page_count = 100000");
    await commits.write(large);
    expect(sqlite.prepare("SELECT max(seq) FROM journal").pluck().get()).toBe(2);
  });
});

describe("a commit that fails for any other reason", () => {
  /** An orphan that is only looked at when the commit comes. */
  const orphan = ({ sqlite }: TestDatabase) => {
    sqlite.pragma("defer_foreign_keys = ON");
    sqlite.exec(
      "INSERT INTO parcels (thread, journal_seq, message, state, deadline, created_at, due_at) VALUES (1, 999, 'F0401', 'held', 0, 0, 0)",
    );
  };

  test("is unknown to everyone in it, tells of it once, and nothing runs afterwards", async () => {
    using database = aDatabase();
    const { commits, troubles } = commitsOf(database);
    const results = await Promise.allSettled([commits.write(name(database, "a")), commits.write(() => orphan(database))]);
    for (const result of results) expect(result).toMatchObject({ status: "rejected", reason: { code: "storage-unknown" } });

    let ran = false;
    const later = commits.write(() => {
      ran = true;
    });
    await expect(later).rejects.toMatchObject({ code: "storage-unknown", detail: { retryAfterSeconds: 5 } });
    expect(ran).toBe(false);
    expect(troubles).toHaveLength(1);
    expect(database.sqlite.inTransaction).toBe(false);
  });

  test("is told to works that were waiting already, without running them", async () => {
    using database = aDatabase();
    const { commits, troubles } = commitsOf(database);
    const first = Array.from({ length: 256 }, () => commits.write(() => orphan(database)));
    const next = commits.write(name(database, "never"));
    const results = await Promise.allSettled([...first, next]);
    expect(results.at(-1)).toMatchObject({ status: "rejected", reason: { code: "storage-unknown" } });
    expect(namesIn(database)).toEqual([]);
    expect(troubles).toHaveLength(1);
  });
});

function fail(reason: string): never {
  throw new Error(reason);
}
