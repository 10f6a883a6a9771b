import { type ProblemTable, problemsOf } from "../../base/problem.ts";

/** Every way a copy, a restore, an adoption or an export can be refused. */
export const safekeepingProblems = {
  "copy-exists": { mendedBy: "caller" },
  "copy-away": { mendedBy: "operator" },
  "copy-busy": { mendedBy: "time" },
  "copy-failed": { mendedBy: "operator" },
  "copy-damaged": { mendedBy: "operator" },
  "copy-locked": { mendedBy: "operator" },
  "place-unwritable": { mendedBy: "operator" },
  "adopt-unconfirmed": { mendedBy: "operator" },
  "adopt-refused": { mendedBy: "operator" },
  "export-empty": { mendedBy: "caller" },
  "export-damaged": { mendedBy: "operator" },
} as const satisfies ProblemTable;

export const refuse = problemsOf(safekeepingProblems);
