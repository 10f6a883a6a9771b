import { expect, test } from "vitest";
import { Loop, type Step } from "../../src/base/loop.ts";
import { Problem } from "../../src/base/problem.ts";
import { WoundClock } from "../wound-clock.ts";

const pace = { idleMs: 1000, faultPauseMs: 100, longestPauseMs: 400 };

/** A loop whose steps say what they are told to, and the times at which they ran. */
function aLoop(script: readonly (Step | Error)[]) {
  const clock = new WoundClock(0);
  const ranAt: number[] = [];
  const loop = new Loop(
    async () => {
      ranAt.push(clock.wallMs);
      const said = script[ranAt.length - 1] ?? "idle";
      if (said instanceof Error) throw said;
      return said;
    },
    clock,
    pace,
  );
  loop.start();
  return { loop, clock, ranAt };
}

test("a step that worked is followed by the next one at once, an idle one by a rest", async () => {
  const { loop, clock, ranAt } = aLoop(["worked", "worked", "idle", "idle"]);
  await clock.wind(2500);
  expect(ranAt).toEqual([0, 0, 0, 1000, 2000]);
  await loop.stop();
});

test("a step refused with a time to try again, as a full disk refuses it, is tried again; what else it throws ends the loop", async () => {
  const full = new Problem("storage-full", "The disk is full.", { retryAfterSeconds: 5 });
  const { loop, clock, ranAt } = aLoop([full, "idle", new Problem("odd", "Odd.")]);
  await clock.wind(99);
  expect(ranAt).toEqual([0]);
  await clock.wind(1);
  expect(ranAt).toEqual([0, 100]);
  const ended = expect(loop.stopped).rejects.toThrow("Odd.");
  await clock.wind(1000);
  await ended;
});

test("a wake-up ends the rest", async () => {
  const { loop, clock, ranAt } = aLoop(["idle", "idle"]);
  await clock.wind(300);
  loop.wake();
  await clock.wind(0);
  expect(ranAt).toEqual([0, 300]);
  await loop.stop();
});

test("a wake-up during a step is not lost", async () => {
  const clock = new WoundClock(0);
  let runs = 0;
  const loop = new Loop(
    async () => {
      runs++;
      if (runs === 1) loop.wake();
      return "idle";
    },
    clock,
    pace,
  );
  loop.start();
  await clock.wind(0);
  expect(runs).toBe(2);
  await loop.stop();
});

test("pauses after faults double up to the longest, and begin anew after work", async () => {
  const { loop, clock, ranAt } = aLoop(["faulted", "faulted", "faulted", "faulted", "worked", "faulted", "idle"]);
  await clock.wind(1500);
  expect(ranAt).toEqual([0, 100, 300, 700, 1100, 1100, 1200]);
  await loop.stop();
});

test("a wake-up does not shorten the pause after a fault", async () => {
  const { loop, clock, ranAt } = aLoop(["faulted", "idle"]);
  await clock.wind(50);
  loop.wake();
  await clock.wind(49);
  expect(ranAt).toEqual([0]);
  await clock.wind(1);
  expect(ranAt).toEqual([0, 100]);
  await loop.stop();
});

test("stopping waits for the step under way, and no step follows", async () => {
  const clock = new WoundClock(0);
  const seen: string[] = [];
  const loop = new Loop(
    async (signal) => {
      seen.push("began");
      await clock.sleep(60_000, signal);
      seen.push(signal.aborted ? "told to finish" : "undisturbed");
      return "worked";
    },
    clock,
    pace,
  );
  loop.start();
  await clock.wind(10);
  await loop.stop();
  expect(seen).toEqual(["began", "told to finish"]);
});

test("a step that throws is told to whoever waits for the end", async () => {
  const loop = new Loop(
    async () => {
      throw new Error("our own mistake");
    },
    new WoundClock(),
    pace,
  );
  loop.start();
  await expect(loop.stopped).rejects.toThrow("our own mistake");
});

test("a loop that never began can be stopped", async () => {
  const loop = new Loop(async () => "idle", new WoundClock(), pace);
  await loop.stop();
  await loop.stopped;
});
