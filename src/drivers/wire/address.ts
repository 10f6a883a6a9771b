import { type Problem, problemsOf } from "../../base/problem.ts";

/** Every way this room can refuse a request. */
export const driverProblems = { "printer-address": { mendedBy: "operator" } } as const;
const problem = problemsOf(driverProblems);

/** What a printer's address may say behind its `?`: for each name its choices, the usual one first. */
type Choices = Readonly<Record<string, readonly [string, ...string[]]>>;

/** An address that no printer can be reached by, with what to write instead. */
export function noSuchAddress(message: string, hint: string, cause?: unknown): Problem {
  return problem("printer-address", message, { hint, ...(cause === undefined ? {} : { cause }) });
}

/** An address of which one part is wrong. `part` names it: `baud`, `path`. */
export function wrongAddress(part: string, message: string, hint: string): Problem {
  return problem("printer-address", message, { hint, faults: [{ path: `url.${part}`, code: "wrong", message }] });
}

/** The path behind three slashes, decoded, without its first slash. Nothing may stand where a host would. */
export function pathOf(address: URL, hint: string): string {
  if (address.host || address.username || address.password || address.hash) {
    throw wrongAddress(
      "path",
      `"${address.href}" needs three slashes before the name, and nothing behind it but settings.`,
      hint,
    );
  }
  let path: string;
  try {
    path = decodeURIComponent(address.pathname.slice(1));
  } catch {
    throw wrongAddress("path", `"${address.pathname}" has a % that is not followed by two hexadecimal digits.`, hint);
  }
  if (path === "") throw wrongAddress("path", `"${address.href}" names nothing behind the slashes.`, hint);
  if (/\p{Cc}/u.test(path)) throw wrongAddress("path", "The name in the address has a control character in it.", hint);
  return path;
}

/** The settings of an address, each with its usual value where it is not named. Refuses what it does not know. */
export function settingsOf<T extends Choices>(address: URL, choices: T, hint: string): { readonly [K in keyof T]: T[K][number] } {
  onlySettings(address, Object.keys(choices), hint);
  const chosen = Object.entries(choices).map(([name, values]) => {
    const value = address.searchParams.get(name) ?? values[0];
    if (values.includes(value)) return [name, value];
    throw wrongAddress(name, `"${name}=${value}" is not one of ${values.join(", ")}.`, hint);
  });
  return Object.fromEntries(chosen);
}

/** Refuses settings of another name, and one that is named twice: the first would win without a word. */
export function onlySettings(address: URL, known: readonly string[], hint: string): void {
  const named = [...address.searchParams.keys()];
  for (const [at, name] of named.entries()) {
    if (!known.includes(name)) {
      const may = known.length > 0 ? `It may say ${known.join(", ")}.` : "It takes no settings.";
      throw wrongAddress(name, `The address says "${name}", which means nothing here. ${may}`, hint);
    }
    if (named.indexOf(name) !== at) throw wrongAddress(name, `The address says "${name}" twice.`, hint);
  }
}
