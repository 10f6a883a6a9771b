import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";

/** What takes longest: whole tills in processes of their own, whole lives, whole documents. `npm run check` leaves them to `npm test`. */
const slow = [
  "test/till/**/*.test.ts",
  "test/simulator/**/*.test.ts",
  "test/documents/*.test.ts",
  "test/daemon/documents/*.test.ts",
  "test/daemon/printing/probe.test.ts",
  "test/daemon/safekeeping/restore.test.ts",
  "test/daemon/self-check/self-check.test.ts",
  "test/daemon/operations/opening/operators.test.ts",
  "test/cli/init/open-shop.test.ts",
  "test/sync/hub/storm.test.ts",
];

// Loading the whole till anew for each file took as long as the tests. Nothing here keeps a state of its own between files.
// And what a till remembers of homes outside of them is not left with whoever runs the tests.
const together = { isolate: false, env: { XDG_STATE_HOME: join(tmpdir(), "tillseal-state") } } as const;

export default defineConfig({
  test: {
    // Much of a test is waiting for a socket or a clock, so more of them than cores run at once.
    maxWorkers: 4,
    projects: [
      { test: { ...together, name: "unit", include: ["test/**/*.test.ts"], exclude: slow, testTimeout: 30_000 } },
      { test: { ...together, name: "whole", include: slow, testTimeout: 120_000, hookTimeout: 60_000 } },
    ],
  },
});
