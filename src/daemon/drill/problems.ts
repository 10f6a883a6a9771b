import { problemsOf } from "../../base/problem.ts";

/** How a drill can fail to take place; one that took place and did not hold is a report. */
export const drillProblems = {
  "drill-busy": { mendedBy: "time" },
  "drill-failed": { mendedBy: "operator" },
} as const;

export const refuse = problemsOf(drillProblems);
