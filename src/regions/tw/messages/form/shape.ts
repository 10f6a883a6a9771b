import type { Fault } from "../../../../base/problem.ts";
import type { Format } from "./formats.ts";
import { isXmlText } from "./xml-text.ts";

/** A message or a part of one: its elements in the order of the ministry's table, which is also the order they are written in. */
export interface Shape {
  readonly [element: string]: Part;
}

export type Part = Must | May | Block<Shape> | Many<Shape>;

interface Must {
  readonly kind: "must";
  readonly format: Format;
}

interface May {
  readonly kind: "may";
  readonly format: Format;
}

interface Block<S extends Shape> {
  readonly kind: "block";
  readonly shape: S;
}

interface Many<S extends Shape> {
  readonly kind: "many";
  readonly shape: S;
  readonly most: number;
}

/** What a message of this shape says: the text of each element, where optional ones may be missing. */
export type Content<S extends Shape> = {
  readonly [E in keyof S as S[E] extends May ? never : E]: Inside<S[E]>;
} & {
  readonly [E in keyof S as S[E] extends May ? E : never]?: string | undefined;
};

type Inside<P> = P extends Block<infer S> ? Content<S> : P extends Many<infer S> ? readonly Content<S>[] : string;

/** The same, where it no longer matters which message it is. */
export interface AnyContent {
  readonly [element: string]: string | AnyContent | readonly AnyContent[] | undefined;
}

export function must(format: Format): Must {
  return { kind: "must", format };
}

export function may(format: Format): May {
  return { kind: "may", format };
}

export function block<S extends Shape>(shape: S): Block<S> {
  return { kind: "block", shape };
}

/** One to `most` of the same. */
export function many<S extends Shape>(shape: S, most: number): Many<S> {
  return { kind: "many", shape, most };
}

/** Everything in a message its table does not allow. */
export function shapeFaults(shape: Shape, content: AnyContent, at = ""): Fault[] {
  return Object.entries(shape).flatMap(([element, part]) => partFaults(part, content[element], at + element));
}

function partFaults(part: Part, value: AnyContent[string], path: string): Fault[] {
  if (part.kind === "block") return shapeFaults(part.shape, value as AnyContent, `${path}.`);
  if (part.kind === "many") return manyFaults(part, value as readonly AnyContent[], path);
  return value === undefined && part.kind === "may" ? [] : textFaults(part.format, value as string, path);
}

function manyFaults({ shape, most }: Many<Shape>, items: readonly AnyContent[], path: string): Fault[] {
  const inside = items.flatMap((item, index) => shapeFaults(shape, item, `${path}[${index}].`));
  if (items.length >= 1 && items.length <= most) return inside;
  return [{ path, code: "schema", message: `There are ${items.length}; the message takes 1 to ${most}.` }, ...inside];
}

function textFaults(format: Format, text: string, path: string): Fault[] {
  const faults: Fault[] = [];
  if (!format.accepts(text)) faults.push({ path, code: "schema", message: `The message takes ${format.says} here.` });
  if (!isXmlText(text)) faults.push({ path, code: "schema", message: "It holds a control character, which XML cannot carry." });
  return faults;
}
