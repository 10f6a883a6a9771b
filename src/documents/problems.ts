import { type ProblemTable, problemsOf } from "../base/problem.ts";

/** Every way a document can fail to come about. */
export const documentProblems = {
  "document-failed": { mendedBy: "operator" },
  "documents-busy": { mendedBy: "time" },
  "document-printer-missing": { mendedBy: "operator" },
} as const satisfies ProblemTable;

export type DocumentProblem = keyof typeof documentProblems;

export const refuse = problemsOf(documentProblems);
