import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type Sqlite3 from "better-sqlite3";
import { expect, test } from "vitest";
import { openForWriting } from "../../db/till/file/open.ts";
import { Database } from "../../db/till/file/sqlite.ts";
import { migrations } from "../../db/till/migrations/migrations.ts";

const script = fileURLToPath(new URL("migrate-many.ts", import.meta.url));

test("a kill during a migration leaves the old schema or the new one, and the next start finishes it", {
  timeout: 60_000,
}, async () => {
  for (let kill = 0; kill < 6; kill++) {
    const folder = mkdtempSync(join(tmpdir(), "tillseal-migrate-"));
    const path = await killedAt(folder, kill);
    if (existsSync(path)) expect(whole(path)).toBe(true);
    openForWriting(path).close();
    expect(stateOf(path)).toEqual({ version: migrations.length, tables: tablesAt(migrations.length) });
    rmSync(folder, { recursive: true });
  }
});

/** Each migration is whole or not there at all. */
function whole(path: string): boolean {
  const { version, tables } = stateOf(path);
  return tables === tablesAt(version);
}

/** How many tables there are once so many migrations have run. */
function tablesAt(version: number): number {
  const sqlite = new Database(":memory:");
  for (const migration of migrations.slice(0, version)) sqlite.exec(migration);
  const tables = countTables(sqlite);
  sqlite.close();
  return tables;
}

function countTables(sqlite: Sqlite3.Database): number {
  return sqlite.prepare("SELECT count(*) FROM sqlite_schema WHERE type = 'table'").pluck().get() as number;
}

function stateOf(path: string) {
  const sqlite = new Database(path);
  const version = sqlite.pragma("user_version", { simple: true }) as number;
  const tables = countTables(sqlite);
  sqlite.close();
  return { version, tables };
}

/** Kills the process so many milliseconds after it began on some database, and names that database. */
async function killedAt(folder: string, ms: number): Promise<string> {
  const child = spawn(process.execPath, ["--import", "tsx", script, folder], { stdio: ["ignore", "pipe", "inherit"] });
  let told = "";
  child.stdout.on("data", (text) => {
    told += text;
  });
  while (told.split("\n").length < 4) await once(child.stdout, "data");
  await setTimeout(ms);
  child.kill("SIGKILL");
  await once(child, "close");
  return told.trim().split("\n").at(-1)!;
}
