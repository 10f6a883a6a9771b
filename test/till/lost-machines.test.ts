import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loseMachines } from "../faults/restore/lost-machines.ts";
import { chanceOf } from "../faults/rig/chance.ts";

test("machine after machine is lost and replaced from a copy made under load: no number is sold twice, and none is lost sight of", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tillseal-lost-"));
  const { sold, broken, settledByUpstream, settledByPeople } = await loseMachines({ rounds: 4, folder, chance: chanceOf(3) });
  rmSync(folder, { recursive: true });
  expect(broken).toEqual([]);
  expect(sold.length).toBeGreaterThan(50);
  expect(settledByUpstream).toBeGreaterThan(0);
  expect(settledByPeople).toBeGreaterThan(0);
});
