import { spawn } from "node:child_process";
import { expect, test } from "vitest";
import { systemClock } from "../../src/base/clock.ts";

test("sleeping takes about as long as asked, and uptime and wall clock pass together", async () => {
  const [wall, uptime] = [systemClock.now().getTime(), systemClock.uptimeMs()];
  await systemClock.sleep(50);
  expect(systemClock.now().getTime() - wall).toBeGreaterThanOrEqual(45);
  expect(Math.abs(systemClock.now().getTime() - wall - (systemClock.uptimeMs() - uptime))).toBeLessThan(100);
});

test("an abort ends a sleep, before or while it lasts, without an error", async () => {
  const began = systemClock.now().getTime();
  await systemClock.sleep(60_000, AbortSignal.abort());
  const controller = new AbortController();
  const sleeping = systemClock.sleep(60_000, controller.signal);
  controller.abort();
  await sleeping;
  expect(systemClock.now().getTime() - began).toBeLessThan(1000);
});

test("what had arrived while the loop was blocked is heard before a sleep is over: a slow commit makes no printer silent", async () => {
  const script =
    "process.stdin.once('data', () => setTimeout(() => process.stdout.write('here'), 50)); process.stdout.write('ready');";
  const other = spawn(process.execPath, ["-e", script], { stdio: ["pipe", "pipe", "ignore"] });
  let heard = "";
  other.stdout.on("data", (text: Buffer) => {
    heard += text;
  });
  while (heard !== "ready") await systemClock.sleep(10);
  other.stdin.write("ask");
  const sleeping = systemClock.sleep(200);
  setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 700));
  await sleeping;
  expect(heard).toBe("readyhere");
  other.kill();
});
