import { expect, test } from "vitest";
import {
  answerBeforeCommit,
  numberInItsOwnTransaction,
  printedAtHandOver,
  requestForgottenAfterRestart,
  uncertainRetriedByItself,
} from "./planted-bugs.ts";
import type { Plant } from "./premises.ts";
import { SimulatedShop } from "./simulated-shop.ts";

/** A bug that needs more seeds than this to be seen is not guarded against. */
const mostSeeds = 30;
const events = 40;

async function firstViolation(plant: Plant, expected: RegExp): Promise<string | undefined> {
  for (let seed = 1; seed <= mostSeeds; seed++) {
    const shop = await SimulatedShop.open(seed, plant);
    await shop.storm(events);
    const seen = shop.violations().find((sentence) => expected.test(sentence));
    await shop.close();
    if (seen) return seen;
  }
  return undefined;
}

test.each([
  ["a number taken in a transaction of its own", numberInItsOwnTransaction, /^gap: /],
  ["an answer before the commit", answerBeforeCommit, /was acknowledged to sale .* and is gone/],
  ["an uncertain slip retried by itself", uncertainRetriedByItself, /originals of .* are in circulation/],
  ["a request id forgotten after a restart", requestForgottenAfterRestart, /was given two numbers/],
  ["`printed` claimed at hand-over", printedAtHandOver, /is said to be printed, and is not on paper/],
] as const)("%s is caught", async (_bug, plant, expected) => {
  expect(await firstViolation(plant, expected)).toMatch(expected);
});
