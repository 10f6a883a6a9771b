import { expect, test } from "vitest";
import type { Deviations, DriverBench } from "./conformance.ts";

/** One wire with a far end to try it on. */
export interface WireOnBench {
  /** `file, on a FIFO`. Its first word is the scheme. */
  readonly name: string;
  bench(): Promise<DriverBench>;
  readonly deviations?: Deviations;
  /** Why it cannot be run on this machine. Only the absence of something may be a reason, never that it failed. */
  readonly missing?: string | undefined;
  /** What was not shown although it was run. */
  readonly butNot?: string;
}

/**
 * A test that needs something a machine may lack. Where it is lacking the test says so and runs nothing; with
 * TILLSEAL_EVERY_RIG=1 lacking is failing, for machines that are meant to have everything.
 */
export function testOn(missing: string | undefined, promise: string, act: () => Promise<void>): void {
  if (missing === undefined) test(promise, { timeout: 120_000 }, act);
  else
    test(`not run, because ${missing}: ${promise}`, () => {
      process.stdout.write(`not run, because ${missing}: ${promise}\n`);
      expect(process.env.TILLSEAL_EVERY_RIG).toBeUndefined();
    });
}
