import type { AnyContent, Part, Shape } from "./shape.ts";
import { escaped } from "./xml-text.ts";

/** The XML text of a message, in the order of its table. Elements without content are left out, never written empty. */
export function xmlOf(
  { name, root, shape }: { readonly name: string; readonly root: string; readonly shape: Shape },
  content: AnyContent,
): string {
  const inside = linesOf(shape, content, "  ");
  const opening = `<${root} xmlns="urn:GEINV:eInvoiceMessage:${name}:4.1">`;
  return ['<?xml version="1.0" encoding="UTF-8"?>', opening, ...inside, `</${root}>`, ""].join("\n");
}

function linesOf(shape: Shape, content: AnyContent, indent: string): string[] {
  return Object.entries(shape).flatMap(([element, part]) => elementLines(element, part, { value: content[element], indent }));
}

function elementLines(element: string, part: Part, { value, indent }: { value: AnyContent[string]; indent: string }): string[] {
  if (value === undefined) return [];
  if (part.kind === "must" || part.kind === "may") return [`${indent}<${element}>${escaped(value as string)}</${element}>`];
  const blocks = part.kind === "many" ? (value as readonly AnyContent[]) : [value as AnyContent];
  return blocks.flatMap((block) => [
    `${indent}<${element}>`,
    ...linesOf(part.shape, block, `${indent}  `),
    `${indent}</${element}>`,
  ]);
}
