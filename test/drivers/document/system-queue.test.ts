import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { systemClock } from "../../../src/base/clock.ts";
import type { DocumentJob } from "../../../src/drivers/document/document-driver.ts";
import { queueName, systemQueue } from "../../../src/drivers/document/system-queue.ts";
import { printOnWindows, windowsOptions } from "../../../src/drivers/document/windows-queue.ts";

const job: DocumentJob = {
  pdf: Buffer.from("%PDF-1.3 %%EOF"),
  title: "11512-TS00000007.pdf",
  copies: 2,
  paper: "A4",
  duplex: "short",
};
const wire = { clock: systemClock, signal: new AbortController().signal };

let folder: string;
const path = process.env.PATH;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tillseal-lp-"));
});
afterEach(() => {
  process.env.PATH = path;
  rmSync(folder, { recursive: true });
});

/** Puts a command `lp` before the real one, which notes how it was called and then does as told. */
function fakeLp(then = ""): void {
  const script = `#!/bin/sh
printf '%s\\n' "$@" > '${folder}/arguments'
for last; do :; done
stat -c %a "$last" > '${folder}/mode'
cat "$last" > '${folder}/taken'
${then}
`;
  writeFileSync(join(folder, "lp"), script);
  chmodSync(join(folder, "lp"), 0o755);
  process.env.PATH = `${folder}${delimiter}${path}`;
}

const noted = (name: string) => readFileSync(join(folder, name), "utf8");
const print = (url = "system:///Office%20laser") => systemQueue.handOver(new URL(url), job, wire);
const leftBehind = () => readdirSync(tmpdir()).filter((name) => name.startsWith("tillseal-document-"));

describe("a queue of the system", () => {
  test("gets the document by lp, which answers no questions later", async () => {
    fakeLp("echo 'request id is Office-12 (1 file(s))'");
    const before = leftBehind();
    expect(await print()).toEqual({ result: "accepted", ask: null });
    const args = noted("arguments").trim().split("\n");
    expect(args.slice(0, -1)).toEqual([
      ...["-d", "Office laser", "-n", "2", "-t", job.title],
      ...["-o", "media=A4", "-o", "sides=two-sided-short-edge", "--"],
    ]);
    expect(noted("taken")).toBe("%PDF-1.3 %%EOF");
    expect(noted("mode").trim()).toBe("600");
    expect(existsSync(args.at(-1)!)).toBe(false);
    expect(leftBehind()).toEqual(before);
  });

  test("that does not exist is refused in lp's own words", async () => {
    fakeLp("echo 'lp: The printer or class does not exist.' >&2; exit 1");
    expect(await print()).toEqual({ result: "refused", reasons: ["lp: The printer or class does not exist."] });
  });

  test("is refused on a machine without lp", async () => {
    process.env.PATH = folder;
    expect(await print()).toEqual({ result: "refused", reasons: ["there is no command lp on this machine"] });
  });

  test("that never ends is given up, and nobody knows what came of it", async () => {
    fakeLp("exec sleep 60");
    const stopping = new AbortController();
    const handing = systemQueue.handOver(new URL("system:///Office"), job, { ...wire, signal: stopping.signal });
    while (!existsSync(join(folder, "taken"))) await systemClock.sleep(5);
    stopping.abort();
    expect(await handing).toEqual({ result: "broke", reasons: ["lp did not come to an end"] });
  });

  test("has its name taken as a name, whatever stands in it", async () => {
    fakeLp();
    await print(`system:///${encodeURIComponent(`a;touch '${folder}/hacked';$(touch '${folder}/hacked')`)}`);
    expect(noted("arguments").split("\n")[1]).toContain("a;touch");
    expect(existsSync(join(folder, "hacked"))).toBe(false);
  });
});

test.each([
  "system:///-o",
  "system:///%2Dd",
  "system:///",
  "system:///a%0Ab",
  "system:///a%00",
  "system:///%",
  `system:///${"a".repeat(128)}`,
])("%s is not the name of a queue", async (url) => {
  expect(queueName(new URL(url))).toBeNull();
  expect(await print(url)).toMatchObject({ result: "refused" });
});

describe("on Windows", () => {
  test("the same is said in the words of its printing program", () => {
    expect(windowsOptions("Office laser", job)).toEqual({
      printer: "Office laser",
      copies: 2,
      paperSize: "A4",
      side: "duplexshort",
      scale: "shrink",
      silent: true,
    });
  });

  test("what the program refuses is a refusal, even when it is a bare string", async ({ skip }) => {
    if (process.platform === "win32") skip("here it would print");
    expect(await printOnWindows("Office", job, "/nowhere.pdf")).toMatchObject({
      result: "refused",
      reasons: [expect.stringMatching(/\w/)],
    });
  });
});
