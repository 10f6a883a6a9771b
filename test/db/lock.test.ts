import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lockHome } from "../../db/till/file/lock.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tillseal-lock-"));
  path = join(folder, "lock.db");
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a second process is refused and told which one holds the home", async () => {
  const holder = await holdElsewhere(path);
  try {
    expect(() => lockHome(path, process.pid)).toThrow(`in use by process ${holder.pid}`);
  } finally {
    await kill(holder);
  }
});

test("the lock of a killed process is free at once, whatever pid it left behind", async () => {
  await kill(await holdElsewhere(path));
  const lock = lockHome(path, process.pid);
  expect(lock.pid).toBe(process.pid);
  lock[Symbol.dispose]();
});

test("a lock that was let go can be taken again", () => {
  lockHome(path, 1)[Symbol.dispose]();
  const again = lockHome(path, 2);
  expect(() => lockHome(path, 3)).toThrow("in use by process 2");
  again[Symbol.dispose]();
});

async function holdElsewhere(path: string): Promise<ChildProcess> {
  const script = fileURLToPath(new URL("hold-lock.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", script, path], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout!, "data");
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill("SIGKILL");
  await once(child, "exit");
}
