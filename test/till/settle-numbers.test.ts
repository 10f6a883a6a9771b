import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { aFolder, copyOf, importNumbers, restored, sellMany } from "../daemon/safekeeping/a-copy.ts";
import { aTill } from "./a-till.ts";
import { end, startDemo, tillseal } from "./command-line.ts";

let folder: ReturnType<typeof aFolder>;
beforeEach(() => {
  folder = aFolder();
});
afterEach(() => folder[Symbol.dispose]());

/** The home of a till that had a hundred numbers, sold five, and was restored from a copy. */
async function aRestoredHome(): Promise<string> {
  const till = await aTill({ makesNumbers: false });
  await importNumbers(till, { track: "KD" });
  await sellMany(till, 5);
  const file = join(folder.path, "one.backup");
  await copyOf(till, file);
  const { world } = till.till.shop;
  await till[Symbol.asyncDispose]();
  const home = join(folder.path, "home");
  await restored(file, home, { world });
  return home;
}

describe("numbers that a restored till cannot know of", () => {
  test("are settled by one command, and called what they are in lists and reports", async () => {
    const home = await aRestoredHome();
    const running = await startDemo(home);
    const say = async (...args: string[]) => (await tillseal([...args, "--home", home])).out;
    expect(await say("ranges", "list")).toContain("KD00000000–KD00000099  closed, 95 unaccounted, from KD.csv");
    expect(await say("ranges", "unaccounted")).toContain("tillseal ranges settle FIRST-LAST");
    expect(await say("report", "period", "--period", "11512")).toContain("0 free, 0 unused, 95 unaccounted, 0 missing");

    const settle = (numbers: string, as: string) =>
      tillseal(["ranges", "settle", numbers, "--as", as, "--evidence", "the till roll", "--home", home]);
    const elsewhere = await settle("KD00000005-KD00000007", "issued-elsewhere");
    expect([elsewhere.code, elsewhere.out.trim()]).toEqual([
      0,
      "KD00000005–KD00000007 of 11512 are settled as issued-elsewhere. 92 numbers are still unaccounted.",
    ]);
    for (const numbers of ["KD00000005", "AB00000001"]) {
      const refused = await settle(numbers, "unused");
      expect([refused.code, refused.err]).toEqual([1, expect.stringContaining("unaccounted")]);
    }
    expect((await settle("KD00000008–KD00000099", "unused")).out).toContain("No number is unaccounted any more.");
    expect(await say("ranges", "unaccounted")).toContain("issued-elsewhere: the till roll");
    expect(await say("ranges", "list")).toContain("closed, 92 unused, 3 issued elsewhere, from KD.csv");
    expect(await say("report", "period", "--period", "11512")).toContain(
      "5 issued (0 cancelled), 3 issued elsewhere, 0 free, 92 unused, 0 missing",
    );
    expect((await tillseal(["verify", "--home", home])).code).toBe(0);
    await end(running, "SIGTERM");
  });
});

test("a till that has no range yet says so, and not that its numbers outlast the period", async () => {
  const running = await startDemo(join(folder.path, "home"));
  const { out } = await tillseal(["ranges", "list", "--home", join(folder.path, "home")]);
  expect(out).toContain("No numbers are here yet");
  expect(out).not.toContain("outlast");
  await end(running, "SIGTERM");
});
