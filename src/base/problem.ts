/** Who can mend a refused request: the caller by sending something else, the operator by doing something, or time by passing. */
export type MendedBy = "caller" | "operator" | "time";

/** A room's ways to fail, by stable code. The code is a public promise: never rename one. */
export type ProblemTable = Readonly<Record<string, { readonly mendedBy: MendedBy }>>;

/** One thing wrong with a request: where (JSON path), a stable code, and a sentence that says why. */
export interface Fault {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

export interface ProblemDetail {
  /** The next action, in a sentence the reader can follow. */
  readonly hint?: string;
  readonly faults?: readonly Fault[];
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

/** A request that cannot be served. Thrown anywhere, handled only at a door (HTTP, CLI), which turns it into RFC 9457 or a line. */
export class Problem extends Error {
  readonly code: string;
  readonly detail: ProblemDetail;

  constructor(code: string, message: string, detail: ProblemDetail = {}) {
    super(message, { cause: detail.cause });
    this.name = "Problem";
    this.code = code;
    this.detail = detail;
  }
}

/** Makes a room's problems. Only codes of its table compile, so every code that can be thrown is known to the doors. */
export function problemsOf<T extends ProblemTable>(_table: T) {
  return (code: keyof T & string, message: string, detail?: ProblemDetail) => new Problem(code, message, detail);
}
