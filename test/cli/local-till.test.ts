import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findLocalTill } from "../../src/cli/local-till.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tillseal-local-"));
  path = join(folder, "running.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (pid: number | undefined) => writeFileSync(path, JSON.stringify({ pid, url: "http://127.0.0.1:1", token: "t" }));

test("a running till is found by the file it wrote", () => {
  write(process.pid);
  expect(findLocalTill(path)).toEqual({ pid: process.pid, url: "http://127.0.0.1:1", token: "t" });
});

test("no file is no till, and neither is what a killed one left behind", () => {
  expect(findLocalTill(path)).toBeNull();
  write(spawnSync(process.execPath, ["--version"]).pid);
  expect(findLocalTill(path)).toBeNull();
});
