import type { z } from "zod";
import type { Fault, ProblemDetail } from "../../../base/problem.ts";

/** The message and the detail of the problem a request makes that is not of the schema. `comfort` is what did not happen, where one would fear it. */
export function whatIsWrong(error: z.core.$ZodError, comfort?: string): [message: string, detail: ProblemDetail] {
  const faults = faultsOf(error);
  const [first] = faults;
  const message = first && faults.length === 1 ? `${first.path}: ${first.message}` : `The request has ${faults.length} faults.`;
  const hint = "Mend what `faults` names and send it again.";
  return [message, { faults, hint: comfort === undefined ? hint : `${hint} ${comfort}` }];
}

/** Every fault zod found, each with its path as a POS developer writes it (`lines[2].quantity`) and a stable code. */
function faultsOf(error: z.core.$ZodError): Fault[] {
  return error.issues.flatMap((issue): Fault[] => {
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((key) => ({
        path: pathOf([...issue.path, key]),
        code: "unknown-field",
        message: `${key} is not a field this version knows.`,
      }));
    return [{ path: pathOf(issue.path), code: codeOf(issue), message: sentence(issue.message) }];
  });
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.map((part, index) => (typeof part === "number" ? `[${part}]` : `${index > 0 ? "." : ""}${String(part)}`)).join("");
}

function codeOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "custom") return String(issue.params?.code ?? "invalid");
  return issue.code.replaceAll("_", "-");
}

function sentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
