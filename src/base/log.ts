/** A line of the log: what happened in a word, and its facts. Never a secret, a token or anything about a buyer. */
export interface Log {
  info(event: string, facts?: Record<string, unknown>): void;
  warn(event: string, facts?: Record<string, unknown>): void;
  error(event: string, facts?: Record<string, unknown>): void;
}

/** For tests and for commands whose own output is the answer. */
export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };
