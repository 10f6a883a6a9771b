import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";

/** What would be on the disk if the power went now. */
export type Photo = ReadonlyMap<string, Buffer | null>;

const endings = ["", "-wal"] as const;

/** Keeps what a power cut at this moment would leave of a database: its file and its log, and nothing of a transaction under way. */
export function photograph(database: string): Photo {
  return new Map(
    endings.map((ending) => [database + ending, existsSync(database + ending) ? readFileSync(database + ending) : null]),
  );
}

/** Puts the disk back to that moment. Every handle must be closed; files keep their inode, which binds a home to its machine. */
export function develop(photo: Photo, database: string): void {
  rmSync(`${database}-shm`, { force: true });
  for (const [path, content] of photo) {
    if (content) writeFileSync(path, content);
    else rmSync(path, { force: true });
  }
}
