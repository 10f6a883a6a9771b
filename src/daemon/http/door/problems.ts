import { type ProblemTable, problemsOf } from "../../../base/problem.ts";

/** Every way the door itself refuses, before an operation hears of the request. */
export const doorProblems = {
  "host-refused": { mendedBy: "operator" },
  "origin-refused": { mendedBy: "operator" },
  "token-missing": { mendedBy: "caller" },
  "token-unknown": { mendedBy: "caller" },
  "scope-too-small": { mendedBy: "operator" },
  "json-only": { mendedBy: "caller" },
  "body-too-large": { mendedBy: "caller" },
  "body-not-json": { mendedBy: "caller" },
  "request-invalid": { mendedBy: "caller" },
  "key-missing": { mendedBy: "caller" },
  "no-such-route": { mendedBy: "caller" },
  "too-many-listeners": { mendedBy: "operator" },
} as const satisfies ProblemTable;

export type DoorProblem = keyof typeof doorProblems;

export const refuse = problemsOf(doorProblems);
