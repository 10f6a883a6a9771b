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
