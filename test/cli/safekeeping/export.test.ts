import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { exportData, makeFile } from "../../../src/cli/safekeeping/export.ts";
import { aFolder } from "../../daemon/safekeeping/a-copy.ts";

async function* bytes() {
  yield Buffer.from("all of a period");
}

test("a place that cannot take an export is told of before any till is asked", async () => {
  using folder = aFolder();
  writeFileSync(join(folder.path, "file"), "");
  const to = (...way: string[]) => exportData.run(["--period", "11512", join(folder.path, ...way), "--home", folder.path]);
  await expect(to("none", "out.tar.gz")).rejects.toMatchObject({
    code: "place-unwritable",
    message: expect.stringMatching(/^Nothing can be exported to .*out\.tar\.gz: a folder on the way to it is not there\.$/),
    detail: { hint: expect.stringContaining("Make the folder") },
  });
  await expect(to("file", "out.tar.gz")).rejects.toMatchObject({ code: "place-unwritable" });
  await expect(to("out.tar.gz")).rejects.toMatchObject({ code: "home-missing" });
  expect(readdirSync(folder.path)).toEqual(["file"]);
});

test("an export is there whole, or not at all where its disk is full, and then in words", async () => {
  using folder = aFolder();
  const path = join(folder.path, "out.tar.gz");
  async function* tooMuch() {
    yield* bytes();
    throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  }
  await expect(makeFile(path, (write) => write(tooMuch()))).rejects.toMatchObject({
    code: "place-unwritable",
    message: `Nothing can be exported to ${path}: the disk is full.`,
  });
  expect(readdirSync(folder.path)).toEqual([]);
  await makeFile(path, (write) => write(bytes()));
  expect([readdirSync(folder.path), readFileSync(path, "utf8")]).toEqual([["out.tar.gz"], "all of a period"]);
});
