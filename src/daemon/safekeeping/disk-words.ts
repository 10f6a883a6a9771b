import type { Problem } from "../../base/problem.ts";
import { refuse } from "./problems.ts";

/** Why a disk refused, and what to do about it. */
export interface DiskWords {
  readonly why: string;
  readonly todo: string;
}

const elsewhere = "or name a place on another disk.";

const notThere: DiskWords = {
  why: "a folder on the way to it is not there",
  todo: "Make the folder, or mount the disk it lies on.",
};
const inTheWay: DiskWords = { why: "a file lies where a folder is wanted", todo: "Name another place." };
const full: DiskWords = { why: "the disk is full", todo: `Make room there, ${elsewhere}` };
const readOnly: DiskWords = { why: "the disk can only be read", todo: `Mount it so that it can be written, ${elsewhere}` };
const forbidden: DiskWords = {
  why: "this user may not do that there",
  todo: "Change who may, or run this as the user to whom it belongs.",
};
const failing: DiskWords = { why: "the disk fails, or is full", todo: `Look at its room and its cable, ${elsewhere}` };

/** What disks say by their codes, Node's own and SQLite's. */
const words: Readonly<Record<string, DiskWords>> = {
  ENOENT: notThere,
  ENOTDIR: inTheWay,
  EEXIST: inTheWay,
  EISDIR: { why: "it is a folder", todo: "Name another file." },
  ERR_FS_EISDIR: { why: "it is a folder", todo: "Name another file." },
  EROFS: readOnly,
  SQLITE_READONLY: readOnly,
  EACCES: forbidden,
  EPERM: forbidden,
  ENOSPC: full,
  EDQUOT: full,
  SQLITE_FULL: full,
  EIO: failing,
  SQLITE_IOERR: failing,
};

/** An error of a disk in words; null where it is none. */
export function diskWords(error: unknown): DiskWords | null {
  const code = codeOf(error);
  return code !== null && Object.hasOwn(words, code) ? words[code]! : null;
}

/** Whether it is room that was missing. */
export function isDiskFull(error: unknown): boolean {
  return diskWords(error) === full;
}

/** A disk's refusal as the problem it is, `sentence` naming what could not be done where; null where no disk refused. */
export function unwritable(sentence: string, cause: unknown): Problem | null {
  const words = diskWords(cause);
  return words && refuse("place-unwritable", `${sentence}: ${words.why}.`, { hint: words.todo, cause });
}

/** An error as part of a sentence, whatever it is. */
export function reasonOf(error: unknown): string {
  return diskWords(error)?.why ?? (error instanceof Error ? error.message : String(error));
}

/** SQLite says more exactly what it was doing: SQLITE_IOERR_SHMSIZE, where the last kilobytes are missing. */
function codeOf(error: unknown): string | null {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return typeof code === "string" ? code.replace(/^(SQLITE_[A-Z]+)_\w+$/, "$1") : null;
}
