/** What is in a folder. */
export interface Entry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** The disk Turnkey's folders lie on, which may be a share that vanishes. Everything rejects as `node:fs` does, with its `code`. */
export interface Disk {
  list(folder: string): Promise<readonly Entry[]>;
  facts(path: string): Promise<{ readonly size: number; readonly modifiedMs: number }>;
  /** The whole file; rejects with `EFBIG` when it is longer than `most` bytes. */
  read(path: string, most: number): Promise<Uint8Array>;
  /** Writes a file anew. Resolves once it is on the platter and its time of modification is as given. */
  write(path: string, text: string, modifiedMs: number): Promise<void>;
  /** On one volume: seen whole or not at all. */
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** One level only, so that nothing is built where a share should be; content when it is there. */
  makeFolder(path: string): Promise<void>;
  /** Puts a folder's own entries on the platter, where the system can. */
  settle(folder: string): Promise<void>;
}

/** The code of a disk's error, `ENOSPC`; empty for anything else. */
export function diskCode(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : "";
  return typeof code === "string" && /^E[A-Z0-9]+$/.test(code) ? code : "";
}

const words: Readonly<Record<string, string>> = {
  ENOENT: "it is missing (is the share there, and is Turnkey set up?)",
  ENOTDIR: "it is missing (is the share there, and is Turnkey set up?)",
  EROFS: "the disk is read-only",
  EACCES: "this user may not read or write there",
  EPERM: "this user may not read or write there",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk's quota is used up",
};

/** What is wrong with one file that could not be read, for a person: `path` is the disk's own. */
export function unreadable(error: unknown): string {
  const path = error instanceof Error && "path" in error ? String(error.path) : "A file of Turnkey's";
  const code = diskCode(error);
  const why = code === "EACCES" || code === "EPERM" ? "this user may not read it" : (words[code] ?? `the disk says ${code}`);
  return `${path} cannot be read: ${why}.`;
}

/** What is wrong with the folders, for a person. */
export function inWords(error: unknown, place: string): string {
  const code = diskCode(error);
  return `Turnkey's folder ${place}: ${words[code] ?? `the disk says ${code || String(error)}`}.`;
}
