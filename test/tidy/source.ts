import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { type ParseResult, parse } from "@babel/parser";

/** One file of the tree, read. Paths are relative to the root, with slashes. */
export interface Source {
  readonly path: string;
  readonly text: string;
  readonly tree: ParseResult;
  readonly imports: readonly Import[];
}

export interface Import {
  /** A file of the tree, or a package's name. */
  readonly target: string;
  readonly typeOnly: boolean;
}

/** Any node of the syntax tree, as far as a rule needs to know it. */
export interface Node {
  readonly type: string;
  readonly loc?: { readonly start: { readonly line: number }; readonly end: { readonly line: number } } | null;
  readonly [part: string]: unknown;
}

export const root = fileURLToPath(new URL("../..", import.meta.url));

const folders = ["src", "db", "config", "test", "bench"];

/** Every TypeScript file of the tree. */
export function readTree(): Source[] {
  return folders
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)))
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith(".d.ts"))
    .map((path) => readSource(path, readFileSync(join(root, path), "utf8")));
}

/** Parses one file, or a snippet that pretends to be one. */
export function readSource(path: string, text: string): Source {
  const tree = parse(text, { sourceType: "module", plugins: ["typescript", "jsx"], createImportExpressions: true });
  const imports: Import[] = [];
  visit(tree.program as unknown as Node, (node) => {
    const from = node.source as { readonly value?: unknown } | null | undefined;
    if (typeof from?.value !== "string") return;
    const relative = from.value.startsWith(".");
    imports.push({
      target: relative ? normalize(join(dirname(path), from.value)) : from.value,
      typeOnly: node.importKind === "type" || node.exportKind === "type" || onlyTypes(node),
    });
  });
  return { path, text, tree, imports };
}

function onlyTypes({ specifiers }: Node): boolean {
  const list = (specifiers ?? []) as readonly { readonly importKind?: string }[];
  return list.length > 0 && list.every(({ importKind }) => importKind === "type");
}

/** Calls the visitor with every node below and its parents, nearest first. */
export function visit(node: Node, visitor: (node: Node, parents: readonly Node[]) => void, parents: readonly Node[] = []): void {
  visitor(node, parents);
  for (const part of Object.values(node))
    for (const child of Array.isArray(part) ? part : [part]) if (isNode(child)) visit(child, visitor, [node, ...parents]);
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as Node).type === "string" && "start" in value;
}

/** `path:line`, as editors understand it. */
export function place({ path }: Source, node: Node): string {
  return `${path}:${node.loc?.start.line ?? 0}`;
}

/** Complaints about every node of a kind that a test of it finds wrong. */
export function complain(source: Source, wrong: (node: Node, parents: readonly Node[]) => string | null): string[] {
  const found: string[] = [];
  visit(source.tree.program as unknown as Node, (node, parents) => {
    const complaint = wrong(node, parents);
    if (complaint !== null) found.push(`${place(source, node)} ${complaint}`);
  });
  return found;
}
