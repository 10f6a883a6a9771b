import type { Fault } from "../../../../base/problem.ts";

/** One thing the ministry wants beyond the tables. `holds` is the rule itself. */
export interface Rule<T> {
  /** `rule-7` for the official client's, `E0103` for the platform's. */
  readonly code: string;
  readonly path: string;
  readonly message: string;
  holds(content: T): boolean;
}

/** The rules a content breaks, as faults; `at` is where it stands in its message. */
export function broken<T>(rules: readonly Rule<T>[], content: T, at = ""): Fault[] {
  return rules.filter((rule) => !rule.holds(content)).map(({ code, path, message }) => ({ path: at + path, code, message }));
}
