/**
 * What a hub, or whatever stands between it and the till, may do wrong with one request. Each happens before anything is stored
 * (`-before`) or after it.
 */
export type Mood =
  | "lose-before"
  | "lose-after"
  | "cut-body"
  | "error-before"
  | "error-after"
  | "busy"
  | "garbage"
  | "huge"
  | "forgets-some"
  | "strange-ids"
  | "twice"
  | "silent";

export const moods: readonly Mood[] = [
  "lose-before",
  "lose-after",
  "cut-body",
  "error-before",
  "error-after",
  "busy",
  "garbage",
  "huge",
  "forgets-some",
  "strange-ids",
  "twice",
];
