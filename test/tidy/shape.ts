import { complain, type Node, type Source, visit } from "./source.ts";

const mostLines = 400;
const mostFunctionLines = 70;
const mostParameters = 3;

/** Names that say nothing of what a file is about. */
const emptyNames = [
  "utils",
  "util",
  "helpers",
  "helper",
  "common",
  "shared",
  "misc",
  "manager",
  "service",
  "types",
  "interfaces",
  "index",
];

/** A file is one noun or verb, short enough to be read in one go. */
export function wrongFile({ path, text }: Source): string[] {
  const lines = text.trimEnd().split("\n").length;
  const name = path.replace(/^.*\//, "").replace(/(\.test)?\.tsx?$/, "");
  return [
    ...(lines > mostLines ? [`${path} has ${lines} lines`] : []),
    ...(emptyNames.some((empty) => name === empty || name.endsWith(`-${empty}`)) ? [`${path} has a name that says nothing`] : []),
  ];
}

/** Functions too long to take in, or with more parameters than a caller can keep in order. */
export function wrongFunctions(source: Source): string[] {
  return complain(source, (node, parents) => {
    if (!isFunction(node)) return null;
    const lines = ownLines(node);
    const parameters = parametersOf(node);
    if (lines > mostFunctionLines) return `a function of ${lines} lines`;
    return parameters > mostParameters && !isTableRow(parents[0]) ? `a function of ${parameters} parameters` : null;
  });
}

function isFunction({ type }: Node): boolean {
  return /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression|ObjectMethod|ClassMethod|ClassPrivateMethod)$/.test(
    type,
  );
}

/** A book of methods, or a chapter of tests, is as long as what stands between the functions in it; those are measured themselves. */
function ownLines(node: Node): number {
  const inner: Node[] = [];
  visit(node, (one, parents) => {
    if (one !== node && isFunction(one) && parents.filter(isFunction).length === 1) inner.push(one);
  });
  return inner.reduce((lines, one) => lines - (linesOf(one) - 1), linesOf(node));
}

function linesOf({ loc }: Node): number {
  return loc!.end.line - loc!.start.line + 1;
}

const coordinates = ["x", "y", "left", "top", "width", "height"];

/** A place in a picture is one thing, however many numbers name it. */
function parametersOf({ params }: Node): number {
  const names = (params as readonly Node[]).map((one) => String(one.name ?? ""));
  const others = names.filter((name) => !coordinates.includes(name));
  return others.length + (others.length < names.length ? 1 : 0);
}

/** `test.each([…])("…", (one, per, column, of, the, table) => …)` */
function isTableRow(parent: Node | undefined): boolean {
  return /^(test|describe)\.each$/.test(calleeOf(parent));
}

/** `describe`, `test.each`: what is called, as it is written. */
export function calleeOf(node: Node | undefined): string {
  let callee = node?.type === "CallExpression" ? (node.callee as Node) : undefined;
  while (callee?.type === "CallExpression" || callee?.type === "TaggedTemplateExpression")
    callee = (callee.callee ?? callee.tag) as Node;
  return callee ? nameOf(callee) : "";
}

/** `Date.now` of a member expression, `fetch` of an identifier. */
export function nameOf(node: Node): string {
  if (node.type === "Identifier") return node.name as string;
  if (node.type !== "MemberExpression" || node.computed === true) return "";
  return `${nameOf(node.object as Node)}.${nameOf(node.property as Node)}`;
}
