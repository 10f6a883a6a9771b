import type { Statement } from "better-sqlite3";
import { Problem } from "../../../src/base/problem.ts";
import type { Sqlite } from "./open.ts";
import { refuse } from "./problems.ts";

/** More than this many works in one commit would make the first of them wait for the last. */
const largestGroup = 256;

interface Waiting {
  readonly work: () => unknown;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

type Done = { readonly waiting: Waiting } & ({ readonly value: unknown } | { readonly error: unknown });

export interface GroupCommitOptions {
  /** Runs a callback after the requests at hand were read: `setImmediate`. A lone request waits for no timer. */
  readonly defer: (callback: () => void) => void;
  /** Called when a commit's outcome is unknown: nothing may be sold or retried in this process any more. */
  readonly onBroken: (error: unknown) => void;
}

/**
 * Requests that wait together share one commit and one fsync, each in its own savepoint; each is answered only after the
 * commit. A work is synchronous: with no `await` inside, the event loop is the lock.
 */
export class GroupCommit {
  readonly #sqlite: Sqlite;
  readonly #options: GroupCommitOptions;
  readonly #statement: Record<"begin" | "commit" | "rollback" | "savepoint" | "release" | "undo", Statement>;
  #waiting: Waiting[] = [];
  #scheduled = false;
  #broken = false;

  constructor(sqlite: Sqlite, options: GroupCommitOptions) {
    this.#sqlite = sqlite;
    this.#options = options;
    this.#statement = {
      begin: sqlite.prepare("BEGIN IMMEDIATE"),
      commit: sqlite.prepare("COMMIT"),
      rollback: sqlite.prepare("ROLLBACK"),
      savepoint: sqlite.prepare("SAVEPOINT one"),
      release: sqlite.prepare("RELEASE one"),
      undo: sqlite.prepare("ROLLBACK TO one"),
    };
  }

  /** Runs the work inside a transaction and resolves with what it returned, once that is on disk. */
  write<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ work, resolve: resolve as (value: never) => void, reject });
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#gather(this.#waiting.length);
  }

  /**
   * A request's head and body are read in different turns of the event loop, so a crowd arrives over a few of them: gathering
   * ends with the first turn that brings nobody new. A lone request waits for that one turn only.
   */
  #gather(before: number): void {
    this.#options.defer(() => {
      const now = this.#waiting.length;
      if (now > before && now < largestGroup) {
        this.#gather(now);
        return;
      }
      this.#scheduled = false;
      const group = this.#waiting.splice(0, largestGroup);
      if (this.#waiting.length > 0) this.#schedule();
      this.#commit(group);
    });
  }

  #commit(group: readonly Waiting[]): void {
    if (this.#broken) {
      rejectAll(group, storageUnknown());
      return;
    }
    let done: Done[];
    try {
      this.#statement.begin.run();
      done = group.map((waiting) => this.#runOne(waiting, group.length === 1));
    } catch (error) {
      this.#rollBack();
      this.#failed(group, error);
      return;
    }
    try {
      this.#statement.commit.run();
    } catch (error) {
      this.#rollBack();
      this.#failed(group, error);
      return;
    }
    for (const one of done) {
      if ("error" in one) one.waiting.reject(one.error);
      else one.waiting.resolve(one.value as never);
    }
  }

  /**
   * A work that refuses or fails takes nothing of the others with it; trouble with the disk takes all. A work that is alone
   * needs no savepoint, and no copy of every page it touches: the transaction is its own.
   */
  #runOne(waiting: Waiting, alone: boolean): Done {
    const { begin, rollback, savepoint, release, undo } = this.#statement;
    if (!alone) savepoint.run();
    try {
      const value = waiting.work();
      if (value instanceof Promise) throw new Error("a work must be synchronous: an await inside would let others in between");
      if (!alone) release.run();
      return { waiting, value };
    } catch (error) {
      if (isDiskTrouble(error)) throw error;
      for (const statement of alone ? [rollback, begin] : [undo, release]) statement.run();
      return { waiting, error };
    }
  }

  #rollBack(): void {
    if (this.#sqlite.inTransaction) this.#statement.rollback.run();
  }

  /**
   * A full disk fails before anything was promised, so it is clean and the next try may succeed. After anything else the
   * sale may or may not be on disk: only a restart and the same request id can tell.
   */
  #failed(group: readonly Waiting[], error: unknown): void {
    if (codeOf(error) === "SQLITE_FULL") {
      rejectAll(group, storageFull(error));
      return;
    }
    this.#broken = true;
    rejectAll(group, storageUnknown(error));
    this.#options.onBroken(error);
  }
}

function rejectAll(group: readonly Waiting[], error: unknown): void {
  for (const { reject } of group) reject(error);
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/** Constraint violations belong to one work; everything else SQLite reports is about the file or the disk. */
function isDiskTrouble(error: unknown): boolean {
  const code = codeOf(error);
  return !(error instanceof Problem) && code.startsWith("SQLITE_") && !code.startsWith("SQLITE_CONSTRAINT");
}

function storageFull(cause: unknown): Problem {
  return refuse("storage-full", "The disk is full; nothing was issued.", {
    hint: "Free some space on the till's disk and send the same request again.",
    retryAfterSeconds: 5,
    cause,
  });
}

function storageUnknown(cause?: unknown): Problem {
  return refuse("storage-unknown", "The disk did not confirm the record; it may or may not have been kept.", {
    hint: "The till restarts now. Send the same request with the same id again: it is answered once and never issued twice.",
    retryAfterSeconds: 5,
    cause,
  });
}
