import type { ProblemTable } from "../base/problem.ts";

export const upstreamProblems = { "upstream-address": { mendedBy: "operator" } } as const satisfies ProblemTable;
