import { readFileSync } from "node:fs";
import { Problem } from "../base/problem.ts";

const standardInput = 0;

/** A secret as a flag gives it: `-` reads it from standard input, where neither a list of processes nor a shell's history shows it. */
export function secretFlag(name: string, value: string | undefined): string | undefined {
  if (value !== "-") return value;
  const secret = readFileSync(standardInput, "utf8").replace(/\r?\n$/, "");
  if (secret === "")
    throw new Problem("misuse", `Standard input is empty, but --${name} - asks for the secret there.`, {
      hint: `For example: tillseal key import --${name} - < file`,
    });
  return secret;
}
