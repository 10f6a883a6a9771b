import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { aFolder, fromSource, startBuiltTill } from "../../bench/rig/built-till.ts";
import { keptAlive, postSale } from "../../bench/rig/post.ts";
import { type Answer, aSale, aTill } from "./a-till.ts";

test("a second process on one home is refused and told which process holds it", async () => {
  using folder = aFolder();
  await using till = await startBuiltTill({ home: folder.path, program: fromSource });
  const { status, stderr } = tillseal("start", "--demo", "--home", folder.path, "--port", "0");
  expect(status).toBe(1);
  expect(stderr).toContain(`This home is in use by process ${till.pid}.`);
  expect((await postSale(till, keptAlive(1), aSale())).status).toBe(201);
});

test("a till that is asked to stop ends with code 0 and leaves no running.json behind", async () => {
  using folder = aFolder();
  const till = await startBuiltTill({ home: folder.path, program: fromSource });
  await postSale(till, keptAlive(1), aSale());
  expect(await till.stop()).toBe(0);
  expect(existsSync(join(folder.path, "running.json"))).toBe(false);
  expect(tillseal("verify", "--home", folder.path).status).toBe(0);
});

test("a start without a home ends with code 1 and says how to begin", () => {
  using folder = aFolder();
  const { status, stderr } = tillseal("start", "--home", join(folder.path, "none"));
  expect(status).toBe(1);
  expect(stderr).toContain("npm start");
});

test("a till sells nothing below its free space, and goes on with the next number when there is room again", async () => {
  let freeBytes = Number.MAX_SAFE_INTEGER;
  await using till = await aTill({ config: { freeSpaceMb: 64 }, world: { freeBytes: () => freeBytes } });
  const before = await till.post("/v1/sales", aSale());
  freeBytes = 64 * 1024 * 1024 - 1;
  const refused = await till.post<{ code: string }>("/v1/sales", aSale());
  expect([refused.status, (await refused.json()).code]).toEqual([503, "storage-full"]);
  freeBytes += 1;
  const after = await till.post("/v1/sales", aSale());
  expect([before.status, after.status]).toEqual([201, 201]);
  expect(await numberOf(after)).toBe((await numberOf(before)) + 1);
});

function tillseal(...args: string[]) {
  return spawnSync(process.execPath, [...fromSource, ...args], { encoding: "utf8" });
}

async function numberOf(answer: Answer<{ number: string }>): Promise<number> {
  return Number((await answer.json()).number.slice(2));
}
