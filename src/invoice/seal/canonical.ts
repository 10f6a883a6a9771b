import canonicalizeModule from "canonicalize";

// The package's types and its ESM shape disagree about where the function is.
const canonicalize = ("default" in canonicalizeModule ? canonicalizeModule.default : canonicalizeModule) as (
  value: unknown,
) => string | undefined;

/** RFC 8785 canonical JSON. The value holds no floats: money is integers, quantities and prices are strings. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new Error("only JSON values can be made canonical");
  return text;
}
