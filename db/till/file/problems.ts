import { type ProblemTable, problemsOf } from "../../../src/base/problem.ts";

/** Every way the till's storage can refuse. */
export const storageProblems = {
  "storage-full": { mendedBy: "operator" },
  "storage-unknown": { mendedBy: "time" },
  "home-busy": { mendedBy: "operator" },
} as const satisfies ProblemTable;

export type StorageProblem = keyof typeof storageProblems;

export const refuse = problemsOf(storageProblems);
