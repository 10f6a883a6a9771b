import { type ProblemTable, problemsOf } from "../src/base/problem.ts";

/** Every way a configuration can be refused. */
export const configProblems = {
  "config-invalid": { mendedBy: "operator" },
  "port-taken": { mendedBy: "operator" },
} as const satisfies ProblemTable;

export type ConfigProblem = keyof typeof configProblems;

export const refuse = problemsOf(configProblems);
