/**
 * RFC 8785 canonical JSON: members in the order of their UTF-16 names, no space, numbers and texts as JavaScript writes them.
 * The value holds no floats: money is integers, quantities and prices are strings. Throws on what is no JSON.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (value === null || typeof value === "boolean" || Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (isPlain(value)) return canonicalObject(value);
  throw new Error("only JSON values can be made canonical");
}

/** What is not given is left out, as JSON.stringify does. */
function canonicalObject(value: Readonly<Record<string, unknown>>): string {
  let members = "";
  for (const name of Object.keys(value).sort()) {
    const member = value[name];
    if (member !== undefined) members += `${members && ","}${JSON.stringify(name)}:${canonicalJson(member)}`;
  }
  return `{${members}}`;
}

/** Dates, maps and the like would lose what they hold. */
function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
