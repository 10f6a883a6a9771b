import type { Fault } from "../../../../base/problem.ts";
import type { Content, Shape } from "./shape.ts";

/** One of the ministry's messages: its table, how a record becomes it, and what is refused beyond the table. */
export interface MessageKind<S extends Shape, R> {
  /** `F0401`; also the last word but one of its namespace. */
  readonly name: string;
  readonly root: string;
  readonly shape: S;
  content(record: R): Content<S>;
  faults(content: Content<S>, record: R, atSeconds: number): Fault[];
}

/** Lets the compiler hold a message's content against its own table. */
export function messageKind<S extends Shape, R>(kind: MessageKind<S, R>): MessageKind<S, R> {
  return kind;
}
