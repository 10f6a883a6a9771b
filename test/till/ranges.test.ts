import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { end, startDemo, tillseal } from "./command-line.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tillseal-ranges-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("ranges report joins the parts other tills wrote with ranges unused --json, and says what is wrong with one", async () => {
  const home = join(folder, "home");
  const running = await startDemo(home);
  const ranges = (...args: string[]) => tillseal(["ranges", ...args, "--home", home]);

  const part = await ranges("unused", "11502", "--json");
  expect([part.code, JSON.parse(part.out)]).toMatchObject([0, { period: "11502", numbers: 0, ranges: [], reports: [] }]);
  const back = join(folder, "back.json");
  writeFileSync(back, part.out);

  const foreign = join(folder, "foreign.json");
  const theirs = { branchId: "04595257", headOfficeId: "04595257", invoiceType: "07", period: "11502", track: "AB" };
  writeFileSync(foreign, JSON.stringify({ ...JSON.parse(part.out), ranges: [{ ...theirs, first: 0, last: 49, next: 50 }] }));
  const refused = await ranges("report", "11502", "--part", back, "--part", foreign);
  expect([refused.code, refused.err]).toEqual([1, expect.stringContaining("parts[1].ranges[0]")]);
  expect(refused.err).toContain("foreign: these numbers are 04595257's");

  const reported = await ranges("report", "11502", "--part", back);
  expect([reported.code, reported.out]).toEqual([0, expect.stringContaining("0 unused numbers of 11502")]);
  const again = await ranges("report", "11502", "--part", back, "--json");
  expect([again.code, JSON.parse(again.out)]).toMatchObject([0, { period: "11502", missing: [], reports: [] }]);

  writeFileSync(back, "no JSON");
  for (const args of [["report"], ["report", "11502", "--part", back], ["report", "11502", "--part", join(folder, "none.json")]])
    expect((await ranges(...args)).code).toBe(2);
  await end(running, "SIGTERM");
});

test("a head office that is none, or is the seller itself, stops the start and is named", async () => {
  for (const headOffice of ["12345678", "12345675"]) {
    const { code, err } = await tillseal(["start", "--demo", "--home", folder, "--port", "0"], {
      TILLSEAL_HEAD_OFFICE: headOffice,
    });
    expect([code, err]).toEqual([1, expect.stringContaining("headOffice")]);
  }
});
