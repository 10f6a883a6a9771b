import { calleeOf, nameOf } from "./shape.ts";
import { complain, type Node, type Source } from "./source.ts";

/** The world comes in by the front door: time, chance, network and environment are handed down from the command line. */
const worldly = ["Date.now", "Math.random", "setTimeout", "setInterval", "fetch", "process.env", "console"];
const worldlyRooms = /^(src\/base\/clock\.ts|src\/cli\/)/;

/** Calls to the wall clock, chance, timers, network, environment or console below the command line. */
export function worldlyCalls(source: Source): string[] {
  if (!isProduct(source) || worldlyRooms.test(source.path)) return [];
  return complain(source, (node, parents) => {
    if (node.type === "NewExpression" && nameOf(node.callee as Node) === "Date" && (node.arguments as unknown[]).length === 0)
      return "new Date() without a time";
    const name = node.type === "Identifier" && isPartOfLongerName(node, parents[0]) ? "" : nameOf(node);
    return worldly.includes(name) && !isName(node, parents[0]) ? name : null;
  });
}

function isProduct({ path }: Source): boolean {
  return /^(src|db|config)\//.test(path);
}

/** `clock.fetch`: the word after the dot is somebody else's. */
function isPartOfLongerName(node: Node, parent: Node | undefined): boolean {
  return parent?.type === "MemberExpression" && parent.property === node && parent.computed !== true;
}

/** `{ fetch: till.fetch }` only names a property. */
function isName(node: Node, parent: Node | undefined): boolean {
  return (
    /^(ObjectProperty|ObjectMethod|ClassMethod|TSPropertySignature|TSMethodSignature)$/.test(parent?.type ?? "") &&
    parent?.key === node
  );
}

const unerasable: Readonly<Record<string, string>> = {
  TSEnumDeclaration: "an enum",
  TSModuleDeclaration: "a namespace",
  TSParameterProperty: "a parameter property",
  Decorator: "a decorator",
};

/** Syntax that does not simply vanish when types are taken away; in the product also the type that says nothing. */
export function wrongSyntax(source: Source): string[] {
  const product = isProduct(source);
  return complain(source, ({ type }) => unerasable[type] ?? (product && type === "TSAnyKeyword" ? "any" : null));
}

/** Work put off in a comment. */
export function putOff({ path, tree }: Source): string[] {
  return (tree.comments ?? [])
    .filter(({ value }) => /\b(TODO|FIXME|XXX)\b/.test(value))
    .map(({ loc }) => `${path}:${loc?.start.line} puts work off`);
}

/** Tests that do not run, or keep the others from running. */
export function quietTests(source: Source): string[] {
  return complain(source, (node) => (/^(test|describe|it)\.(skip|only|todo)/.test(calleeOf(node)) ? calleeOf(node) : null));
}

/** One word per thing. On the left what other tills say, on the right what this one says. */
const glossary: readonly (readonly [RegExp, string])[] = [
  [/\bvoid[ -]?(invoice|sale|slip|number)s?\b|\b(invoice|sale)[ -]?void/i, "cancel or withdraw"],
  [/\b(invoice|receipt|serial)[ -]?no\b/i, "number"],
  [/\breceipt[ -]?number\b|\bserial[ -]?number\b/i, "number"],
  [/\b(vat|tax)[ -]?(id|number)\b/i, "businessId"],
  [/\bcashdrawer\b/i, "drawer"],
];

/** The ministry's own names of elements, and USB's of a device's mark, which nobody may change. */
const foreignWords = ["src/regions/tw/messages/upload/undo.ts", "src/drivers/usb.ts"];

/** Identifiers and texts of the product that call a thing by another name than the shop does. */
export function wrongWords(source: Source): string[] {
  if (!isProduct(source) || foreignWords.includes(source.path)) return [];
  return complain(source, (node) => {
    const words = wordsOf(node);
    const [, better] = glossary.find(([pattern]) => pattern.test(words)) ?? [];
    return better === undefined ? null : `"${words}": say ${better}`;
  });
}

/** What a node says, camelCase taken apart. */
function wordsOf(node: Node): string {
  if (node.type === "Identifier") return (node.name as string).replace(/([a-z])([A-Z])/g, "$1 $2");
  if (node.type === "StringLiteral" || node.type === "JSXText") return node.value as string;
  return node.type === "TemplateElement" ? (node.value as { raw: string }).raw : "";
}
