import { Problem } from "../base/problem.ts";

/** Reads a port given on the command line; nothing when none was given. */
export function portOf(text: string | undefined): { port?: number } {
  if (text === undefined) return {};
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return { port };
  throw new Problem("misuse", `"${text}" is not a port.`, { hint: "Give a number from 0 (any free one) to 65535." });
}
