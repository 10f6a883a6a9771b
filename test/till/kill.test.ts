import { expect, test } from "vitest";
import { aFolder, fromSource } from "../../bench/rig/built-till.ts";
import { brokenPromises, sleepingGuards } from "../faults/kill/kill.ts";
import { killRun, stubbornRequest } from "../faults/kill/kill-run.ts";
import { chanceOf } from "../faults/rig/chance.ts";

test("no acknowledged sale is lost, no number is given twice or skipped and no original printed twice, however often the till is killed", async () => {
  using folder = aFolder();
  const evidence = await killRun({ home: folder.path, kills: 5, chance: chanceOf(42), program: fromSource });
  expect(brokenPromises(evidence)).toEqual([]);
  expect(evidence.answers.size).toBeGreaterThan(10);
  expect(new Set(evidence.answers.get(stubbornRequest)?.map(({ number }) => number)).size).toBe(1);
  expect(evidence.onPaper.length).toBeGreaterThan(0);
  expect(sleepingGuards(evidence)).toEqual([]);
});
