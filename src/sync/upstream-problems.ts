import type { ProblemTable } from "../base/problem.ts";

export const upstreamProblems = {
  "upstream-address": { mendedBy: "operator" },
  "upstream-away": { mendedBy: "time" },
  "no-hub": { mendedBy: "operator" },
  "enrolment-refused": { mendedBy: "operator" },
} as const satisfies ProblemTable;
