import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findLocalTill, get } from "../../src/cli/local-till.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tillseal-local-"));
  path = join(folder, "running.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (pid: number | undefined) =>
  writeFileSync(path, JSON.stringify({ pid, home: folder, url: "http://127.0.0.1:1", token: "t" }));

test("a running till is found by the file it wrote, whichever way its home is reached", () => {
  write(process.pid);
  const till = { pid: process.pid, home: folder, url: "http://127.0.0.1:1", token: "t" };
  expect(findLocalTill(path)).toEqual(till);
  symlinkSync(folder, `${folder}-link`);
  expect(findLocalTill(join(`${folder}-link`, "running.json"))).toEqual(till);
  rmSync(`${folder}-link`);
});

test("no file is no till, and neither is what a killed one or a power cut left behind", () => {
  expect(findLocalTill(path)).toBeNull();
  expect(findLocalTill(join(folder, "nowhere", "running.json"))).toBeNull();
  write(spawnSync(process.execPath, ["--version"]).pid);
  expect(findLocalTill(path)).toBeNull();
  for (const half of ["", '{"pid":', '{"pid":1}']) {
    writeFileSync(path, half);
    expect(findLocalTill(path)).toBeNull();
  }
});

test("a home that was copied while its till ran has no till: nothing meant for the copy reaches the original", () => {
  write(process.pid);
  cpSync(folder, `${folder}-copy`, { recursive: true });
  expect(findLocalTill(join(`${folder}-copy`, "running.json"))).toBeNull();
  rmSync(`${folder}-copy`, { recursive: true });
});

test("a till that does not answer is told of, with what to do where a power cut left its file", async () => {
  write(process.pid);
  await expect(get(findLocalTill(path)!, "/v1/status")).rejects.toMatchObject({
    code: "till-away",
    detail: { hint: expect.stringContaining(`remove ${folder}/running.json`) },
  });
});
