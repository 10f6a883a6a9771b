import { defineConfig } from "vitest/config";

const slow = [
  "test/till/**/*.test.ts",
  "test/simulator/**/*.test.ts",
  "test/documents/press.test.ts",
  "test/sync/hub/storm.test.ts",
];

export default defineConfig({
  test: {
    // Much of a test is waiting for a socket or a clock, so more of them than cores run at once.
    maxWorkers: 4,
    projects: [
      { test: { name: "unit", include: ["test/**/*.test.ts"], exclude: slow, testTimeout: 30_000 } },
      { test: { name: "whole", include: slow, testTimeout: 120_000, hookTimeout: 60_000 } },
    ],
  },
});
